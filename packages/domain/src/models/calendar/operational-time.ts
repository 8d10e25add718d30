import { weekdayOf } from '../statistics/months.ts';
import type { Occasions } from '../transactions/occasions.ts';
import { shoppingYearEffects } from './holidays.ts';
import { yearAngle } from './learn.ts';
import type { Calendar } from './learn.ts';

/**
 * A clock that runs fast where people buy much and slowly where they buy little, so that purchase models, which know only a steady rate, can be
 * fitted on its time and asked about a stretch of its time. An ordinary day of the calibration window is one operational day on average, so rates keep their
 * size. "Deformed time" of renewal processes: a Cox process with known modulation is a Poisson process on the integrated modulation.
 */
export interface OperationalTime {
  readonly from: number;
  readonly to: number;
  /** `weight[d − from]`: operational length of day d, > 0. */
  readonly weight: Float64Array;
  /** `elapsed[d − from]`: operational time from the start of `from` to the end of day d. */
  readonly elapsed: Float64Array;
}

/** A day on which nobody ever buys still takes a little time, so that no two purchases are at the same instant. */
const WEIGHT_MIN = 0.02;

/** The clock from the calendar's first day to `until` (which may lie in the future). @throws RangeError when `until` precedes the calendar. */
export function operationalTimeOf(calendar: Calendar, until: number): OperationalTime {
  const days = until - calendar.from + 1;
  if (days < 1) throw new RangeError('operational time must reach the calendar’s first day');
  const effects = shoppingYearEffects(calendar.shoppingYear, calendar.pace);
  const weight = new Float64Array(days);
  for (let index = 0; index < days; index++) {
    const day = calendar.from + index;
    let log = Math.log(calendar.weekdays[weekdayOf(day)]?.factor ?? 1);
    effects.forEach((effect, at) => {
      log += effect.shape(day) * Math.log(calendar.effects[at]?.factor ?? 1);
    });
    calendar.season?.forEach(({ cosine, sine }, at) => {
      log += cosine * Math.cos(yearAngle(day) * (at + 1)) + sine * Math.sin(yearAngle(day) * (at + 1));
    });
    weight[index] = Math.exp(log);
  }
  const learned = Math.min(days, calendar.to - calendar.from + 1);
  const mean = weight.subarray(0, learned).reduce((sum, one) => sum + one, 0) / learned;
  const elapsed = new Float64Array(days);
  let time = 0;
  for (let index = 0; index < days; index++) {
    weight[index] = Math.max(WEIGHT_MIN, (weight[index] ?? 0) / mean);
    time += weight[index] ?? 0;
    elapsed[index] = time;
  }
  return { from: calendar.from, to: until, weight, elapsed };
}

/** The plain clock: every day one day. */
export function plainTime(from: number, until: number): OperationalTime {
  const days = Math.max(1, until - from + 1);
  return {
    from,
    to: from + days - 1,
    weight: new Float64Array(days).fill(1),
    elapsed: Float64Array.from({ length: days }, (_, index) => index + 1),
  };
}

/** Operational time from the end of day `after` to the end of day `to`. @throws RangeError outside the clock. */
export function operationalSpan(time: OperationalTime, after: number, to: number): number {
  if (after < time.from - 1 || to > time.to || to < after)
    throw new RangeError(`days ${after} to ${to} are outside the clock of ${time.from} to ${time.to}`);
  const at = (day: number): number => (day < time.from ? 0 : (time.elapsed[day - time.from] ?? 0));
  return at(to) - at(after);
}

/** Purchase histories on a clock: what the purchase models take, in operational days. One row a customer who bought by `asOf`. */
export interface TimedHistories {
  readonly customer: Uint32Array;
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
}

/**
 * x, t_x and T of every customer as of the end of `asOf`, told in the time of the clock. With `plainTime` they are the ordinary ones in days.
 * @throws RangeError when an occasion lies before the clock begins.
 */
export function timedHistoriesOf(occasions: Occasions, time: OperationalTime, asOf: number): TimedHistories {
  const capacity = occasions.customerCount;
  const customer = new Uint32Array(capacity);
  const frequency = new Float64Array(capacity);
  const recency = new Float64Array(capacity);
  const age = new Float64Array(capacity);
  const end = time.elapsed[asOf - time.from] ?? Number.NaN;
  let count = 0;
  for (let who = 0; who < capacity; who++) {
    const from = occasions.start[who] ?? 0;
    let to = occasions.start[who + 1] ?? 0;
    while (to > from && (occasions.day[to - 1] ?? 0) > asOf) to--;
    if (to === from) continue;
    const first = (occasions.day[from] ?? 0) - time.from;
    if (first < 0) throw new RangeError('the clock begins after the first purchase');
    const begin = time.elapsed[first] ?? 0;
    customer[count] = who;
    frequency[count] = to - from - 1;
    recency[count] = (time.elapsed[(occasions.day[to - 1] ?? 0) - time.from] ?? 0) - begin;
    age[count] = end - begin;
    count++;
  }
  return {
    customer: customer.slice(0, count),
    frequency: frequency.slice(0, count),
    recency: recency.slice(0, count),
    age: age.slice(0, count),
  };
}
