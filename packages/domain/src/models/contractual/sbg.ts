import { fitLikelihood, logLikelihoodAt } from '../optimization/fit-likelihood.ts';
import type { LikelihoodProblem } from '../optimization/fit-likelihood.ts';
import type { FitOptions, MaximumLikelihood } from '../optimization/fit-report.ts';
import type { Objective } from '../optimization/maximize.ts';
import { logGammaIncrement } from '../special-functions/log-gamma.ts';

/** The chance to leave at a renewal is beta(α, β), each member's own and the same every time. */
export type SbgParameter = 'alpha' | 'beta';

/** Fader and Hardie (2007), How to Project Customer Retention. */
export interface SbgModel extends MaximumLikelihood<SbgParameter> {
  readonly kind: 'sbg';
}

/** Members of one cohort after 0, 1, 2 … renewals: the first number is all that began. */
export type RetainedMembers = readonly number[];

const names: readonly SbgParameter[] = ['alpha', 'beta'];

/**
 * The shifted beta-geometric model by maximum likelihood (Fader and Hardie 2007, appendix B)
 * over one or more cohorts, which may have been watched for different numbers of renewals.
 * @throws RangeError when a cohort was watched for no renewal, grows, or counts are not finite
 *   and positive at the start.
 */
export function fitSbg(cohorts: readonly RetainedMembers[], options: FitOptions<SbgParameter> = {}): SbgModel {
  const fitted = fitLikelihood(problemOf(cohorts), options);
  return { kind: 'sbg', ...fitted };
}

/** The log-likelihood of the cohorts at given parameters. @throws RangeError when either is unusable. */
export function sbgLogLikelihood(
  cohorts: readonly RetainedMembers[],
  parameters: Readonly<Record<SbgParameter, number>>,
): number {
  return logLikelihoodAt(problemOf(cohorts), parameters);
}

function problemOf(cohorts: readonly RetainedMembers[]): LikelihoodProblem<SbgParameter> {
  const tallies = tally(cohorts);
  return {
    names,
    objective: sbgObjective(tallies),
    starts: [
      [1, 1],
      [0.5, 4],
      [5, 20],
      [0.1, 0.1],
      [50, 50],
      [20, 2],
      [0.2, 10],
      [3, 100],
    ].map((start) => start.map(Math.log)),
    lower: [1e-5, 1e-5].map(Math.log),
    upper: [1e6, 1e6].map(Math.log),
    scale: [1, 1],
    customers: tallies.members,
    logLikelihoodConstant: 0,
  };
}

/** S(t): the part of a cohort still there after t renewals (equation 6). @throws RangeError */
export function retainedShare(model: SbgModel, renewals: number): number {
  checkRenewals(renewals);
  const { alpha, beta } = model.parameters;
  return Math.exp(logGammaIncrement(beta, renewals) - logGammaIncrement(alpha + beta, renewals));
}

/** r(t): the part of those there before renewal t that renews, t ≥ 1 (equation 8). */
export function retentionRate(model: SbgModel, renewal: number): number {
  checkRenewals(renewal - 1);
  const { alpha, beta } = model.parameters;
  return (beta + renewal - 1) / (alpha + beta + renewal - 1);
}

/**
 * Expected renewals to come of a member who has renewed `renewals` times, each discounted by
 * (1 + rate) a period from now on: Fader and Hardie (2010), "Customer-Base Valuation in a
 * Contractual Setting", counting the next renewal as one period away.
 * @throws RangeError when the rate is not positive or the count is impossible.
 */
export function discountedExpectedRenewals(
  model: SbgModel,
  { renewals, ratePerPeriod }: { renewals: number; ratePerPeriod: number },
): number {
  checkRenewals(renewals);
  if (!(ratePerPeriod > 0 && ratePerPeriod < Infinity)) {
    throw new RangeError(`a discount rate must be positive and finite: got ${ratePerPeriod}`);
  }
  const { alpha, beta } = model.parameters;
  let worth = 1;
  let total = 0;
  for (let t = renewals; worth > 1e-17 * total * ratePerPeriod; t += 1) {
    worth *= (beta + t) / (alpha + beta + t) / (1 + ratePerPeriod);
    total += worth;
  }
  return total;
}

interface Tallies {
  /** left[t]: members that left at renewal t + 1; met[t]: members that met it. */
  readonly left: readonly number[];
  readonly met: readonly number[];
  readonly members: number;
}

/**
 * Mean of Σ_t [ left(t) ln(α/(α+β+t)) + stayed(t) ln((β+t)/(α+β+t)) ]: the same likelihood as
 * the paper's, multiplied together renewal by renewal.
 */
export function sbgObjective({ left, met, members }: Tallies): Objective {
  return (point, gradient) => {
    const alpha = Math.exp(point[0] ?? 0);
    const beta = Math.exp(point[1] ?? 0);
    let value = 0;
    let byAlpha = 0;
    let byBeta = 0;
    for (let t = 0; t < met.length; t += 1) {
      const leave = left[t] ?? 0;
      const stay = (met[t] ?? 0) - leave;
      const whole = alpha + beta + t;
      value -= leave * Math.log1p((beta + t) / alpha) + stay * Math.log1p(alpha / (beta + t));
      byAlpha += (leave * (beta + t)) / (alpha * whole) - stay / whole;
      byBeta += (stay * alpha) / ((beta + t) * whole) - leave / whole;
    }
    gradient[0] = (byAlpha * alpha) / members;
    gradient[1] = (byBeta * beta) / members;
    return value / members;
  };
}

export function tally(cohorts: readonly RetainedMembers[]): Tallies {
  if (cohorts.length === 0) throw new RangeError('there are no cohorts');
  const left: number[] = [];
  const met: number[] = [];
  let members = 0;
  cohorts.forEach((cohort, which) => {
    checkCohort(cohort, which);
    members += cohort[0] ?? 0;
    for (let t = 0; t + 1 < cohort.length; t += 1) {
      const before = cohort[t] ?? 0;
      met[t] = (met[t] ?? 0) + before;
      left[t] = (left[t] ?? 0) + before - (cohort[t + 1] ?? 0);
    }
  });
  return { left, met, members };
}

function checkCohort(cohort: RetainedMembers, which: number): void {
  if (cohort.length < 2) throw new RangeError(`cohort ${which} was watched for no renewal`);
  if (!((cohort[0] ?? 0) > 0)) throw new RangeError(`cohort ${which} began with nobody`);
  cohort.forEach((members, t) => {
    if (!(members >= 0 && members < Infinity)) {
      throw new RangeError(`cohort ${which}: members must be finite, zero or more: got ${members}`);
    }
    if (members > (cohort[t - 1] ?? Infinity)) {
      throw new RangeError(`cohort ${which} grows at renewal ${t}: members cannot come back`);
    }
  });
}

function checkRenewals(renewals: number): void {
  if (!Number.isInteger(renewals) || renewals < 0) {
    throw new RangeError(`renewals must be a whole number, zero or more: got ${renewals}`);
  }
}
