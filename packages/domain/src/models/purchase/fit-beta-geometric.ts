import type { FitOptions } from '../optimization/fit-report.ts';
import { betaGeometricObjective } from './beta-geometric-likelihood.ts';
import { fitPurchases, purchasesLogLikelihood } from './fit-purchases.ts';
import type { PurchaseLikelihood } from './fit-purchases.ts';
import type { PurchaseHistories, TimeUnit } from '../histories/history.ts';
import type { BetaGeometricParameter, BgNbdModel, MbgNbdModel } from './purchase-model.ts';

/**
 * BG/NBD by maximum likelihood (Fader, Hardie, Lee 2005, equation 6). α and its standard error
 * come in the unit of the histories; customers with equal histories are counted together.
 * @throws RangeError when the histories or the options are unusable.
 */
export function fitBgNbd<U extends TimeUnit>(
  histories: PurchaseHistories<U>,
  options: FitOptions<BetaGeometricParameter> = {},
): BgNbdModel<U> {
  return { kind: 'bg-nbd', unit: histories.unit, ...fitPurchases(histories, likelihoodOf(0), options) };
}

/**
 * MBG/NBD by maximum likelihood (Batislam, Denizel, Filiztekin 2007), otherwise as
 * `fitBgNbd`. @throws RangeError when the histories or the options are unusable.
 */
export function fitMbgNbd<U extends TimeUnit>(
  histories: PurchaseHistories<U>,
  options: FitOptions<BetaGeometricParameter> = {},
): MbgNbdModel<U> {
  return { kind: 'mbg-nbd', unit: histories.unit, ...fitPurchases(histories, likelihoodOf(1), options) };
}

/** The log-likelihood of histories under BG/NBD at given parameters, α in their unit. @throws RangeError when either is unusable. */
export function bgNbdLogLikelihood(
  histories: PurchaseHistories,
  parameters: Readonly<Record<BetaGeometricParameter, number>>,
): number {
  return purchasesLogLikelihood(histories, likelihoodOf(0), parameters);
}

/** The same under MBG/NBD. */
export function mbgNbdLogLikelihood(
  histories: PurchaseHistories,
  parameters: Readonly<Record<BetaGeometricParameter, number>>,
): number {
  return purchasesLogLikelihood(histories, likelihoodOf(1), parameters);
}

function likelihoodOf(firstDropOuts: 0 | 1): PurchaseLikelihood<BetaGeometricParameter> {
  return {
    names: ['r', 'alpha', 'a', 'b'],
    times: new Set(['alpha']),
    lower: [1e-4, 1e-6, 1e-4, 1e-4],
    upper: [1e5, 1e7, 1e4, 1e5],
    objectiveOf: (groups) => betaGeometricObjective(groups, firstDropOuts),
    startsAt,
  };
}

/** Mean rates around the observed one, from very uneven customers to nearly equal ones. */
function startsAt(rate: number): number[][] {
  return [
    [0.5, 0.5 / rate, 0.8, 2.5],
    [2, 2 / rate, 0.5, 5],
    [0.15, 0.15 / rate, 1, 1],
    [8, 8 / rate, 0.1, 10],
    [1, 1 / rate, 3, 3],
    [0.5, 0.1 / rate, 0.1, 0.5],
    [0.05, 0.01 / rate, 2, 10],
    [30, 30 / rate, 0.02, 1],
  ];
}
