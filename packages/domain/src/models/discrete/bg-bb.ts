import { fitLikelihood, logLikelihoodAt } from '../optimization/fit-likelihood.ts';
import type { LikelihoodProblem } from '../optimization/fit-likelihood.ts';
import type { FitOptions } from '../optimization/fit-report.ts';
import { checkWeights } from '../histories/check-histories.ts';
import { indexRows } from '../histories/row-index.ts';
import { logGamma, logGammaIncrement } from '../special-functions/log-gamma.ts';
import { bgBbObjective } from './bg-bb-likelihood.ts';
import type { DiscreteGroups } from './bg-bb-likelihood.ts';
import { checkDiscreteHistory } from './discrete-history.ts';
import type { BgBbModel, BgBbParameter, DiscreteHistories, DiscreteHistory } from './discrete-history.ts';

const names: readonly BgBbParameter[] = ['alpha', 'beta', 'gamma', 'delta'];

/**
 * BG/BB by maximum likelihood (Fader, Hardie, Shang 2010).
 * @throws RangeError when the histories or the options are unusable.
 */
export function fitBgBb(histories: DiscreteHistories, options: FitOptions<BgBbParameter> = {}): BgBbModel {
  const fitted = fitLikelihood(problemOf(histories), options);
  return { kind: 'bg-bb', ...fitted };
}

/** The log-likelihood of the histories at given parameters. @throws RangeError when either is unusable. */
export function bgBbLogLikelihood(
  histories: DiscreteHistories,
  parameters: Readonly<Record<BgBbParameter, number>>,
): number {
  return logLikelihoodAt(problemOf(histories), parameters);
}

function problemOf(histories: DiscreteHistories): LikelihoodProblem<BgBbParameter> {
  const groups = groupDiscrete(histories);
  return {
    names,
    objective: bgBbObjective(groups),
    starts: [
      [1, 1, 0.5, 2],
      [0.5, 2, 1, 10],
      [3, 3, 2, 2],
      [1, 0.3, 0.2, 5],
      [10, 30, 5, 50],
      [0.2, 0.2, 0.1, 0.3],
      [2, 10, 0.5, 0.5],
      [50, 50, 20, 100],
    ].map((start) => start.map(Math.log)),
    lower: [1e-4, 1e-4, 1e-4, 1e-4].map(Math.log),
    upper: [1e5, 1e5, 1e5, 1e5].map(Math.log),
    scale: [1, 1, 1, 1],
    customers: groups.customers,
    logLikelihoodConstant: 0,
  };
}

/** The chance to be alive at opportunity n + 1 (Fader, Hardie, Shang 2010). */
export function discreteProbabilityAlive(model: BgBbModel, history: DiscreteHistory): number {
  const { gamma, delta } = model.parameters;
  const n = history.opportunities;
  return (aliveAtEnd(model, history) * (delta + n)) / (gamma + delta + n);
}

/** Expected purchases at the next `horizon` opportunities. @throws RangeError */
export function discreteExpectedTransactions(model: BgBbModel, history: DiscreteHistory, horizon: number): number {
  checkHorizon(horizon);
  return aliveAtEnd(model, history) * futureSum(posterior(model, history), horizon);
}

/** Expected purchases of a new customer at her first `horizon` opportunities. */
export function discreteExpectedTransactionsNewCustomer(model: BgBbModel, horizon: number): number {
  checkHorizon(horizon);
  return futureSum(model.parameters, horizon);
}

/**
 * The chance of exactly `count` purchases at the next `horizon` opportunities; of
 * none of them: `count` 0. @throws RangeError
 */
export function discreteProbabilityOfCount(
  model: BgBbModel,
  history: DiscreteHistory,
  question: { readonly count: number; readonly horizon: number },
): number {
  checkHorizon(question.horizon);
  checkHorizon(question.count);
  const alive = aliveAtEnd(model, history);
  const chance = alive * countChance(posterior(model, history), question);
  return question.count === 0 ? 1 - alive + chance : chance;
}

/**
 * Expected purchases to come, the next opportunity being worth 1/(1 + rate) now (Fader, Hardie, Shang 2010, equation 14).
 * @throws RangeError when the rate is not positive.
 */
export function discreteDiscountedExpectedTransactions(
  model: BgBbModel,
  history: DiscreteHistory,
  { ratePerOpportunity }: { readonly ratePerOpportunity: number },
): number {
  if (!(ratePerOpportunity > 0 && ratePerOpportunity < Infinity)) {
    throw new RangeError(`a discount rate must be positive and finite: got ${ratePerOpportunity}`);
  }
  const { alpha, beta, gamma, delta } = posterior(model, history);
  let worth = alpha / (alpha + beta);
  let total = 0;
  for (let j = 0; worth > 1e-17 * total * ratePerOpportunity; j += 1) {
    worth *= (delta + j) / (gamma + delta + j) / (1 + ratePerOpportunity);
    total += worth;
  }
  return aliveAtEnd(model, history) * total;
}

type Beliefs = Readonly<Record<BgBbParameter, number>>;

/** What is believed of a customer alive after her n opportunities. */
function posterior(model: BgBbModel, history: DiscreteHistory): Beliefs {
  const { alpha, beta, gamma, delta } = model.parameters;
  const { frequency, opportunities } = history;
  return {
    alpha: alpha + frequency,
    beta: beta + opportunities - frequency,
    gamma,
    delta: delta + opportunities,
  };
}

/** The chance to have been alive at opportunity n, before the next chance to leave. */
function aliveAtEnd(model: BgBbModel, history: DiscreteHistory): number {
  checkDiscreteHistory(history, 0);
  const { frequency, recency, opportunities } = history;
  const { alpha, beta, gamma, delta } = model.parameters;
  // Weights of leaving after m opportunities relative to staying, walking down from n.
  let relative = 1;
  let total = 1;
  for (let m = opportunities - 1; m >= recency; m -= 1) {
    relative *= (alpha + beta + m) / (beta + m - frequency);
    relative *= (gamma + delta + m) / (delta + m);
    total += (relative * gamma) / (gamma + delta + m);
  }
  return 1 / total;
}

function futureSum({ alpha, beta, gamma, delta }: Beliefs, horizon: number): number {
  let stays = 1;
  let total = 0;
  for (let j = 0; j < horizon; j += 1) {
    stays *= (delta + j) / (gamma + delta + j);
    total += stays;
  }
  return (total * alpha) / (alpha + beta);
}

function countChance(beliefs: Beliefs, { count, horizon }: { count: number; horizon: number }): number {
  const { alpha, beta, gamma, delta } = beliefs;
  if (count > horizon) return 0;
  let total = 0;
  for (let m = count; m <= horizon; m += 1) {
    const ways = logGamma(m + 1) - logGamma(count + 1) - logGamma(m - count + 1);
    const takes =
      logGammaIncrement(alpha, count) + logGammaIncrement(beta, m - count) - logGammaIncrement(alpha + beta, m);
    const stays = logGammaIncrement(delta, m) - logGammaIncrement(gamma + delta, m);
    const fate = m === horizon ? 1 : gamma / (gamma + delta + m);
    total += fate * Math.exp(ways + takes + stays);
  }
  return total;
}

export function groupDiscrete(histories: DiscreteHistories): DiscreteGroups {
  const { frequency, recency, opportunities, weight } = histories;
  const count = frequency.length;
  if (count === 0) throw new RangeError('there are no customers: the columns are empty');
  if ([recency, opportunities, weight ?? recency].some((column) => column.length !== count)) {
    throw new RangeError('the columns differ in length');
  }
  if (weight !== undefined) checkWeights(weight);
  for (let i = 0; i < count; i += 1) {
    const row = {
      frequency: frequency[i] ?? Number.NaN,
      recency: recency[i] ?? Number.NaN,
      opportunities: opportunities[i] ?? Number.NaN,
    };
    checkDiscreteHistory(row, i);
  }
  const index = indexRows([frequency, recency, opportunities]);
  const groupWeight = new Float64Array(index.first.length);
  index.of.forEach((group, i) => {
    groupWeight[group] = (groupWeight[group] ?? 0) + (weight?.[i] ?? 1);
  });
  return {
    frequency: Float64Array.from(index.first, (row) => frequency[row] ?? 0),
    recency: Float64Array.from(index.first, (row) => recency[row] ?? 0),
    opportunities: Float64Array.from(index.first, (row) => opportunities[row] ?? 0),
    weight: groupWeight,
    customers: groupWeight.reduce((sum, w) => sum + w, 0),
    opportunitiesMax: opportunities.reduce((most, n) => Math.max(most, n), 0),
  };
}

function checkHorizon(horizon: number): void {
  if (!Number.isInteger(horizon) || horizon < 0) {
    throw new RangeError(`a count must be a whole number, zero or more: got ${horizon}`);
  }
}
