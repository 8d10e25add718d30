import type { CheckedFact, OrderNumber } from '@perennial/domain';
import type { PreparedOrder } from '../facts/prepared-fact.ts';
import { orderKey } from '../keys/digests.ts';
import type { Keyring } from '../keys/keyring.ts';

/** Reads which order a fact is about, as the program in force has it; null when about none, or one without a number. */
export type OrderNumberOf = (fact: CheckedFact) => OrderNumber | null;

/**
 * The keys of an order. A source that shares its numbers has its orders claimed under its own key as well, so that its orders are
 * known when it shares them no longer, or with others.
 */
export function prepareOrder(keyring: Keyring, { number, space, sources }: OrderNumber): PreparedOrder {
  const [source, ...others] = sources;
  const own = orderKey(keyring, source, number);
  if (space === source) return { keys: [own], otherKeys: noKeys };
  return {
    keys: [orderKey(keyring, space, number), own],
    otherKeys: others.map((other) => orderKey(keyring, other, number)),
  };
}

const noKeys: readonly string[] = [];
