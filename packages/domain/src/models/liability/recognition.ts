import { checkCount, roundHalfUp } from './allocation.ts';

/** Where a batch of points stands at the end of a period, counted from the day of their issue. */
export interface PeriodEnd {
  /** Units redeemed so far, of the batch. */
  readonly redeemedUnits: number;
  /** Units that are expected ever to be redeemed, those redeemed so far included, as it is known now. */
  readonly expectedUnits: number;
}

export interface Recognised {
  /** Revenue of this period. Below zero where the estimate rose by more than was redeemed. */
  readonly revenueMinor: number;
  readonly cumulativeMinor: number;
  /** What is still owed: the contract liability. */
  readonly deferredMinor: number;
}

/**
 * Revenue from points by period: of what was deferred, `redeemed ÷ expected` is earned at the end of each (IFRS 15
 * B46, half up). A new estimate changes what was earned in all, and the whole difference falls into the period that
 * learns of it (cumulative catch-up: paragraph 43). Fewer expected than redeemed is read as just those: then all is
 * earned, as it is where none is expected any more, when what is left has lapsed.
 *
 * @throws RangeError for a count that is no safe integer from zero up, and for redemptions that become fewer.
 */
export function recogniseRevenue(pointsMinor: number, periods: readonly PeriodEnd[]): readonly Recognised[] {
  checkCount(pointsMinor, 'pointsMinor');
  let earnedMinor = 0;
  let redeemedBefore = 0;
  return periods.map(({ redeemedUnits, expectedUnits }) => {
    checkCount(redeemedUnits, 'redeemedUnits');
    checkCount(expectedUnits, 'expectedUnits');
    if (redeemedUnits < redeemedBefore)
      throw new RangeError(`redemptions are counted from the issue on: got ${redeemedUnits} after ${redeemedBefore}`);
    redeemedBefore = redeemedUnits;
    const cumulativeMinor = earned(pointsMinor, redeemedUnits, Math.max(redeemedUnits, expectedUnits));
    const revenueMinor = cumulativeMinor - earnedMinor;
    earnedMinor = cumulativeMinor;
    return { revenueMinor, cumulativeMinor, deferredMinor: pointsMinor - cumulativeMinor };
  });
}

function earned(pointsMinor: number, redeemed: number, expected: number): number {
  if (expected === 0) return pointsMinor;
  return Number(roundHalfUp({ over: BigInt(pointsMinor) * BigInt(redeemed), under: BigInt(expected) }));
}
