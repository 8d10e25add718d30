import { learnCalendar } from '../calendar/learn.ts';
import { operationalTimeOf, plainTime, timedHistoriesOf } from '../calendar/operational-time.ts';
import type { TimedHistories } from '../calendar/operational-time.ts';
import { fitBgNbd, fitMbgNbd } from '../purchase/fit-beta-geometric.ts';
import { fitParetoNbd } from '../purchase/fit-pareto.ts';
import type { PurchaseHistories } from '../histories/history.ts';
import { fitSpend } from '../spend/spend.ts';
import type { SpendKind, SpendModel } from '../spend/spend-model.ts';
import { isSampled } from '../statistics/sample.ts';
import { boughtBetween } from '../transactions/bought-between.ts';
import type { Occasions } from '../transactions/occasions.ts';
import { customerValues } from './customer-value.ts';
import { levelsSeen, NO_LEVELS, seasonGapOf, shrunkLevels } from './levels.ts';
import { spendHistoriesOf } from './spend-histories.ts';
import { NO_TRUST } from './value-model.ts';
import type { ForecastLevels, ValueModel, ValueModelOptions } from './value-model.ts';

const FITTERS = { 'bg-nbd': fitBgNbd, 'mbg-nbd': fitMbgNbd, 'pareto-nbd': fitParetoNbd } as const;

/**
 * Learns the calendar, fits the purchase model on its clock and the spend model on the spend of all purchase days, the first included: leaving the first out, as the published
 * fits do, would throw away all that is known of one-time buyers.
 * @throws RangeError when nobody has bought by `asOf`.
 */
export function fitValueModel(occasions: Occasions, options: ValueModelOptions): ValueModel {
  const { asOf } = options;
  const from = occasions.day.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  if (from > asOf) throw new RangeError(`nobody has bought by day ${asOf}`);
  const fitted = fitAt(occasions, options, from);
  return { ...fitted, levels: levelsFor(occasions, options, from) };
}

/** A shorter stretch than four weeks is more noise than level. */
export const WINDOW_DAYS_MIN = 28;

/** Levels learned on the last stretch before `asOf`, as far as they are trusted. */
function levelsFor(occasions: Occasions, options: ValueModelOptions, from: number): ForecastLevels {
  const { asOf, horizonDays, shoppingYear, levels: trust = NO_TRUST } = options;
  const windowDays = Math.min(horizonDays, Math.floor((asOf - from + 1) / 3));
  if ((trust.purchases === 0 && trust.spend === 0) || windowDays < WINDOW_DAYS_MIN) return NO_LEVELS;
  const after = asOf - windowDays;
  const earlier = fitAt(occasions, { ...options, asOf: after, horizonDays: windowDays }, from);
  const forecast = customerValues(earlier, { horizonDays: windowDays });
  const seen = levelsSeen(forecast, boughtBetween(occasions, forecast.customer, { after, to: asOf }));
  if (seen === null) return NO_LEVELS;
  const seasonGap = seasonGapOf(occasions, { from, at: asOf, back: windowDays, ahead: horizonDays }, shoppingYear);
  const shrunk = shrunkLevels(seen, seasonGap);
  return {
    purchases: Math.exp(trust.purchases * shrunk.purchases),
    spend: Math.exp(trust.spend * shrunk.spend),
    rawPurchases: Math.exp(seen.purchases.log),
    rawSpend: Math.exp(seen.spend.log),
    seasonGap,
    windowDays,
  };
}

function fitAt(occasions: Occasions, options: ValueModelOptions, from: number): ValueModel {
  const {
    asOf,
    horizonDays,
    shoppingYear,
    purchase,
    clock,
    spend: wanted = 'gamma-gamma',
    levels = NO_TRUST,
  } = options;
  const calendar = clock === 'calendar' ? learnCalendar(occasions, { shoppingYear, from, to: asOf }) : null;
  const time =
    calendar === null ? plainTime(from, asOf + horizonDays) : operationalTimeOf(calendar, asOf + horizonDays);
  const histories = timedHistoriesOf(occasions, time, asOf);
  const { spend, spendHistories } = fitSpendAt(occasions, histories.customer, { asOf, wanted });
  return {
    choice: { purchase, clock, spend: kindOf(wanted, spend), levels },
    asOf,
    calendar,
    time,
    histories,
    purchase: FITTERS[purchase](fittedHistories(histories)),
    spendHistories,
    spend,
    levels: NO_LEVELS,
  };
}

/**
 * More customers do not move four parameters by anything that matters (their standard errors are below 2 % at this number), while on an operational clock hardly two histories are equal, so that
 * every customer costs time: a million took 73 s.
 */
const FITTED_CUSTOMERS_MAX = 30_000;

/** Whether a customer is among those that the models are fitted on; `total` is how many there are. */
export function isFitted(who: number, total: number): boolean {
  return isSampled(who, FITTED_CUSTOMERS_MAX, total);
}

function fittedHistories({ customer, frequency, recency, age }: TimedHistories): PurchaseHistories<'day'> {
  const isKept = (_: number, row: number): boolean => isFitted(customer[row] ?? 0, customer.length);
  return { unit: 'day', frequency: frequency.filter(isKept), recency: recency.filter(isKept), age: age.filter(isKept) };
}

/** Spend needs fewer customers still, and one evaluation costs more. */
const FITTED_SPENDERS_MAX = 10_000;

/** Spend histories of everybody and the model of them, fitted on a sample. */
export function fitSpendAt(
  occasions: Occasions,
  customer: Uint32Array,
  { asOf, wanted }: { readonly asOf: number; readonly wanted: SpendKind },
): Pick<ValueModel, 'spend' | 'spendHistories'> {
  const counted = wanted === 'gamma-gamma-repeat' ? 'repeat' : 'all';
  const spendHistories = spendHistoriesOf(occasions, customer, { asOf, counted });
  const { purchases, averageSpend, squares } = spendHistories;
  const isKept = (_: number, row: number): boolean =>
    isSampled(customer[row] ?? 0, FITTED_SPENDERS_MAX, customer.length);
  const spend = fitSpend(wanted, {
    purchases: purchases.filter(isKept),
    averageSpend: averageSpend.filter(isKept),
    squares: squares.filter(isKept),
  });
  return { spend, spendHistories };
}

function kindOf(wanted: SpendKind, spend: SpendModel | null): SpendKind {
  return spend?.kind === 'credibility' ? 'credibility' : wanted;
}
