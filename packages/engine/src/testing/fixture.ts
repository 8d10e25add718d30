import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/** What a contract suite is run over: the store, and what surrounds it. */
export interface Fixture {
  close(): Promise<void>;
}

/** A fresh one for each test. Call it within `describe`. */
export function freshFixture<Made extends Fixture>(create: () => Promise<Made>): () => Made {
  let made: Made | undefined;
  beforeEach(async () => {
    made = await create();
  });
  afterEach(async () => {
    await made?.close();
    made = undefined;
  });
  return () => {
    if (made === undefined) throw new Error('asked for outside of a test');
    return made;
  };
}

/** One for all tests of a suite: for those that ask only about members of their own. Call it within `describe`. */
export function sharedFixture<Made extends Fixture>(create: () => Promise<Made>): () => Made {
  let made: Made | undefined;
  beforeAll(async () => {
    made = await create();
  });
  afterAll(async () => {
    await made?.close();
  });
  return () => {
    if (made === undefined) throw new Error('asked for outside of a test');
    return made;
  };
}

/** What a test throws to have a transaction rolled back. */
export const failure = new Error('given up');

export function fail(_result?: unknown): never {
  throw failure;
}

type Run<Transaction> = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

/**
 * Two transactions that want the same: the second begins when the first has it, and the first ends when `beside`, which needs nothing
 * of that, was answered. Answers what the second got; one who does not wait gets it before the first has ended.
 */
export async function meet<Transaction, T>(
  run: Run<Transaction>,
  work: {
    readonly first: (transaction: Transaction) => Promise<unknown>;
    readonly second: (transaction: Transaction) => Promise<T>;
    readonly beside: () => Promise<unknown>;
    /** The first gives up instead of committing. */
    readonly isGivenUp?: boolean;
    /** The first ends only when the second has what it wants: one who waits for the first would do so for ever. */
    readonly isFree?: boolean;
  },
): Promise<{ readonly got: T; readonly hasWaited: boolean }> {
  const [held, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let hasEnded = false;
  const first = run(async (transaction) => {
    await work.first(transaction);
    held.resolve();
    await mayEnd.promise;
    hasEnded = true;
    if (work.isGivenUp === true) throw failure;
  }).catch((error: unknown) => {
    held.reject(error);
    if (error !== failure) throw error;
  });
  await held.promise;
  const second = run(async (transaction) => ({ got: await work.second(transaction), hasWaited: hasEnded }));
  if (work.isFree === true) await second;
  // An answer each for who would be asked beside: a second who does not wait has got on by then.
  for (let n = 0; n < 5; n += 1) await work.beside();
  mayEnd.resolve();
  await first;
  return second;
}
