import { dayNumberOf, weekdayOf } from '../statistics/months.ts';

/** Where the customers live, as far as the shopping year is concerned. `none` leaves weekday and season only. */
export type ShoppingYear = 'china' | 'united-kingdom' | 'united-states' | 'europe' | 'none';

/**
 * Effects of the shopping year. Each has a shape over the days around an anchor (1 at full strength) and a prior for its log effect at full
 * strength. Priors are category-general and wide on purpose: the brand's own days move them as soon as there are any.
 */
export interface CalendarEffect {
  readonly code: string;
  /** Strength of the effect on a day, usually 0 … 1. */
  readonly shape: (day: number) => number;
  readonly priorMean: number;
  readonly priorSd: number;
  /** Where the prior comes from, for the report. */
  readonly source: 'census-e-commerce-quarters' | 'stated-judgement';
}

/** 春节: the first day of the Chinese lunisolar year that begins in Gregorian `year`, by the runtime's own calendar tables. */
export function springFestivalOn(year: number): number {
  const date = Temporal.PlainDate.from({ calendar: 'chinese', year, monthCode: 'M01', day: 1 }).withCalendar('iso8601');
  return dayNumberOf(date.year, date.month, date.day);
}

/** 中秋: the fifteenth day of the eighth lunar month. */
export function midAutumnOn(year: number): number {
  const date = Temporal.PlainDate.from({ calendar: 'chinese', year, monthCode: 'M08', day: 15 }).withCalendar(
    'iso8601',
  );
  return dayNumberOf(date.year, date.month, date.day);
}

/** Black Friday: the day after the fourth Thursday of November. */
export function blackFridayOn(year: number): number {
  const first = dayNumberOf(year, 11, 1);
  return first + ((3 - weekdayOf(first) + 7) % 7) + 21 + 1;
}

/** Western Easter Sunday (Meeus 1991, anonymous Gregorian algorithm). */
export function easterOn(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const correction =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - correction - (rest % 4)) % 7;
  const late = Math.floor((golden + 11 * correction + 22 * weekday) / 451);
  const sum = correction + weekday - 7 * late + 114;
  return dayNumberOf(year, Math.floor(sum / 31), (sum % 31) + 1);
}

/** Anchors of a yearly effect around a day, looked up once a year and kept. */
function around(anchorOf: (year: number) => number, shapeAt: (daysAfter: number) => number): (day: number) => number {
  const anchors = new Map<number, number>();
  const anchor = (year: number): number => {
    const known = anchors.get(year) ?? anchorOf(year);
    anchors.set(year, known);
    return known;
  };
  return (day) => {
    const year = 1970 + Math.floor((day + 0.5) / 365.2425);
    let strength = 0;
    for (let near = year - 1; near <= year + 1; near++) strength = Math.max(strength, shapeAt(day - anchor(near)));
    return strength;
  };
}

/** 1 from `from` to `to` days after the anchor, both included. */
function block(from: number, to: number): (daysAfter: number) => number {
  return (daysAfter) => (daysAfter >= from && daysAfter <= to ? 1 : 0);
}

/** Rises linearly from `begin` to 1 at `full`, stays until `until`, falls to 0 at `end` (days after the anchor). */
function ramp(
  begin: number,
  full: number,
  until: { readonly day: number; readonly end: number },
): (daysAfter: number) => number {
  return (daysAfter) => {
    if (daysAfter <= begin || daysAfter >= until.end) return 0;
    if (daysAfter < full) return (daysAfter - begin) / (full - begin);
    return daysAfter <= until.day ? 1 : (until.end - daysAfter) / (until.end - until.day);
  };
}

const onDate =
  (month: number, day: number) =>
  (year: number): number =>
    dayNumberOf(year, month, day);

/**
 * The season before Christmas. The US Census Bureau's retail e-commerce releases give unadjusted over adjusted sales per quarter: Q1 to Q3 of 2010
 * 0.94 (37.2/39.7 and 38.8/41.5 billion for Q2 and Q3), Q4 of 2020 1.19 (245.3/206.7): the last quarter sells 1.27 times the others. With a ramp from 1 October, full
 * from mid-November to 18 December, the mean strength of the quarter is 0.64, so the full effect is 1 + 0.27 / 0.64 = 1.42 and its logarithm 0.35. A standard
 * deviation of 0.25 spans shops that hardly notice Christmas and shops that live on it.
 */
const CHRISTMAS_SEASON: CalendarEffect = {
  code: 'christmas-season',
  shape: around(onDate(12, 25), ramp(-85, -40, { day: -7, end: -1 })),
  priorMean: 0.35,
  priorSd: 0.25,
  source: 'census-e-commerce-quarters',
};

function judged(
  code: string,
  shape: (day: number) => number,
  prior: readonly [mean: number, sd: number],
): CalendarEffect {
  return { code, shape, priorMean: prior[0], priorSd: prior[1], source: 'stated-judgement' };
}

const CHRISTMAS_DAYS = judged('christmas-days', around(onDate(12, 25), block(-1, 7)), [-0.7, 1]);
const EASTER = judged('easter', around(easterOn, block(-2, 1)), [-0.2, 0.5]);

const CHINA: readonly CalendarEffect[] = [
  judged('spring-festival-eve', around(springFestivalOn, ramp(-28, -20, { day: -8, end: -3 })), [0.2, 0.3]),
  judged('spring-festival', around(springFestivalOn, block(-3, 7)), [-0.5, 0.6]),
  judged('six-eighteen', around(onDate(6, 18), ramp(-18, -2, { day: 1, end: 3 })), [0.3, 0.4]),
  judged('mid-autumn', around(midAutumnOn, ramp(-16, -10, { day: -2, end: 1 })), [0.1, 0.3]),
  judged('national-day', around(onDate(10, 1), block(0, 6)), [0, 0.4]),
  judged('double-eleven', around(onDate(11, 11), ramp(-11, -1, { day: 0, end: 2 })), [0.7, 0.5]),
  judged('after-double-eleven', around(onDate(11, 11), block(3, 16)), [-0.15, 0.2]),
  judged('double-twelve', around(onDate(12, 12), block(-1, 0)), [0.2, 0.3]),
];

/**
 * How often the brand's customers buy. What is bought every week (groceries) follows holidays far less than what is bought now and then (presents, clothes): there priors of effects not
 * yet seen are tempered to a quarter, their spread to six tenths.
 */
export type ShoppingPace = 'everyday' | 'occasional';

/** Effects of a shopping year with priors for the pace, in a fixed order. */
export function shoppingYearEffects(
  shoppingYear: ShoppingYear,
  pace: ShoppingPace = 'occasional',
): readonly CalendarEffect[] {
  const effects = occasionalEffects(shoppingYear);
  if (pace === 'occasional') return effects;
  return effects.map((effect) => ({
    ...effect,
    priorMean: effect.priorMean * 0.25,
    priorSd: effect.priorSd * 0.6,
    source: 'stated-judgement',
  }));
}

function occasionalEffects(shoppingYear: ShoppingYear): readonly CalendarEffect[] {
  if (shoppingYear === 'none') return [];
  if (shoppingYear === 'china') return CHINA;
  const blackFriday = judged(
    'black-friday',
    around(blackFridayOn, block(0, 3)),
    shoppingYear === 'united-states' ? [0.4, 0.4] : [0.15, 0.4],
  );
  return [CHRISTMAS_SEASON, CHRISTMAS_DAYS, blackFriday, EASTER];
}
