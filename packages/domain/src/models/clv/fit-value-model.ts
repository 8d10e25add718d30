import { learnCalendar } from '../calendar/learn.ts';
import { operationalTimeOf, plainTime, timedHistoriesOf } from '../calendar/operational-time.ts';
import type { TimedHistories } from '../calendar/operational-time.ts';
import { fitBgNbd, fitMbgNbd } from '../purchase/fit-beta-geometric.ts';
import { fitParetoNbd } from '../purchase/fit-pareto.ts';
import type { PurchaseHistories } from '../histories/history.ts';
import { fitGammaGamma } from '../spend/gamma-gamma.ts';
import type { GammaGammaModel } from '../spend/spend-model.ts';
import type { SpendHistories } from '../spend/spend-history.ts';
import { customerValues } from './customer-value.ts';
import { learnLevels, NO_LEVELS } from './levels.ts';
import { isSampled } from '../statistics/sample.ts';
import type { Occasions } from '../transactions/occasions.ts';
import type { ValueModel, ValueModelOptions } from './value-model.ts';

const FITTERS = { 'bg-nbd': fitBgNbd, 'mbg-nbd': fitMbgNbd, 'pareto-nbd': fitParetoNbd } as const;

/**
 * Learns the calendar, fits the purchase model on its clock and Gamma-Gamma on the spend of all purchase days, the first included: leaving the first out, as the published
 * fits do, would throw away all that is known of one-time buyers.
 * @throws RangeError when nobody has bought by `asOf`.
 */
export function fitValueModel(occasions: Occasions, options: ValueModelOptions): ValueModel {
  const { asOf, horizonDays } = options;
  const from = occasions.day.reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  if (from > asOf) throw new RangeError(`nobody has bought by day ${asOf}`);
  const fitted = fitAt(occasions, options, from);
  if (options.learnsLevels === false) return fitted;
  const windowDays = Math.min(horizonDays, Math.floor((asOf - from + 1) / 3));
  const after = asOf - windowDays;
  if (windowDays < WINDOW_DAYS_MIN) return fitted;
  const earlier = fitAt(occasions, { ...options, asOf: after, horizonDays: windowDays }, from);
  const levels = learnLevels(customerValues(earlier, { horizonDays: windowDays }), occasions, { after, to: asOf });
  return { ...fitted, levels };
}

/** A shorter stretch than four weeks is more noise than level. */
const WINDOW_DAYS_MIN = 28;

function fitAt(occasions: Occasions, options: ValueModelOptions, from: number): ValueModel {
  const { asOf, horizonDays, shoppingYear, purchase, clock } = options;
  const calendar = clock === 'calendar' ? learnCalendar(occasions, { shoppingYear, from, to: asOf }) : null;
  const time =
    calendar === null ? plainTime(from, asOf + horizonDays) : operationalTimeOf(calendar, asOf + horizonDays);
  const histories = timedHistoriesOf(occasions, time, asOf);
  const spendHistories = spendHistoriesOf(occasions, histories.customer, asOf);
  return {
    choice: { purchase, clock },
    asOf,
    calendar,
    time,
    histories,
    purchase: FITTERS[purchase](fittedHistories(histories)),
    spendHistories,
    spend: fitSpend(spendHistories, histories.customer),
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

function fitSpend({ purchases, averageSpend }: SpendHistories, customer: Uint32Array): GammaGammaModel | null {
  const isKept = (_: number, row: number): boolean =>
    isSampled(customer[row] ?? 0, FITTED_SPENDERS_MAX, customer.length);
  const fitted = { purchases: purchases.filter(isKept), averageSpend: averageSpend.filter(isKept) };
  return fitted.averageSpend.some((average) => average > 0) ? fitGammaGamma(fitted) : null;
}

/** Purchase days and their mean net amount (a day whose returns exceed its sales counts as nothing), as of the end of `asOf`. */
export function spendHistoriesOf(occasions: Occasions, customers: Uint32Array, asOf: number): SpendHistories {
  const purchases = new Float64Array(customers.length);
  const averageSpend = new Float64Array(customers.length);
  customers.forEach((who, row) => {
    let count = 0;
    let sum = 0;
    for (let at = occasions.start[who] ?? 0; at < (occasions.start[who + 1] ?? 0); at++) {
      if ((occasions.day[at] ?? 0) > asOf) break;
      count++;
      sum += Math.max(0, (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0));
    }
    purchases[row] = count;
    averageSpend[row] = count > 0 ? sum / count : 0;
  });
  return { purchases, averageSpend };
}
