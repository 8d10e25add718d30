import { customerValues } from '../clv/customer-value.ts';
import { clockEvidence } from '../clv/evidence.ts';
import type { ClockEvidence } from '../clv/evidence.ts';
import { fitValueModel, spendHistoriesOf } from '../clv/fit-value-model.ts';
import type { ValueModelChoice } from '../clv/value-model.ts';
import type { ShoppingYear } from '../calendar/holidays.ts';
import { plainTime, timedHistoriesOf } from '../calendar/operational-time.ts';
import type { Occasions } from '../transactions/occasions.ts';

/** Everything a forecaster may see: what was known at the end of `asOf`, and how far to look. */
export interface ForecastQuestion {
  /** Built with `occasionsOf(transactions, { to: asOf })`, so that neither later purchases nor later returns can leak. */
  readonly known: Occasions;
  readonly asOf: number;
  readonly horizonDays: number;
  readonly shoppingYear: ShoppingYear;
}

/** Expected purchase days and net sales of each customer within the horizon; one row a customer who bought by `asOf`, ascending. */
export interface CustomerForecast {
  readonly customer: Uint32Array;
  readonly purchases: Float64Array;
  readonly sales: Float64Array;
  /** How well a model explains the purchase days it was fitted on; absent for rivals. */
  readonly evidence?: ClockEvidence;
}

/** The models by name: kind of purchase model, on the brand's calendar or on plain days, with levels learned or as published. */
export type ModelName = `${ValueModelChoice['purchase']}/${'calendar' | 'plain' | 'published'}`;
/** Rivals that need no model: the same rate as so far (x/T), the same as in the stretch just past, the same as a year before. */
export type RivalName = 'rate-so-far' | 'last-stretch' | 'last-year';
export type ForecasterName = ModelName | RivalName;

/** In order of preference when the back-test cannot tell them apart. `published` is what libraries do, plain days and no correction of levels; it is compared, never chosen. */
export const FORECASTERS = [
  'bg-nbd/calendar',
  'bg-nbd/plain',
  'mbg-nbd/calendar',
  'mbg-nbd/plain',
  'pareto-nbd/calendar',
  'pareto-nbd/plain',
  'bg-nbd/published',
  'rate-so-far',
  'last-stretch',
  'last-year',
] as const satisfies readonly ForecasterName[];

export function isRival(name: ForecasterName): name is RivalName {
  return name === 'rate-so-far' || name === 'last-stretch' || name === 'last-year';
}

/** A model that the back-test may choose. */
export function isEligible(name: ForecasterName): name is ModelName {
  return !isRival(name) && !name.endsWith('published');
}

/** What kind of purchase model and clock a model's name stands for. */
export function choiceOf(name: ModelName): ValueModelChoice & { readonly learnsLevels: boolean } {
  const purchase = name.startsWith('bg') ? 'bg-nbd' : name.startsWith('mbg') ? 'mbg-nbd' : 'pareto-nbd';
  return {
    purchase,
    clock: name.endsWith('calendar') ? 'calendar' : 'plain',
    learnsLevels: !name.endsWith('published'),
  };
}

/** The forecast of one forecaster; `null` where it has nothing to go by (`last-year` without a year of history). */
export function forecastBy(name: ForecasterName, question: ForecastQuestion): CustomerForecast | null {
  if (!isRival(name)) return forecastByModel(name, question);
  if (name === 'rate-so-far') return rateSoFar(question);
  const { asOf, horizonDays } = question;
  if (name === 'last-stretch') return repeated(question, { after: asOf - horizonDays, to: asOf });
  return repeated(question, { after: asOf - 365, to: asOf - 365 + horizonDays });
}

function forecastByModel(name: ModelName, question: ForecastQuestion): CustomerForecast {
  const { known, asOf, horizonDays, shoppingYear } = question;
  const model = fitValueModel(known, { asOf, horizonDays, shoppingYear, ...choiceOf(name) });
  const values = customerValues(model, { horizonDays });
  return {
    customer: values.customer,
    purchases: values.expectedPurchases,
    sales: values.sales,
    evidence: clockEvidence(model, known),
  };
}

function rateSoFar({ known, asOf, horizonDays }: ForecastQuestion): CustomerForecast {
  const first = known.day.reduce((least, day) => Math.min(least, day), asOf);
  const { customer, frequency, age } = timedHistoriesOf(known, plainTime(first, asOf), asOf);
  const { averageSpend } = spendHistoriesOf(known, customer, asOf);
  const purchases = frequency.map((count, row) => ((age[row] ?? 0) > 0 ? (count / (age[row] ?? 1)) * horizonDays : 0));
  return { customer, purchases, sales: purchases.map((count, row) => count * (averageSpend[row] ?? 0)) };
}

/** The purchases of an earlier stretch again; `null` when the history does not reach back to its beginning. */
function repeated(
  { known, asOf }: ForecastQuestion,
  days: { readonly after: number; readonly to: number },
): CustomerForecast | null {
  const first = known.day.reduce((least, day) => Math.min(least, day), asOf);
  if (days.after < first - 1) return null;
  const customer = known.customer.filter((who, at) => at === 0 || who !== known.customer[at - 1]);
  return { customer, ...boughtBetween(known, customer, days) };
}

/** Purchase days and net sales of each customer in `after < day ≤ to`. */
export function boughtBetween(
  occasions: Occasions,
  customers: Uint32Array,
  days: { readonly after: number; readonly to: number },
): Pick<CustomerForecast, 'purchases' | 'sales'> {
  const purchases = new Float64Array(customers.length);
  const sales = new Float64Array(customers.length);
  customers.forEach((who, row) => {
    for (let at = occasions.start[who] ?? 0; at < (occasions.start[who + 1] ?? 0); at++) {
      const day = occasions.day[at] ?? 0;
      if (day <= days.after || day > days.to) continue;
      purchases[row] = (purchases[row] ?? 0) + 1;
      sales[row] = (sales[row] ?? 0) + (occasions.amount[at] ?? 0) - (occasions.returned[at] ?? 0);
    }
  });
  return { purchases, sales };
}
