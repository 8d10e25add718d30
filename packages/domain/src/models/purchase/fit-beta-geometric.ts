import { fitLikelihood } from '../optimization/fit-likelihood.ts';
import type { FitOptions, MaximumLikelihood } from '../optimization/fit-report.ts';
import { betaGeometricObjective } from './beta-geometric-likelihood.ts';
import { groupHistories, sampleGroups } from './group-histories.ts';
import type { HistoryGroups } from './group-histories.ts';
import type { PurchaseHistories, TimeUnit } from './history.ts';
import type { BetaGeometricParameter, BgNbdModel, MbgNbdModel } from './purchase-model.ts';

const names: readonly BetaGeometricParameter[] = ['r', 'alpha', 'a', 'b'];

/**
 * BG/NBD by maximum likelihood (Fader, Hardie, Lee 2005, equation 6). α and its standard error
 * come in the unit of the histories; customers with equal histories are counted together.
 * @throws RangeError when the histories or the options are unusable.
 */
export function fitBgNbd<U extends TimeUnit>(histories: PurchaseHistories<U>, options: FitOptions = {}): BgNbdModel<U> {
  return { kind: 'bg-nbd', unit: histories.unit, ...fit(groupHistories(histories), 0, options) };
}

/**
 * MBG/NBD by maximum likelihood (Batislam, Denizel, Filiztekin 2007), otherwise as
 * `fitBgNbd`. @throws RangeError when the histories or the options are unusable.
 */
export function fitMbgNbd<U extends TimeUnit>(
  histories: PurchaseHistories<U>,
  options: FitOptions = {},
): MbgNbdModel<U> {
  return { kind: 'mbg-nbd', unit: histories.unit, ...fit(groupHistories(histories), 1, options) };
}

function fit(
  groups: HistoryGroups,
  firstDropOuts: 0 | 1,
  options: FitOptions,
): MaximumLikelihood<BetaGeometricParameter> {
  const objective = betaGeometricObjective(groups, firstDropOuts);
  return fitLikelihood(
    {
      names,
      objective,
      previews: sampleGroups(groups).map((sample) => betaGeometricObjective(sample, firstDropOuts)),
      starts: startingPoints(groups.purchaseRate),
      lower: [1e-4, 1e-6, 1e-4, 1e-4].map(Math.log),
      upper: [1e5, 1e7, 1e4, 1e5].map(Math.log),
      scale: [1, groups.timeScale, 1, 1],
      customers: groups.customers,
      logLikelihoodConstant: purchaseDensityConstant(groups),
    },
    options,
  );
}

/** Times were divided by `timeScale`; a density of x purchase times grows by its x-th power. */
export function purchaseDensityConstant(groups: HistoryGroups): number {
  const purchases = groups.customersByFrequency.reduce((sum, count, x) => sum + count * x, 0);
  return -purchases * Math.log(groups.timeScale);
}

/** Mean rates around the observed one, from very uneven customers to nearly equal ones. */
function startingPoints(purchaseRate: number): number[][] {
  const rate = 1.5 * Math.max(purchaseRate, 1e-3);
  return [
    [0.5, 0.5 / rate, 0.8, 2.5],
    [2, 2 / rate, 0.5, 5],
    [0.15, 0.15 / rate, 1, 1],
    [8, 8 / rate, 0.1, 10],
    [1, 1 / rate, 3, 3],
    [0.5, 0.1 / rate, 0.1, 0.5],
    [0.05, 0.01 / rate, 2, 10],
    [30, 30 / rate, 0.02, 1],
  ].map((start) => start.map(Math.log));
}
