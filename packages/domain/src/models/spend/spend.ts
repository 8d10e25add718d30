import { credibilityOf, fitCredibility, fitOneMean } from './credibility.ts';
import { expectedSpend, fitGammaGamma, scoreExpectedSpend } from './gamma-gamma.ts';
import type { SpendEvidence, SpendHistories, SpendHistory } from './spend-history.ts';
import type { SpendKind, SpendModel } from './spend-model.ts';

/**
 * Fits the kind asked for; `null` when nobody has spent anything. Gamma-Gamma whose shape runs to the edge of its range is not determined by these customers and would give everybody nearly the
 * same: credibility takes its place, except where Gamma-Gamma is wanted as published.
 */
export function fitSpend(kind: SpendKind, spend: SpendEvidence): SpendModel | null {
  if (!spend.averageSpend.some((average, row) => average > 0 && (spend.purchases[row] ?? 0) > 0)) return null;
  if (kind === 'one-mean') return fitOneMean(spend);
  if (kind === 'credibility') return fitCredibility(spend);
  const model = fitGammaGamma(spend);
  const isAtEdge = model.convergence.parametersAtBoundary.length > 0;
  return isAtEdge && kind === 'gamma-gamma' ? fitCredibility(spend) : model;
}

/** Expected amount of each customer's next purchase, in order. @throws RangeError when a row is impossible. */
export function scoreSpend(model: SpendModel, spend: SpendHistories): Float64Array {
  if (model.kind === 'gamma-gamma') return scoreExpectedSpend(model, spend);
  return spend.purchases.map((purchases, row) =>
    meanOf(model, { purchases, averageSpend: spend.averageSpend[row] ?? 0 }),
  );
}

/** Squared coefficients of variation: of a purchase around her mean, and of what is believed of her mean. */
export interface SpendVariation {
  readonly purchase: number;
  readonly mean: number;
}

export function spendVariation(model: SpendModel, history: SpendHistory): SpendVariation {
  if (model.kind === 'gamma-gamma') {
    const { p, q } = model.parameters;
    return { purchase: 1 / p, mean: 1 / Math.max(q + p * history.purchases - 2, SHAPE_MIN) };
  }
  const square = Math.max(meanOf(model, history) ** 2, Number.MIN_VALUE);
  if (model.kind === 'one-mean') return { purchase: model.within / square, mean: 0 };
  const left = model.between * (1 - credibilityOf(model, history.purchases));
  return { purchase: model.within / square, mean: left / square };
}

/** Below shape 2 the variance of the mean spend is infinite; a coefficient of variation of two stands for it. */
const SHAPE_MIN = 0.25;

function meanOf(model: SpendModel, history: SpendHistory): number {
  if (model.kind === 'gamma-gamma') return expectedSpend(model, history);
  if (model.kind === 'one-mean') return model.mean;
  const share = credibilityOf(model, history.purchases);
  return share === 0 ? model.mean : share * history.averageSpend + (1 - share) * model.mean;
}
