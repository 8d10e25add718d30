import type { CheckedFact } from '../../../facts/checked-fact.ts';
import type { OrderNumber } from '../../../facts/order-number.ts';
import { statedOrderId } from '../activity/interpret-order.ts';
import type { NumberSpaces } from './documents.ts';
import { spaceReader } from './number-spaces.ts';

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
