import { shareInterval } from '../statistics/intervals.ts';
import type { Interval } from '../statistics/intervals.ts';
import { quantileOf } from '../statistics/order.ts';
import type { Occasions } from '../transactions/occasions.ts';

/** From the n-th purchase to the next. */
export interface RepeatStep {
  /** n ≥ 1. */
  readonly purchase: number;
  /** Customers who made an n-th purchase. */
  readonly people: number;
  /** Of them, those who have made another by the end of the data. */
  readonly went: number;
  readonly share: number;
  readonly interval: Interval;
  /** Days to the next purchase among those who made it: quartiles; NaN when nobody did. */
  readonly gapDaysLow: number;
  readonly gapDaysMedian: number;
  readonly gapDaysHigh: number;
}

const STEPS_MAX = 20;

/**
 * The ladder of repeat purchases: of those who bought n times, how many bought again, and how soon. Shares are of the data as they stand: recent
 * customers have had little time, so the shares are a floor, not a forecast.
 * @throws RangeError when `steps` is not 1 to 20.
 */
export function repeatLadder(occasions: Occasions, steps = 10): readonly RepeatStep[] {
  if (!Number.isInteger(steps) || steps < 1 || steps > STEPS_MAX)
    throw new RangeError(`the ladder has 1 to ${STEPS_MAX} steps: got ${steps}`);
  const gaps: number[][] = Array.from({ length: steps }, () => []);
  const people = new Float64Array(steps);
  for (let who = 0; who < occasions.customerCount; who++) {
    const from = occasions.start[who] ?? 0;
    const to = Math.min(occasions.start[who + 1] ?? 0, from + steps + 1);
    for (let at = from; at < to; at++) {
      if (at - from < steps) people[at - from] = (people[at - from] ?? 0) + 1;
      if (at > from) gaps[at - from - 1]?.push((occasions.day[at] ?? 0) - (occasions.day[at - 1] ?? 0));
    }
  }
  return gaps.map((list, index) => stepOf(index + 1, people[index] ?? 0, list)).filter((step) => step.people > 0);
}

function stepOf(purchase: number, people: number, gaps: readonly number[]): RepeatStep {
  const ascending = Float64Array.from(gaps).sort();
  return {
    purchase,
    people,
    went: gaps.length,
    share: people > 0 ? gaps.length / people : 0,
    interval: shareInterval(gaps.length, people),
    gapDaysLow: quantileOf(ascending, 0.25),
    gapDaysMedian: quantileOf(ascending, 0.5),
    gapDaysHigh: quantileOf(ascending, 0.75),
  };
}
