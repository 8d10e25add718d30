import type { ChurnWarning } from '../churn/warning.ts';
import { coverageOf, nominalLevel, seenLevel, valueDistributions, valueIntervals } from '../clv/value-interval.ts';
import type { ValueDistributions, ValueIntervals, ValueMoments } from '../clv/value-interval.ts';
import type { CustomerValues } from '../clv/customer-value.ts';
import type { ModelForecast } from './forecasters.ts';

/** How the prediction intervals fared on the hold-out. */
export interface IntervalTest {
  /** Share of customers whose interval is to hold what they bring. */
  readonly share: number;
  /** Share of customers whose sales lay within theirs. */
  readonly coverage: number;
  /** Share of customers who brought nothing: no interval that begins at zero can hold fewer. */
  readonly nothing: number;
  /** Coverage of each single interval with which the hold-out would have held the share: half of what intervals are made with from here on. */
  readonly levelSeen: number;
}

export const INTERVAL_SHARE = 0.8;

/** What each customer may bring, nothing with the calibrated chance. */
export function distributionsOf(
  {
    model,
    values,
  }: Pick<ModelForecast, 'model'> & { readonly values: ValueMoments & Pick<CustomerValues, 'customer'> },
  { customer, noPurchase }: ChurnWarning,
): ValueDistributions {
  // Rows of both are the customers known on one day, ascending.
  let at = 0;
  const silent = Float64Array.from(values.customer, (who) => {
    while (at < customer.length && (customer[at] ?? 0) < who) at++;
    return customer[at] === who ? (noPurchase[at] ?? 1) : 1;
  });
  return valueDistributions(model, values, silent);
}

/** `levelSeen` was learned on the stretch before; it and the model's own word are each half believed, because one stretch has its own accidents. */
export function testIntervals(
  distributions: ValueDistributions,
  actual: Float64Array,
  levelSeen: number | null,
): IntervalTest {
  const level = halfway(nominalLevel(distributions.silent, INTERVAL_SHARE), levelSeen);
  return {
    share: INTERVAL_SHARE,
    coverage: coverageOf(distributions, actual, level),
    nothing: actual.reduce((count, sales) => count + (sales > 0 ? 0 : 1), 0) / Math.max(1, actual.length),
    levelSeen: seenLevel(distributions, actual, INTERVAL_SHARE),
  };
}

/** The level to make intervals with. */
function halfway(nominal: number, levelSeen: number | null): number {
  return levelSeen === null ? nominal : (nominal + levelSeen) / 2;
}

/** Intervals of each customer's value, by the calibrated chance of nothing and by what the hold-out taught. */
export function chosenIntervals(distributions: ValueDistributions, levelSeen: number | null): ValueIntervals {
  return valueIntervals(distributions, halfway(nominalLevel(distributions.silent, INTERVAL_SHARE), levelSeen));
}
