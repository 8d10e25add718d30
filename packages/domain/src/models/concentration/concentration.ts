import { sorted, sumOf } from '../statistics/order.ts';

/** One point of the Lorenz curve: the least valuable `people` share of customers carries the `value` share. */
export interface LorenzPoint {
  readonly people: number;
  readonly value: number;
}

export interface Concentration {
  readonly people: number;
  readonly total: number;
  /** 0 when all carry the same, towards 1 when one carries all; 0 of nothing. */
  readonly gini: number;
  /** 101 points from (0, 0) to (1, 1), convex. */
  readonly lorenz: readonly LorenzPoint[];
  /** Share of the total that the best 1, 5, 10, 20 and 50 % of customers carry. */
  readonly topShares: readonly { readonly people: number; readonly value: number }[];
  /** The smallest share of customers that carries four fifths of the total. */
  readonly peopleForFourFifths: number;
  /** Customers whose returns exceed their purchases; counted as zero, because a negative part has no share. */
  readonly belowZero: number;
}

const TOP_SHARES = [0.01, 0.05, 0.1, 0.2, 0.5] as const;

/**
 * How unevenly `values` (net sales per customer, one element each) are spread. Gini from the sorted values (Dixon et al. 1987, population form).
 * A share of customers that is no whole number of people takes the fitting part of the last one, so the curve is exact.
 */
export function concentrationOf(values: Float64Array): Concentration {
  const ascending = sorted(values.map((value) => Math.max(0, value)));
  const total = sumOf(ascending);
  const cumulative = new Float64Array(ascending.length + 1);
  let weighted = 0;
  for (let at = 0; at < ascending.length; at++) {
    cumulative[at + 1] = (cumulative[at] ?? 0) + (ascending[at] ?? 0);
    weighted += (2 * (at + 1) - ascending.length - 1) * (ascending[at] ?? 0);
  }
  const bottom = (share: number): number =>
    total > 0 ? interpolate(cumulative, share * ascending.length) / total : share;
  return {
    people: values.length,
    total,
    gini: total > 0 ? Math.max(0, weighted / (ascending.length * total)) : 0,
    lorenz: Array.from({ length: 101 }, (_, percent) => ({
      people: percent / 100,
      value: percent === 100 ? 1 : bottom(percent / 100),
    })),
    topShares: TOP_SHARES.map((people) => ({ people, value: 1 - bottom(1 - people) })),
    peopleForFourFifths: total > 0 ? 1 - shareReaching(cumulative, total * 0.2) : Number.NaN,
    belowZero: values.reduce((count, value) => count + (value < 0 ? 1 : 0), 0),
  };
}

function interpolate(cumulative: Float64Array, at: number): number {
  const whole = Math.min(cumulative.length - 1, Math.floor(at + 1e-9));
  const low = cumulative[whole] ?? 0;
  const high = cumulative[whole + 1] ?? low;
  return low + (high - low) * Math.max(0, at - whole);
}

function shareReaching(cumulative: Float64Array, amount: number): number {
  const at = cumulative.findIndex((sum) => sum >= amount);
  return Math.max(0, at - 1) / (cumulative.length - 1);
}
