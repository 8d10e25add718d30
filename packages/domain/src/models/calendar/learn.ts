import { fitRegression } from '../statistics/regression.ts';
import type { RegressionFit } from '../statistics/regression.ts';
import { weekdayOf } from '../statistics/months.ts';
import type { Occasions } from '../transactions/occasions.ts';
import { shoppingYearEffects } from './holidays.ts';
import type { CalendarEffect, ShoppingPace, ShoppingYear } from './holidays.ts';

/** What was learned about one effect. Factors multiply a customer's usual rate of buying. */
export interface LearnedEffect {
  readonly code: string;
  /** exp of the log effect: 1.4 is 40 % more than usual. */
  readonly factor: number;
  /** 95 % interval of the factor. */
  readonly low: number;
  readonly high: number;
  readonly priorFactor: number;
  /** How often the history saw the effect at half strength or more: separate stretches of days. */
  readonly timesSeen: number;
  /** `learned` when the data narrowed the prior by half, `partly` by a tenth, else `prior`: a general assumption and nothing of this brand. */
  readonly basis: 'learned' | 'partly' | 'prior';
}

export interface Calendar {
  readonly shoppingYear: ShoppingYear;
  /** Told from the median of completed purchase gaps: `everyday` up to a fortnight. */
  readonly pace: ShoppingPace;
  /** Days learned from, both included. */
  readonly from: number;
  readonly to: number;
  readonly weekdays: readonly LearnedEffect[];
  readonly effects: readonly LearnedEffect[];
  /** Growth of purchases per year as a factor; told, but no part of the weights: it is the customer base that grows. */
  readonly growthPerYear: number;
  /** Smooth season by harmonics of the year; only when two years are there, else `null` and effects lean on their priors. */
  readonly season: readonly { readonly cosine: number; readonly sine: number }[] | null;
  /** Variance of daily counts over Poisson's. */
  readonly dispersion: number;
  /** `none`; `under-two-years`: seasons cannot be told from growth, so priors carry them; `under-eight-weeks`: weekday effects are held near 1 too. */
  readonly caution: 'none' | 'under-two-years' | 'under-eight-weeks';
}

export interface CalendarOptions {
  readonly shoppingYear: ShoppingYear;
  /** Days to learn from, both included: nothing after `to` is looked at. */
  readonly from: number;
  readonly to: number;
}

const DAYS_PER_YEAR = 365.2425;
const HARMONICS = 3;
/** Weekdays differ much (some shops close): a wide prior. Harmonics of the year less. */
const WEEKDAY_SD = 1.5;
const WEEKDAY_SD_SHORT = 0.3;
const HARMONIC_SD = 0.3;
const GROWTH_SD = 1;

/**
 * Learns weekday, season and holiday effects from daily numbers of purchases: a Poisson regression with overdispersion, linear growth, and a prior on every
 * effect. All purchases are counted, first ones too: where the data begin, everybody looks new, and the season of that time would be lost otherwise.
 * @throws RangeError when `to` precedes `from`.
 */
export function learnCalendar(occasions: Occasions, options: CalendarOptions): Calendar {
  const { from, to, shoppingYear } = options;
  if (to < from) throw new RangeError(`a calendar is learned from at least one day: got ${from} to ${to}`);
  const days = to - from + 1;
  const counts = new Float64Array(days);
  for (const day of occasions.day) if (day >= from && day <= to) counts[day - from] = (counts[day - from] ?? 0) + 1;
  const pace = paceOf(occasions, to);
  const effects = shoppingYearEffects(shoppingYear, pace);
  const hasSeason = days >= 2 * DAYS_PER_YEAR;
  const terms = termsOf({ effects, hasSeason, isShort: days < 56, middle: (from + to) / 2 });
  const fit = fitDays(counts, from, terms);
  const factorAt = (column: number): RawEffect => rawEffect(fit, terms, column);
  const sameWeekday = Array.from(
    { length: 7 },
    (_, weekday) => counts.filter((_count, index) => weekdayOf(from + index) === weekday).length,
  );
  return {
    shoppingYear,
    pace,
    from,
    to,
    weekdays: sameWeekday.map((seen, weekday) => ({
      code: WEEKDAYS[weekday] ?? '',
      ...factorAt(2 + weekday),
      timesSeen: seen,
    })),
    effects: effects.map((effect, index) => ({
      code: effect.code,
      ...factorAt(9 + index),
      timesSeen: stretches(effect, from, to),
    })),
    growthPerYear: Math.exp(fit.coefficients[1] ?? 0),
    season: hasSeason ? harmonicsOf(fit, 9 + effects.length) : null,
    dispersion: fit.dispersion,
    caution: days < 56 ? 'under-eight-weeks' : hasSeason ? 'none' : 'under-two-years',
  };
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Columns of the regression in order: intercept, growth, seven weekdays, effects, then harmonics in pairs. */
interface Term {
  readonly at: (day: number) => number;
  readonly priorMean: number;
  readonly priorSd: number;
}

function termsOf(given: {
  readonly effects: readonly CalendarEffect[];
  readonly hasSeason: boolean;
  readonly isShort: boolean;
  readonly middle: number;
}): readonly Term[] {
  const term = (at: (day: number) => number, priorMean: number, priorSd: number): Term => ({ at, priorMean, priorSd });
  const weekdays = WEEKDAYS.map((_, weekday) =>
    term((day) => (weekdayOf(day) === weekday ? 1 : 0), 0, given.isShort ? WEEKDAY_SD_SHORT : WEEKDAY_SD),
  );
  const harmonics = Array.from({ length: given.hasSeason ? HARMONICS : 0 }, (_, index) => [
    term((day) => Math.cos(yearAngle(day) * (index + 1)), 0, HARMONIC_SD),
    term((day) => Math.sin(yearAngle(day) * (index + 1)), 0, HARMONIC_SD),
  ]).flat();
  return [
    term(() => 1, 0, Number.POSITIVE_INFINITY),
    term((day) => (day - given.middle) / DAYS_PER_YEAR, 0, GROWTH_SD),
    ...weekdays,
    ...given.effects.map((effect) => term(effect.shape, effect.priorMean, effect.priorSd)),
    ...harmonics,
  ];
}

/** Fitted twice: the first time to see how overdispersed the days are, the second time with the data weighed accordingly. */
function fitDays(counts: Float64Array, from: number, terms: readonly Term[]): RegressionFit {
  const design = new Float64Array(counts.length * terms.length);
  for (let row = 0; row < counts.length; row++) {
    for (let column = 0; column < terms.length; column++)
      design[row * terms.length + column] = terms[column]?.at(from + row) ?? 0;
  }
  const data = {
    family: 'poisson',
    design,
    columns: terms.length,
    outcome: counts,
    priorMean: Float64Array.from(terms, (term) => term.priorMean),
    priorSd: Float64Array.from(terms, (term) => term.priorSd),
  } as const;
  const { dispersion } = fitRegression(data);
  return { ...fitRegression({ ...data, dispersion }), dispersion };
}

type RawEffect = Omit<LearnedEffect, 'code' | 'timesSeen'>;

function rawEffect(fit: RegressionFit, terms: readonly Term[], column: number): RawEffect {
  const effect = fit.coefficients[column] ?? 0;
  const error = fit.standardErrors[column] ?? 0;
  const { priorMean, priorSd } = terms[column] ?? { priorMean: 0, priorSd: 1 };
  const narrowed = 1 - error / priorSd;
  return {
    factor: Math.exp(effect),
    low: Math.exp(effect - 1.96 * error),
    high: Math.exp(effect + 1.96 * error),
    priorFactor: Math.exp(priorMean),
    basis: narrowed >= 0.5 ? 'learned' : narrowed >= 0.1 ? 'partly' : 'prior',
  };
}

const EVERYDAY_GAP_DAYS = 14;
const GAPS_MIN = 100;

/** The median gap is at most a fortnight when at least half of the gaps are: counted, because sorting millions takes a second. */
function paceOf(occasions: Occasions, to: number): ShoppingPace {
  let gaps = 0;
  let short = 0;
  for (let at = 1; at < occasions.count; at++) {
    const day = occasions.day[at] ?? 0;
    if (occasions.customer[at] !== occasions.customer[at - 1] || day > to) continue;
    gaps++;
    if (day - (occasions.day[at - 1] ?? 0) <= EVERYDAY_GAP_DAYS) short++;
  }
  return gaps >= GAPS_MIN && short * 2 >= gaps ? 'everyday' : 'occasional';
}

function harmonicsOf(fit: RegressionFit, first: number): NonNullable<Calendar['season']> {
  return Array.from({ length: HARMONICS }, (_, index) => ({
    cosine: fit.coefficients[first + 2 * index] ?? 0,
    sine: fit.coefficients[first + 2 * index + 1] ?? 0,
  }));
}

function stretches(effect: CalendarEffect, from: number, to: number): number {
  let count = 0;
  for (let day = from; day <= to; day++)
    if (effect.shape(day) >= 0.5 && (day === from || effect.shape(day - 1) < 0.5)) count++;
  return count;
}

/** Angle of a day in the year; leap days drift by a quarter of a degree, which no shopper notices. */
export function yearAngle(day: number): number {
  return (2 * Math.PI * day) / DAYS_PER_YEAR;
}
