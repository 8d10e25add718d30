import { fitLikelihood, logLikelihoodAt } from '../optimization/fit-likelihood.ts';
import type { LikelihoodProblem } from '../optimization/fit-likelihood.ts';
import type { FitOptions, MaximumLikelihood } from '../optimization/fit-report.ts';
import type { Objective } from '../optimization/maximize.ts';
import { groupHistories, sampleGroups } from '../histories/group-histories.ts';
import type { HistoryGroups } from '../histories/group-histories.ts';
import type { PurchaseHistories } from '../histories/history.ts';

/** What tells one model of purchases from another to whoever fits it. Parameters are as the papers have them, not their logarithms. */
export interface PurchaseLikelihood<Name extends string> {
  readonly names: readonly Name[];
  /** Those that come in the unit of time of the histories. */
  readonly times: ReadonlySet<Name>;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly objectiveOf: (groups: HistoryGroups) => Objective;
  /** Where to begin, the most promising first, for customers who buy at about this rate. */
  readonly startsAt: (rate: number) => readonly (readonly number[])[];
}

/**
 * Maximum likelihood of a model of purchases; customers with equal histories are counted together.
 * @throws RangeError when the histories or the options are unusable.
 */
export function fitPurchases<Name extends string>(
  histories: PurchaseHistories,
  likelihood: PurchaseLikelihood<Name>,
  options: FitOptions<Name>,
): MaximumLikelihood<Name> {
  return fitLikelihood(problemOf(histories, likelihood), options);
}

/** The log-likelihood of the histories at given parameters. @throws RangeError when histories or parameters are unusable. */
export function purchasesLogLikelihood<Name extends string>(
  histories: PurchaseHistories,
  likelihood: PurchaseLikelihood<Name>,
  parameters: Readonly<Record<Name, number>>,
): number {
  return logLikelihoodAt(problemOf(histories, likelihood), parameters);
}

function problemOf<Name extends string>(
  histories: PurchaseHistories,
  likelihood: PurchaseLikelihood<Name>,
): LikelihoodProblem<Name> {
  const { names, times, objectiveOf } = likelihood;
  const groups = groupHistories(histories);
  const rate = 1.5 * Math.max(groups.purchaseRate, 1e-3);
  return {
    names,
    objective: objectiveOf(groups),
    previews: sampleGroups(groups).map((sample) => objectiveOf(sample)),
    starts: likelihood.startsAt(rate).map((start) => start.map(Math.log)),
    lower: likelihood.lower.map(Math.log),
    upper: likelihood.upper.map(Math.log),
    scale: names.map((name) => (times.has(name) ? groups.timeScale : 1)),
    customers: groups.customers,
    logLikelihoodConstant: densityConstant(groups),
  };
}

/** Times were divided by `timeScale`; a density of x purchase times grows by its x-th power. */
function densityConstant(groups: HistoryGroups): number {
  const purchases = groups.customersByFrequency.reduce((sum, count, x) => sum + count * x, 0);
  return -purchases * Math.log(groups.timeScale);
}
