import { fitLikelihood } from '../optimization/fit-likelihood.ts';
import type { FitOptions } from '../optimization/fit-report.ts';
import { purchaseDensityConstant } from './fit-beta-geometric.ts';
import { groupHistories, sampleGroups } from './group-histories.ts';
import type { PurchaseHistories, TimeUnit } from './history.ts';
import { paretoObjective } from './pareto-likelihood.ts';
import type { ParetoNbdModel, ParetoParameter } from './purchase-model.ts';

const names: readonly ParetoParameter[] = ['r', 'alpha', 's', 'beta'];

/**
 * Pareto/NBD by maximum likelihood (Schmittlein, Morrison, Colombo 1987). α, β and their
 * standard errors come in the unit of the histories. The likelihood is often a long flat ridge
 * in s and β: read their standard errors before reading them.
 * @throws RangeError when the histories or the options are unusable.
 */
export function fitParetoNbd<U extends TimeUnit>(
  histories: PurchaseHistories<U>,
  options: FitOptions = {},
): ParetoNbdModel<U> {
  const groups = groupHistories(histories);
  const fitted = fitLikelihood(
    {
      names,
      objective: paretoObjective(groups),
      previews: sampleGroups(groups).map((sample) => paretoObjective(sample)),
      starts: startingPoints(groups.purchaseRate),
      lower: [1e-4, 1e-6, 1e-4, 1e-6].map(Math.log),
      upper: [1e5, 1e7, 1e5, 1e7].map(Math.log),
      scale: [1, groups.timeScale, 1, groups.timeScale],
      customers: groups.customers,
      logLikelihoodConstant: purchaseDensityConstant(groups),
    },
    options,
  );
  return { kind: 'pareto-nbd', unit: histories.unit, ...fitted };
}

/** Mean rates around the observed one; deaths from soon and uneven to late and even. */
function startingPoints(purchaseRate: number): number[][] {
  const rate = 1.5 * Math.max(purchaseRate, 1e-3);
  return [
    [0.5, 0.5 / rate, 0.5, 0.5],
    [1, 1 / rate, 1, 2],
    [0.3, 0.2 / rate, 0.3, 0.1],
    [5, 5 / rate, 0.5, 5],
    [0.5, 0.5 / rate, 5, 5],
    [0.1, 0.1 / rate, 2, 20],
    [2, 2 / rate, 0.1, 1],
    [20, 20 / rate, 20, 100],
  ].map((start) => start.map(Math.log));
}
