import { customerValues } from '../clv/customer-value.ts';
import type { CustomerValues } from '../clv/customer-value.ts';
import { clockEvidence } from '../clv/evidence.ts';
import type { ClockEvidence } from '../clv/evidence.ts';
import { fitValueModel } from '../clv/fit-value-model.ts';
import { spendHistoriesOf } from '../clv/spend-histories.ts';
import { NO_TRUST } from '../clv/value-model.ts';
import type { ValueModel, ValueModelChoice } from '../clv/value-model.ts';
import type { ShoppingYear } from '../calendar/holidays.ts';
import { plainTime, timedHistoriesOf } from '../calendar/operational-time.ts';
import { sumOf } from '../statistics/order.ts';
import { boughtBetween, customersOf } from '../transactions/bought-between.ts';
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

/** The models by name: kind of purchase model, on the brand's calendar or on plain days, or as published. */
export type ModelName = `${ValueModelChoice['purchase']}/${'calendar' | 'plain' | 'published'}`;
/** Rivals that need no model: the same rate as so far (x/T), the same as in the stretch just past, the same as a year before, everybody at the mean rate of all. */
export type RivalName = 'rate-so-far' | 'last-stretch' | 'last-year' | 'mean-rate';
export type ForecasterName = ModelName | RivalName;

/** In order of preference when hold-outs cannot tell them apart. `published` is what libraries do, plain days and Gamma-Gamma on repeat purchases; it is what the choice must not be worse than. */
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
  'mean-rate',
] as const satisfies readonly ForecasterName[];

const RIVALS: readonly ForecasterName[] = ['rate-so-far', 'last-stretch', 'last-year', 'mean-rate'];

export function isRival(name: ForecasterName): name is RivalName {
  return RIVALS.includes(name);
}

/** A model that the back-test may choose. */
export function isEligible(name: ForecasterName): name is ModelName {
  return !isRival(name) && !name.endsWith('published');
}

/** What a model's name stands for: without levels, and with Gamma-Gamma on all purchase days or, as published, on repeat ones. */
export function choiceOf(name: ModelName): ValueModelChoice {
  const purchase = name.startsWith('bg') ? 'bg-nbd' : name.startsWith('mbg') ? 'mbg-nbd' : 'pareto-nbd';
  return {
    purchase,
    clock: name.endsWith('calendar') ? 'calendar' : 'plain',
    spend: name.endsWith('published') ? 'gamma-gamma-repeat' : 'gamma-gamma',
    levels: NO_TRUST,
  };
}

/** The forecast of one forecaster; `null` where it has nothing to go by (`last-year` without a year of history). */
export function forecastBy(name: ForecasterName, question: ForecastQuestion): CustomerForecast | null {
  if (!isRival(name)) return forecastByModel(choiceOf(name), question).forecast;
  const { asOf, horizonDays } = question;
  switch (name) {
    case 'rate-so-far':
      return rateSoFar(question);
    case 'mean-rate':
      return meanRate(question);
    case 'last-stretch':
      return repeated(question, { after: asOf - horizonDays, to: asOf });
    case 'last-year':
      return repeated(question, { after: asOf - 365, to: asOf - 365 + horizonDays });
  }
}

/** A model's forecast with what it comes from. */
export interface ModelForecast {
  readonly model: ValueModel;
  readonly values: CustomerValues;
  readonly forecast: CustomerForecast;
}

export function forecastByModel(
  choice: ValueModelChoice,
  { known, asOf, horizonDays, shoppingYear }: ForecastQuestion,
): ModelForecast {
  const model = fitValueModel(known, { asOf, horizonDays, shoppingYear, ...choice });
  const values = customerValues(model, { horizonDays });
  return {
    model,
    values,
    forecast: {
      customer: values.customer,
      purchases: values.expectedPurchases,
      sales: values.sales,
      evidence: clockEvidence(model, known),
    },
  };
}

function rateSoFar(question: ForecastQuestion): CustomerForecast {
  const { customer, frequency, age, averageSpend } = ratesOf(question);
  const { horizonDays } = question;
  const purchases = frequency.map((count, row) => ((age[row] ?? 0) > 0 ? (count / (age[row] ?? 1)) * horizonDays : 0));
  return { customer, purchases, sales: purchases.map((count, row) => count * (averageSpend[row] ?? 0)) };
}

/** All repeat purchases over all days since first purchases, and the mean of all purchases: the same for everybody. */
function meanRate(question: ForecastQuestion): CustomerForecast {
  const { customer, frequency, age, averageSpend } = ratesOf(question);
  const rate = sumOf(frequency) / Math.max(1, sumOf(age));
  const days = frequency.map((count) => count + 1);
  const spend = sumOf(averageSpend.map((average, row) => average * (days[row] ?? 0))) / Math.max(1, sumOf(days));
  const purchases = frequency.map(() => rate * question.horizonDays);
  return { customer, purchases, sales: purchases.map((count) => count * spend) };
}

function ratesOf({ known, asOf }: ForecastQuestion) {
  const first = known.day.reduce((least, day) => Math.min(least, day), asOf);
  const { customer, frequency, age } = timedHistoriesOf(known, plainTime(first, asOf), asOf);
  const { averageSpend } = spendHistoriesOf(known, customer, { asOf, counted: 'all' });
  return { customer, frequency, age, averageSpend };
}

/** The purchases of an earlier stretch again; `null` when the history does not reach back to its beginning. */
function repeated(
  { known, asOf }: ForecastQuestion,
  days: { readonly after: number; readonly to: number },
): CustomerForecast | null {
  const first = known.day.reduce((least, day) => Math.min(least, day), asOf);
  if (days.after < first - 1) return null;
  const customer = customersOf(known);
  return { customer, ...boughtBetween(known, customer, days) };
}
