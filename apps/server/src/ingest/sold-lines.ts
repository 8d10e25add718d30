import type { CheckedFact, FactPayload, OrderNumber } from '@perennial/domain';
import { isUnpricedReturn, prepareOrder, soldLinesOf, type Keyring, type SoldLine } from '@perennial/engine';
import { readOrderFacts, type Database } from '@perennial/postgres';

interface Options {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly programCurrency: string;
  readonly orderNumberOf: (fact: CheckedFact) => OrderNumber | null;
}

export interface SoldLines {
  /** Looks up what orders held of which facts give back something without an amount; undefined when none does. */
  prefetch(facts: readonly CheckedFact[]): Promise<void> | undefined;
  linesOf(fact: CheckedFact): readonly SoldLine[] | undefined;
}

/** What an order's fact says that it holds, and how much that counts: as the fold has it. */
interface Telling {
  readonly rank: number;
  readonly at: number;
  readonly lines: readonly SoldLine[];
}

const ranks: Readonly<Record<string, number>> = { 'order.placed': 1, 'order.updated': 2, 'order.paid': 2 };

/** Knows what orders held from the log, and from facts that come in with what gives it back. */
export function createSoldLines(options: Options): SoldLines {
  // What was looked up is let go with the fact that it was for.
  const found = new WeakMap<CheckedFact, readonly SoldLine[]>();
  return {
    linesOf: (fact) => found.get(fact),
    prefetch(facts) {
      const returns = facts.filter(isUnpricedReturn);
      return returns.length === 0 ? undefined : lookUp(options, { facts, returns, found });
    },
  };
}

interface LookUp {
  readonly facts: readonly CheckedFact[];
  readonly returns: readonly CheckedFact[];
  readonly found: WeakMap<CheckedFact, readonly SoldLine[]>;
}

async function lookUp(options: Options, { facts, returns, found }: LookUp): Promise<void> {
  const { database, keyring, orderNumberOf, programCurrency } = options;
  const asked = returns.flatMap((fact) => {
    const number = orderNumberOf(fact);
    return number === null ? [] : [{ fact, number, order: prepareOrder(keyring, number) }];
  });
  const wanted = asked.flatMap(({ number: { number }, order: { keys, otherKeys } }) =>
    [...keys, ...otherKeys].map((id) => ({ id, number })),
  );
  const tellings = new Map<string, Telling>();
  const tell = (fact: Told) => {
    const number = orderNumberOf({ ...noFact, ...fact });
    const lines = soldLinesOf(fact.payload);
    const telling = { rank: ranks[fact.type] ?? 0, at: fact.occurredAt, lines };
    if (number === null || lines.length === 0 || telling.rank === 0) return;
    const key = placeOf(number);
    const known = tellings.get(key);
    if (known === undefined || isLater(telling, known)) tellings.set(key, telling);
  };
  for (const fact of await readOrderFacts(database, wanted)) tell({ ...fact, payload: JSON.parse(fact.payload) });
  // What comes in with the return is not converted yet.
  for (const fact of facts)
    if (fact.payload.currency === undefined || fact.payload.currency === programCurrency) tell(fact);
  for (const { fact, number } of asked) {
    const lines = tellings.get(placeOf(number))?.lines;
    if (lines !== undefined) found.set(fact, lines);
  }
}

type Told = Pick<CheckedFact, 'source' | 'type' | 'occurredAt'> & { readonly payload: FactPayload };

const noFact = { messageId: '', statedAt: null, channel: '', storeId: '', identities: [] } as const;

function placeOf({ space, number }: OrderNumber): string {
  return `${space}\0${number}`;
}

function isLater(one: Telling, other: Telling): boolean {
  return one.rank === other.rank ? one.at >= other.at : one.rank > other.rank;
}
