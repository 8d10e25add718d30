import { setTimeout as delay } from 'node:timers/promises';
import { countShard, prepareCounts, readStaleCounts } from '@perennial/postgres/wallets';
import type { Database } from '@perennial/postgres';
import { monthStartsIn } from './months.ts';

export interface CountingOptions {
  readonly database: Database;
  readonly shardCount: number;
  readonly zone: string;
  readonly now: () => number;
  readonly report: (message: string, error: unknown) => void;
}

export interface Counting {
  stop(): Promise<void>;
}

/** Nobody who asks for a count waits much longer for its beginning. */
const lookEveryMs = 2_000;
/** A shard is counted no more often than so unless somebody asks: a count reads all of its entries. */
const freshMs = 600_000;
const afterFailureMs = 60_000;

/**
 * Keeps the figures of what is owed to members: shard by shard, those in which something happened, one after the other, in the background.
 * Of several processes each shard is counted by one.
 */
export function startCounting(options: CountingOptions): Counting {
  const stopping = new AbortController();
  const done = run(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function run(options: CountingOptions, signal: AbortSignal): Promise<void> {
  const monthStarts = monthStartsIn(options.zone);
  let waitMs = 0;
  while (await waited(waitMs, signal)) {
    try {
      await countStale(options, monthStarts, signal);
      waitMs = lookEveryMs;
    } catch (error) {
      if (signal.aborted) return;
      options.report('wallets could not be counted; it is tried again within a minute', error);
      waitMs = afterFailureMs;
    }
  }
}

async function countStale(
  { database, shardCount, now }: CountingOptions,
  monthStarts: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  await prepareCounts(
    database,
    Array.from({ length: shardCount }, (_, shard) => shard),
  );
  for (const shard of await readStaleCounts(database, now() - freshMs)) {
    if (signal.aborted) return;
    await countShard(database, { shard, monthStarts, countedAt: now() });
  }
}

/** False where nobody waits any longer. */
async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  await delay(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
  return !signal.aborted;
}
