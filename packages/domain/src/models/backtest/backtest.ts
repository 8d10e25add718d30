import { isSampled } from '../statistics/sample.ts';
import { occasionsOf, occasionsOfCustomers } from '../transactions/occasions.ts';
import type { Occasions } from '../transactions/occasions.ts';
import type { Transactions } from '../transactions/transactions.ts';
import type { ShoppingYear } from '../calendar/holidays.ts';
import type { ClockEvidence } from '../clv/evidence.ts';
import { boughtBetween, forecastBy, FORECASTERS, isEligible } from './forecasters.ts';
import type { ForecasterName, ModelName } from './forecasters.ts';
import { measureForecast, pointDeviance } from './measures.ts';
import type { ForecastMeasures } from './measures.ts';

export interface BacktestOptions {
  /** Forecasts are made with what was known at the end of this day. */
  readonly calibrationEnd: number;
  /** Days held out after it; cut where the data end. */
  readonly horizonDays: number;
  readonly shoppingYear: ShoppingYear;
  /** In order of preference; all where absent. */
  readonly forecasters?: readonly ForecasterName[];
}

export interface BacktestResult {
  readonly name: ForecasterName;
  /** `null` where the forecaster had nothing to go by. */
  readonly purchases: ForecastMeasures | null;
  readonly sales: ForecastMeasures | null;
  /** Of models: the evidence of the calibration period for their clock. */
  readonly evidence: ClockEvidence | null;
}

/** One hold-out: customers known at `calibrationEnd`, forecast to `holdoutEnd`. */
export interface HoldOut {
  readonly calibrationEnd: number;
  readonly holdoutEnd: number;
  /** Customers forecast: a fixed sample when there are more than 12,000, so that the whole comparison takes seconds. Totals are of these. */
  readonly people: number;
  /** Customers known at `calibrationEnd`. */
  readonly peopleKnown: number;
  readonly results: readonly BacktestResult[];
}

export interface Backtest extends HoldOut {
  readonly chosen: ModelName;
  /**
   * `earlier-hold-out`: chosen on the stretch before, so that the figures told for it here were not used to choose it. `this-hold-out`: the history is too short for that, and
   * the chosen model's figures are a little flattering. `no-choice`: nothing was bought, the first preference stands.
   */
  readonly chosenBy: 'earlier-hold-out' | 'this-hold-out' | 'no-choice';
  /** The hold-out it was chosen on when that was the earlier one. */
  readonly earlier: HoldOut | null;
}

/** Fewest days of history before a hold-out for a choice to be made on it. */
const HISTORY_DAYS_MIN = 90;
const PURCHASES_MIN = 50;

/**
 * Holds out the last stretch, lets every forecaster forecast it from what was known before, measures, and chooses a model.
 *
 * The clock (calendar or plain) is chosen by how well it explains the purchase days of the calibration period itself, because an earlier hold-out that lies outside the season cannot judge a
 * calendar. The kind of purchase model is chosen on the stretch before where the history allows: lowest Poisson deviance of purchases; among those within one standard error of the best
 * (Breiman et al. 1984) the first in preference.
 * @throws RangeError when nobody had bought by `calibrationEnd`, or nothing lies after it.
 */
export function backtest(transactions: Transactions, options: BacktestOptions): Backtest {
  const { calibrationEnd, horizonDays } = options;
  if (!Number.isInteger(horizonDays) || horizonDays < 1)
    throw new RangeError(`a hold-out is a positive number of days: got ${horizonDays}`);
  if (calibrationEnd >= transactions.lastOn)
    throw new RangeError('nothing is left to hold out after the calibration period');
  const final = holdOut(transactions, options);
  const earlierEnd = calibrationEnd - horizonDays;
  const hasEarlier = earlierEnd - transactions.firstOn + 1 >= Math.max(HISTORY_DAYS_MIN, horizonDays);
  const earlier = hasEarlier ? holdOut(transactions, { ...options, calibrationEnd: earlierEnd }) : null;
  const judge = earlier !== null && isTelling(earlier) ? earlier : final;
  const { measured: finalHoldOut } = final;
  return {
    ...finalHoldOut,
    chosen: chooseOn(judge, clockOf(finalHoldOut)),
    chosenBy: judge === earlier ? 'earlier-hold-out' : isTelling(final) ? 'this-hold-out' : 'no-choice',
    earlier: judge === earlier ? earlier.measured : null,
  };
}

interface JudgedHoldOut {
  readonly measured: HoldOut;
  readonly deviances: readonly { readonly name: ForecasterName; readonly values: Float64Array }[];
  readonly bought: number;
}

function holdOut(transactions: Transactions, options: BacktestOptions): JudgedHoldOut {
  const { calibrationEnd, horizonDays, shoppingYear } = options;
  const holdoutEnd = Math.min(calibrationEnd + horizonDays, transactions.lastOn);
  const everybody = occasionsOf(transactions, { to: calibrationEnd });
  const known = sampled(everybody);
  if (known.count === 0) throw new RangeError(`nobody has bought by day ${calibrationEnd}`);
  const happened = occasionsOf(transactions, { to: holdoutEnd });
  const customers = known.customer.filter((who, at) => at === 0 || who !== known.customer[at - 1]);
  const actual = boughtBetween(happened, customers, { after: calibrationEnd, to: holdoutEnd });
  const results: BacktestResult[] = [];
  const deviances: { name: ForecasterName; values: Float64Array }[] = [];
  for (const name of options.forecasters ?? FORECASTERS) {
    if (isOnLosingClock(name, results)) continue;
    const forecast = forecastBy(name, {
      known,
      asOf: calibrationEnd,
      horizonDays: holdoutEnd - calibrationEnd,
      shoppingYear,
    });
    results.push({
      name,
      purchases: forecast && measureForecast(forecast.purchases, actual.purchases),
      sales: forecast && measureForecast(forecast.sales, actual.sales),
      evidence: forecast?.evidence ?? null,
    });
    if (forecast !== null) deviances.push({ name, values: pointDeviance(forecast.purchases, actual.purchases) });
  }
  return {
    measured: { calibrationEnd, holdoutEnd, people: customers.length, peopleKnown: countPeople(everybody), results },
    deviances,
    bought: actual.purchases.reduce((sum, one) => sum + one, 0),
  };
}

const PEOPLE_MAX = 12_000;

function sampled(occasions: Occasions): Occasions {
  const total = countPeople(occasions);
  return total <= PEOPLE_MAX ? occasions : occasionsOfCustomers(occasions, (who) => isSampled(who, PEOPLE_MAX, total));
}

function countPeople({ customer }: Occasions): number {
  return customer.reduce((count, who, at) => count + (at === 0 || who !== customer[at - 1] ? 1 : 0), 0);
}

/** Once BG/NBD has told which clock explains the calibration period better, the other kinds need not run on the other one. */
function isOnLosingClock(name: ForecasterName, results: readonly BacktestResult[]): boolean {
  if (!isEligible(name) || name.startsWith('bg-nbd')) return false;
  const criterion = (clock: string): number | undefined =>
    results.find((result) => result.name === `bg-nbd/${clock}`)?.evidence?.criterion;
  const [calendar, plain] = [criterion('calendar'), criterion('plain')];
  if (calendar === undefined || plain === undefined) return false;
  return name.endsWith(plain > calendar ? 'calendar' : 'plain');
}

function isTelling({ bought }: JudgedHoldOut): boolean {
  return bought >= PURCHASES_MIN;
}

/** The clock whose best model has the highest criterion in the calibration period. */
function clockOf({ results }: HoldOut): 'calendar' | 'plain' {
  const best = (clock: string): number =>
    Math.max(
      ...results.map(({ name, evidence }) => (name.endsWith(clock) && evidence ? evidence.criterion : -Infinity)),
    );
  return best('plain') > best('calendar') ? 'plain' : 'calendar';
}

/** A rival may win the comparison, and the table shows it; but a rival gives no probabilities, so the choice is among models. */
function chooseOn(judged: JudgedHoldOut, clock: 'calendar' | 'plain'): ModelName {
  const eligible = judged.deviances.flatMap(({ name, values }) => (isEligible(name) ? [{ name, values }] : []));
  const onClock = eligible.filter(({ name }) => name.endsWith(clock));
  const models = onClock.length > 0 ? onClock : eligible;
  const [first, ...others] = models;
  if (first === undefined) return FORECASTERS[0];
  if (!isTelling(judged)) return first.name;
  const best = others.reduce((least, model) => (mean(model.values) < mean(least.values) ? model : least), first);
  return models.find((model) => isWithinOneError(model.values, best.values))?.name ?? best.name;
}

/** Whether the mean difference of paired deviances is at most its standard error; a thousandth of the deviance is nothing in any case. */
function isWithinOneError(values: Float64Array, best: Float64Array): boolean {
  const difference = values.map((value, row) => value - (best[row] ?? 0));
  const average = mean(difference);
  const variance = mean(difference.map((value) => (value - average) ** 2));
  return average <= Math.sqrt(variance / difference.length) + mean(best) / 1000;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
