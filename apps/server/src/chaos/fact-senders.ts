import { setTimeout as delay } from 'node:timers/promises';

/** A client as it should be: it sends a batch again, unchanged, until every fact of it is answered for. */
export interface FactSenders {
  /** Message ids that the server answered for, each once. */
  readonly acknowledged: ReadonlySet<string>;
  /** Requests that failed or were refused, each of which was sent again. */
  readonly retries: () => number;
  /** Facts that were told to be duplicates: those whose first answer was lost. */
  readonly duplicates: () => number;
  /** Verdicts other than accepted and duplicate; must stay empty. */
  readonly refusals: readonly string[];
  /** No new batches; resolves when the last ones are answered. */
  finish(): Promise<void>;
}

export interface SenderOptions {
  /** Asked for every attempt: a restarted server listens elsewhere. */
  readonly address: () => string;
  readonly writeKey: string;
  readonly senders: number;
  readonly batchFacts: number;
  /** Between two batches of a sender, milliseconds: a small load leaves the machine to what is tested. */
  readonly pauseMs: number;
  readonly createFact: (messageId: string, serial: number) => object;
}

const attemptTimeoutMs = 20_000;
const retryPauseMs = 50;

interface Answer {
  readonly verdicts: readonly { readonly messageId: string; readonly verdict: string }[];
}

/** Starts sending at once. */
export function startSenders(options: SenderOptions): FactSenders {
  const acknowledged = new Set<string>();
  const refusals: string[] = [];
  const counts = { retries: 0, duplicates: 0, serial: 0 };
  const finishing = new AbortController();
  const run = async (sender: number): Promise<void> => {
    while (!finishing.signal.aborted) {
      const facts = Array.from({ length: options.batchFacts }, () => {
        counts.serial += 1;
        return options.createFact(`s${sender}-${counts.serial}`, counts.serial);
      });
      let answer = await post(options, facts);
      for (; answer === undefined; answer = await post(options, facts)) {
        counts.retries += 1;
        await delay(retryPauseMs);
      }
      for (const { messageId, verdict } of answer.verdicts) {
        if (verdict === 'duplicate') counts.duplicates += 1;
        else if (verdict !== 'accepted') refusals.push(`${messageId} ${verdict}`);
        acknowledged.add(messageId);
      }
      await delay(options.pauseMs);
    }
  };
  const running = Promise.all(Array.from({ length: options.senders }, (_, sender) => run(sender)));
  return {
    acknowledged,
    refusals,
    retries: () => counts.retries,
    duplicates: () => counts.duplicates,
    async finish() {
      finishing.abort();
      await running;
    },
  };
}

/** Undefined when the answer did not come, or was one that asks to try again. */
async function post(options: SenderOptions, facts: readonly object[]): Promise<Answer | undefined> {
  try {
    const answer = await fetch(`${options.address()}/v1/facts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${options.writeKey}` },
      body: JSON.stringify(facts),
      signal: AbortSignal.timeout(attemptTimeoutMs),
    });
    const text = await answer.text();
    if (answer.status === 200) return JSON.parse(text) as Answer;
    if (answer.status >= 500 || answer.status === 429) return undefined;
    throw new RefusedError(`${answer.status} ${text}`);
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    return undefined;
  }
}

/** An answer that sending again will not change: a fault of the test or of the server. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** Mulberry32: the same choices every run. */
export function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const dayMs = 86_400_000;

/** Facts of a few hundred people over two years: orders in their parts, visits, attributes, and sign-ins that merge. */
export function createRandomFacts(seed: number, people: number): SenderOptions['createFact'] {
  const chance = createChance(seed);
  return (messageId) => {
    const person = chance(people);
    const phone = { phone: `+861361${String(person).padStart(7, '0')}` };
    const browser = { anonymous_id: `browser-${person}` };
    const identities = [phone, phone, browser, { ...phone, ...browser }][chance(4)];
    const orderId = `o-${person}-${chance(5)}`;
    const occurredAt = new Date(Date.now() - chance(730) * dayMs - chance(dayMs)).toISOString();
    const told = [
      { type: 'order.placed', payload: { orderId, amountMinor: 1_000 + chance(9_000), currency: 'CNY' } },
      { type: 'order.paid', payload: { orderId, amountMinor: 1_000 + chance(9_000), currency: 'CNY' } },
      { type: 'order.refunded', payload: { orderId, refundId: `r-${chance(2)}`, amountMinor: 500, currency: 'CNY' } },
      { type: 'product.viewed', payload: { productId: `p-${chance(50)}` } },
      { type: 'store.visited', payload: { storeId: `s-${chance(5)}` } },
      {
        type: 'attributes.changed',
        payload: { attributes: { level: `level-${chance(6)}`, name: `name-${chance(9)}` } },
      },
    ][chance(6)];
    return { messageId, occurredAt, identities, ...told };
  };
}
