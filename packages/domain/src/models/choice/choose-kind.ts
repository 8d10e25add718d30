import type { ValueModelChoice } from '../clv/value-model.ts';
import { pairedDifference, poissonDeviances } from '../statistics/deviance.ts';
import { meanOf } from '../statistics/order.ts';
import type { FoldEvidence } from './fold-evidence.ts';

type PurchaseKind = ValueModelChoice['purchase'];

export interface KindChoice {
  readonly purchase: PurchaseKind;
  /** Mean Poisson deviance of purchases per customer over the folds; empty without folds. */
  readonly deviance: readonly { readonly purchase: PurchaseKind; readonly mean: number }[];
}

/** Of the kinds, in order of preference, the first that is within one standard error of the best (Breiman et al. 1984). */
export function chooseKind(
  folds: readonly FoldEvidence[],
  clock: ValueModelChoice['clock'],
  kinds: readonly PurchaseKind[],
): KindChoice {
  const [preferred = 'bg-nbd', ...others] = kinds;
  if (folds.length === 0 || others.length === 0) return { purchase: preferred, deviance: [] };
  const scored = kinds.map((purchase) => {
    const values = byCustomer(folds, (fold) =>
      poissonDeviances(fold.forecastBy({ purchase, clock }).values.expectedPurchases, fold.actual.purchases),
    );
    return { purchase, values, mean: meanOf(values) };
  });
  const best = scored.reduce((least, one) => (one.mean < least.mean ? one : least));
  const purchase = scored.find(({ values }) => isAsGood(values, best.values))?.purchase ?? best.purchase;
  return { purchase, deviance: scored.map(({ purchase: kind, mean }) => ({ purchase: kind, mean })) };
}

/** Sums of each customer over the folds she stands in: the same person errs alike in all of them, so she counts as one. */
function byCustomer(folds: readonly FoldEvidence[], scoresOf: (fold: FoldEvidence) => Float64Array): Float64Array {
  const sums = new Map<number, number>();
  for (const fold of folds) {
    const { customer } = fold.forecastBy({ purchase: 'bg-nbd', clock: 'plain' }).values;
    scoresOf(fold).forEach((score, row) => {
      const who = customer[row] ?? 0;
      sums.set(who, (sums.get(who) ?? 0) + score);
    });
  }
  return Float64Array.from(sums.values());
}

/** Within one standard error of the paired difference; a thousandth of the score is nothing in any case. */
function isAsGood(values: Float64Array, best: Float64Array): boolean {
  const { mean, error } = pairedDifference(values, best);
  return mean <= error + meanOf(best) / 1000;
}
