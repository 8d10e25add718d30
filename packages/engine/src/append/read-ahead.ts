import type { MemberId } from '@perennial/domain';
import type { PreparedFact } from '../facts/prepared-fact.ts';
import type { IngestTransaction } from './ingest-store.ts';

/** What is read of a batch by its facts alone. */
type Ahead = Pick<IngestTransaction, 'readIdentities' | 'readOrders'>;

/**
 * Asks for what a batch will have to know by its facts alone, owners of identities and of orders, and answers from it. So these reads
 * leave with the claim of the messages instead of each waiting for the one before it. Repeats are looked up in vain; they are few.
 * What else is asked for is read.
 */
export function readAhead(
  transaction: Ahead,
  facts: readonly PreparedFact[],
  knownOwner: (hash: string) => MemberId | undefined,
): Ahead {
  const hashes = new Set<string>();
  const orders = new Set<string>();
  for (const { identities, order } of facts) {
    for (const { hash } of identities) if (knownOwner(hash) === undefined) hashes.add(hash);
    if (order === undefined) continue;
    for (const id of order.keys) orders.add(id);
    for (const id of order.otherKeys) orders.add(id);
  }
  return {
    readIdentities: answerFrom(
      hashes,
      (asked) => transaction.readIdentities(asked),
      ({ hash }) => hash,
    ),
    readOrders: answerFrom(
      orders,
      (asked) => transaction.readOrders(asked),
      ({ id }) => id,
    ),
  };
}

function answerFrom<Row>(
  keys: ReadonlySet<string>,
  read: (asked: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): (asked: readonly string[]) => Promise<readonly Row[]> {
  const reading = keys.size === 0 ? Promise.resolve([]) : read([...keys]);
  // Whoever asks hears of it; nobody may, where all are repeats.
  reading.catch(() => undefined);
  return async (asked) => {
    if (asked.some((key) => !keys.has(key))) return read(asked);
    const rows = await reading;
    if (asked.length === keys.size) return rows;
    const wanted = new Set(asked);
    return rows.filter((row) => wanted.has(keyOf(row)));
  };
}
