import type { CheckedFact } from '../../../facts/checked-fact.ts';
import type { OrderNumber } from '../../../facts/order-number.ts';
import { statedOrderId } from '../activity/interpret-order.ts';
import type { NumberSpaces } from './documents.ts';
import { spaceReader } from './number-spaces.ts';

/** Family of the numbers that a system has for its customers, each with the source that it is of: `external_id:shop`. */
const customerNumbers = 'external_id:';

/**
 * Makes the function that says under which other type a customer number is known as well. Sources that share numbers know each other's
 * customers: each number is kept under its own source's type, which stays if they share no longer, and under that of the first of them.
 */
export function sharedTypeReader({ spaces }: NumberSpaces): (type: string) => string | undefined {
  const shared = new Map(
    spaces.flatMap(({ sources: [first, ...others] }) =>
      others.map((source) => [customerNumbers + source, `${customerNumbers}${first}`] as const),
    ),
  );
  return (type) => shared.get(type);
}

/** Every fact about an order that has a number; one without stands for itself. */
const orderTypes = 'order.';

/** Makes the function that reads which order a fact is about; null when it is about none, or says no number. */
export function orderNumberReader(
  numberSpaces: NumberSpaces,
): (fact: Pick<CheckedFact, 'source' | 'type' | 'payload'>) => OrderNumber | null {
  const spaceOf = spaceReader(numberSpaces);
  const sharing = new Map(numberSpaces.spaces.flatMap(({ sources }) => sources.map((source) => [source, sources])));
  return ({ source, type, payload }) => {
    const number = type.startsWith(orderTypes) ? statedOrderId(payload) : null;
    if (number === null) return null;
    const others = sharing.get(source)?.filter((one) => one !== source) ?? [];
    return { number, space: spaceOf(source), sources: [source, ...others] };
  };
}
