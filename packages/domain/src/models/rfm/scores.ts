import { meanOf, quantileOf, sorted } from '../statistics/order.ts';
import type { RfmFacts } from './facts.ts';

/**
 * How facts become scores.
 * - `quantiles`: `groups` groups of equal size (5 for quintiles, the classic of Hughes 1994), as far as ties allow.
 * - `thresholds`: the brand's own cut points, each list strictly ascending. `recencyDays: [30, 90]` gives 3 up to 30 days, 2 up to 90, else 1;
 *   `frequency: [1, 3]` gives 1 up to 1 purchase, 2 up to 3, else 3.
 * - `mean`: 2 for better than the mean of all customers, else 1.
 */
export type RfmScheme =
  | { readonly kind: 'quantiles'; readonly groups: number }
  | {
      readonly kind: 'thresholds';
      readonly recencyDays: readonly number[];
      readonly frequency: readonly number[];
      readonly monetary: readonly number[];
    }
  | { readonly kind: 'mean' };

/** One dimension's cut points, ascending, and the best score. For recency they are days, and fewer days score higher. */
export interface RfmCuts {
  readonly cuts: readonly number[];
  readonly scoreMax: number;
}

/** Scores from 1 (poor) to `scoreMax` (good) in every dimension; recency 5 of 5 means *recent*. Rows as in the facts. */
export interface RfmScores {
  readonly facts: RfmFacts;
  readonly scheme: RfmScheme;
  readonly recency: Uint8Array;
  readonly frequency: Uint8Array;
  readonly monetary: Uint8Array;
  readonly recencyCuts: RfmCuts;
  readonly frequencyCuts: RfmCuts;
  readonly monetaryCuts: RfmCuts;
}

export const QUINTILES: RfmScheme = { kind: 'quantiles', groups: 5 };

/**
 * Scores every customer. Equal values always get equal scores: scores compare a value with cut points and never rank rows, so neither the
 * order of rows nor their number within a tie matters. With many ties (one-time buyers) some scores stay empty; that is the data.
 * @throws RangeError when groups are not 2 to 100, or thresholds are not finite and strictly ascending.
 */
export function scoreRfm(facts: RfmFacts, scheme: RfmScheme = QUINTILES): RfmScores {
  const recencyCuts = cutsOf(facts.recencyDays, 'recencyDays', scheme);
  const frequencyCuts = cutsOf(facts.frequency, 'frequency', scheme);
  const monetaryCuts = cutsOf(facts.monetary, 'monetary', scheme);
  return {
    facts,
    scheme,
    recency: scoreLow(facts.recencyDays, recencyCuts, scheme.kind === 'thresholds'),
    frequency: scoreHigh(facts.frequency, frequencyCuts),
    monetary: scoreHigh(facts.monetary, monetaryCuts),
    recencyCuts,
    frequencyCuts,
    monetaryCuts,
  };
}

type Dimension = 'recencyDays' | 'frequency' | 'monetary';

function cutsOf(values: Float64Array, dimension: Dimension, scheme: RfmScheme): RfmCuts {
  if (scheme.kind === 'mean') return { cuts: values.length > 0 ? [meanOf(values)] : [], scoreMax: 2 };
  if (scheme.kind === 'thresholds')
    return { cuts: checkedThresholds(scheme[dimension], dimension), scoreMax: scheme[dimension].length + 1 };
  const { groups } = scheme;
  if (!Number.isInteger(groups) || groups < 2 || groups > 100) {
    throw new RangeError(`RFM quantiles take 2 to 100 groups: got ${groups}`);
  }
  const ascending = sorted(dimension === 'recencyDays' ? values.map((days) => -days) : values);
  const cuts: number[] = [];
  for (let group = 1; group < groups && ascending.length > 0; group++) cuts.push(quantileOf(ascending, group / groups));
  return { cuts: dimension === 'recencyDays' ? cuts.map((cut) => 0 - cut).reverse() : cuts, scoreMax: groups };
}

function checkedThresholds(cuts: readonly number[], dimension: Dimension): readonly number[] {
  const bad = cuts.findIndex(
    (cut, index) => !Number.isFinite(cut) || cut <= (cuts[index - 1] ?? Number.NEGATIVE_INFINITY),
  );
  if (bad >= 0 || cuts.length === 0 || cuts.length > 99) {
    throw new RangeError(
      `${dimension} thresholds must be 1 to 99 strictly ascending numbers: got [${cuts.join(', ')}]`,
    );
  }
  return cuts;
}

/** More is better: one plus the number of cuts below the value. */
function scoreHigh(values: Float64Array, { cuts }: RfmCuts): Uint8Array {
  return Uint8Array.from(values, (value) => {
    let score = 1;
    for (const cut of cuts) if (value > cut) score++;
    return score;
  });
}

/**
 * Fewer days are better: one plus the number of cuts that the value beats. Quantiles and means are beaten strictly, the mirror image of
 * `scoreHigh`, so that groups have equal size; thresholds read "within 30 days", the thirtieth day included.
 */
function scoreLow(values: Float64Array, { cuts }: RfmCuts, inclusive: boolean): Uint8Array {
  return Uint8Array.from(values, (value) => {
    let score = 1;
    for (const cut of cuts) if (value < cut || (inclusive && value === cut)) score++;
    return score;
  });
}
