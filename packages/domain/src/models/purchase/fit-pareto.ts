import type { FitOptions } from '../optimization/fit-report.ts';
import { fitPurchases, purchasesLogLikelihood } from './fit-purchases.ts';
import type { PurchaseLikelihood } from './fit-purchases.ts';
import type { PurchaseHistories, TimeUnit } from '../histories/history.ts';
import { paretoObjective } from './pareto-likelihood.ts';
import type { ParetoNbdModel, ParetoParameter } from './purchase-model.ts';

/**
 * Pareto/NBD by maximum likelihood (Schmittlein, Morrison, Colombo 1987). α, β and their
 * standard errors come in the unit of the histories. The likelihood is often a long flat ridge
 * in s and β: read their standard errors before reading them.
 * @throws RangeError when the histories or the options are unusable.
 */
export function fitParetoNbd<U extends TimeUnit>(
  histories: PurchaseHistories<U>,
  options: FitOptions<ParetoParameter> = {},
): ParetoNbdModel<U> {
  return { kind: 'pareto-nbd', unit: histories.unit, ...fitPurchases(histories, likelihood, options) };
}

/** The log-likelihood of histories under Pareto/NBD at given parameters, α and β in their unit. @throws RangeError when either is unusable. */
export function paretoNbdLogLikelihood(
  histories: PurchaseHistories,
  parameters: Readonly<Record<ParetoParameter, number>>,
): number {
  return purchasesLogLikelihood(histories, likelihood, parameters);
}

const likelihood: PurchaseLikelihood<ParetoParameter> = {
  names: ['r', 'alpha', 's', 'beta'],
  times: new Set(['alpha', 'beta']),
  lower: [1e-4, 1e-6, 1e-4, 1e-6],
  upper: [1e5, 1e7, 1e5, 1e7],
  objectiveOf: (groups) => paretoObjective(groups),
  startsAt,
};

/** Mean rates around the observed one; deaths from soon and uneven to late and even. */
function startsAt(rate: number): number[][] {
  return [
    [0.5, 0.5 / rate, 0.5, 0.5],
    [1, 1 / rate, 1, 2],
    [0.3, 0.2 / rate, 0.3, 0.1],
    [5, 5 / rate, 0.5, 5],
    [0.5, 0.5 / rate, 5, 5],
    [0.1, 0.1 / rate, 2, 20],
    [2, 2 / rate, 0.1, 1],
    [20, 20 / rate, 20, 100],
  ];
}
