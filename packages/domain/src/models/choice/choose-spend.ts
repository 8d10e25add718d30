import { fitSpendAt } from '../clv/fit-value-model.ts';
import { scoreSpend } from '../spend/spend.ts';
import type { SpendKind } from '../spend/spend-model.ts';
import { gammaDeviances, pairedDifference } from '../statistics/deviance.ts';
import { meanOf, sumOf } from '../statistics/order.ts';
import { customersOf } from '../transactions/bought-between.ts';
import type { FoldEvidence } from './fold-evidence.ts';

/** From the simplest on. */
export const SPEND_KINDS = ['one-mean', 'gamma-gamma', 'credibility'] as const satisfies readonly SpendKind[];

export interface SpendChoice {
  readonly spend: (typeof SPEND_KINDS)[number];
  /** Mean gamma deviance of the spend of a purchase day, of those who bought in a fold; empty where too few did. */
  readonly deviance: readonly { readonly spend: SpendKind; readonly mean: number }[];
}

const BUYERS_MIN = 30;

/**
 * The simplest spend model within one standard error of the best over the folds. Every model is first brought to the right total, because the general level is the business of levels: asked is who spends more than whom.
 */
export function chooseSpend(folds: readonly FoldEvidence[]): SpendChoice {
  const scored = SPEND_KINDS.map((spend) => ({ spend, values: scoresOf(folds, spend) }));
  if ((scored[0]?.values.length ?? 0) < BUYERS_MIN) return { spend: 'gamma-gamma', deviance: [] };
  const deviance = scored.map(({ spend, values }) => ({ spend, mean: meanOf(values), values }));
  const best = deviance.reduce((least, one) => (one.mean < least.mean ? one : least));
  const chosen = deviance.find(({ values }) => {
    const { mean, error } = pairedDifference(values, best.values);
    return mean <= error;
  });
  return {
    spend: (chosen ?? best).spend,
    deviance: deviance.map(({ spend, mean }) => ({ spend, mean })),
  };
}

/** One score a customer: the mean over the folds in which she bought, each fold's weighed by nothing else. */
function scoresOf(folds: readonly FoldEvidence[], wanted: SpendKind): Float64Array {
  const sums = new Map<number, { total: number; folds: number }>();
  for (const { fold, known, actual } of folds) {
    const customer = customersOf(known);
    const { spend, spendHistories } = fitSpendAt(known, customer, { asOf: fold.asOf, wanted });
    if (spend === null) continue;
    const expected = scoreSpend(spend, spendHistories);
    const buyers = Array.from(customer.keys()).filter(
      (row) => (actual.purchases[row] ?? 0) > 0 && (actual.sales[row] ?? 0) > 0,
    );
    if (buyers.length === 0) continue;
    const bought = Float64Array.from(buyers, (row) => (actual.sales[row] ?? 0) / (actual.purchases[row] ?? 1));
    const forecast = Float64Array.from(buyers, (row) => expected[row] ?? 0);
    const level = sumOf(bought) / Math.max(sumOf(forecast), Number.MIN_VALUE);
    gammaDeviances(
      forecast.map((one) => one * level),
      bought,
    ).forEach((score, at) => {
      const who = customer[buyers[at] ?? 0] ?? 0;
      const before = sums.get(who) ?? { total: 0, folds: 0 };
      sums.set(who, { total: before.total + score, folds: before.folds + 1 });
    });
  }
  return Float64Array.from(sums.values(), ({ total, folds: count }) => total / count);
}
