import type { MaximumLikelihood } from '../optimization/fit-report.ts';

/**
 * A customer who may buy, once at most, at each of a row of opportunities (a year's gala, a
 * monthly box). Opportunities count from 1, after the one at which she was acquired.
 */
export interface DiscreteHistory {
  /** x: opportunities taken. */
  readonly frequency: number;
  /** t_x: the last opportunity taken; 0 where none was. */
  readonly recency: number;
  /** n: opportunities met. */
  readonly opportunities: number;
}

/** Many of them as columns of equal length. */
export interface DiscreteHistories {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly opportunities: Float64Array;
  /** How many customers a row stands for; one each where absent. */
  readonly weight?: Float64Array;
}

/** Takes an opportunity with probability beta(α, β), drops out before one with beta(γ, δ). */
export type BgBbParameter = 'alpha' | 'beta' | 'gamma' | 'delta';

/** Fader, Hardie, Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual Setting. */
export interface BgBbModel extends MaximumLikelihood<BgBbParameter> {
  readonly kind: 'bg-bb';
}

/** @throws RangeError when no customer can have this history; `row` is named. */
export function checkDiscreteHistory(history: DiscreteHistory, row: number): void {
  const { frequency, recency, opportunities } = history;
  const isWhole = [frequency, recency, opportunities].every((n) => Number.isInteger(n) && n >= 0);
  const isPossible = recency <= opportunities && frequency <= recency;
  if (!isWhole || !isPossible || (frequency === 0 && recency > 0)) {
    throw new RangeError(
      `row ${row}: frequency, recency and opportunities must be whole numbers, frequency ≤ ` +
        'recency ≤ opportunities, and recency 0 where frequency is 0: ' +
        `got ${frequency}, ${recency}, ${opportunities}`,
    );
  }
}
