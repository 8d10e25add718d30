import { monthLabelOf } from '../statistics/months.ts';
import { checkCount, unitsWorthMinor } from './allocation.ts';
import type { UnitValue } from './allocation.ts';

/** What is left of a lot, or of many with the same month. */
export interface OpenUnits {
  /** Month in which they expire, months since January 1970; null: never. */
  readonly expiryMonth: number | null;
  readonly units: number;
}

export interface OutstandingMonth extends OpenUnits {
  /** `YYYY-MM`; null: they never expire. */
  readonly label: string | null;
  /** At their full value, as if all were redeemed; rounded half up, month by month. */
  readonly valueMinor: number;
}

/**
 * Outstanding units by the month in which they expire, in order, those that never do last. @throws RangeError for
 * bad counts.
 */
export function outstandingByExpiry(lots: Iterable<OpenUnits>, unitValue: UnitValue): readonly OutstandingMonth[] {
  const unitsBy = new Map<number | null, number>();
  for (const { expiryMonth, units } of lots) {
    checkCount(units, 'units');
    unitsBy.set(expiryMonth, (unitsBy.get(expiryMonth) ?? 0) + units);
  }
  return [...unitsBy]
    .toSorted(([one], [other]) => (one ?? Number.MAX_SAFE_INTEGER) - (other ?? Number.MAX_SAFE_INTEGER))
    .map(([expiryMonth, units]) => ({
      expiryMonth,
      label: expiryMonth === null ? null : monthLabelOf(expiryMonth),
      units,
      valueMinor: unitsWorthMinor(units, unitValue),
    }));
}
