import type { Objective } from '../optimization/maximize.ts';
import type { HistoryGroups } from '../histories/group-histories.ts';
import { createParetoIntegral, integrateDeath } from './pareto-integral.ts';
import type { ParetoIntegral } from './pareto-integral.ts';

/**
 * The likelihood of Pareto/NBD: purchases at a rate gamma(r, α) until a death at a rate
 * gamma(s, β). With R = r + x,
 *
 *   L = Γ(R) α^r β^s / Γ(r) · [ (α+T)^−R (β+T)^−s + s ∫ t_x..T (α+τ)^−R (β+τ)^−(s+1) dτ ]:
 *
 * alive at T, or dead at some τ since the last purchase (Schmittlein, Morrison, Colombo 1987, before
 * it is turned into hypergeometric functions; Fader and Hardie 2005, "A Note on Deriving the
 * Pareto/NBD Model and Related Expressions", does it step by step).
 */
export function paretoObjective(groups: HistoryGroups): Objective {
  const logAlpha = new Float64Array(groups.times.length);
  const logBeta = new Float64Array(groups.times.length);
  const integral = createParetoIntegral();
  return (point, gradient) => {
    const parameters = {
      r: Math.exp(point[0] ?? 0),
      alpha: Math.exp(point[1] ?? 0),
      s: Math.exp(point[2] ?? 0),
      beta: Math.exp(point[3] ?? 0),
    };
    for (let i = 0; i < groups.times.length; i += 1) {
      logAlpha[i] = Math.log(1 + (groups.times[i] ?? 0) / parameters.alpha);
      logBeta[i] = Math.log(1 + (groups.times[i] ?? 0) / parameters.beta);
    }
    const sums = sumFrequencies(groups, parameters);
    addHistories(sums, groups, { ...parameters, logAlpha, logBeta, integral });
    const scale = 1 / groups.customers;
    gradient[0] = sums.byR * parameters.r * scale;
    gradient[1] = sums.byAlpha * parameters.alpha * scale;
    gradient[2] = sums.byS * parameters.s * scale;
    gradient[3] = sums.byBeta * parameters.beta * scale;
    return sums.value * scale;
  };
}

interface Parameters {
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
}

interface Sums {
  value: number;
  byR: number;
  byAlpha: number;
  byS: number;
  byBeta: number;
}

/** Γ(r+x)/Γ(r) α^−x over the customers, and what is added to every customer's derivatives. */
function sumFrequencies(groups: HistoryGroups, { r, alpha, s, beta }: Parameters): Sums {
  const { customersByFrequency, customers } = groups;
  const logAlpha = Math.log(alpha);
  let rising = 0;
  let risingByR = 0;
  const sums = {
    value: 0,
    byR: 0,
    byAlpha: (customers * r) / alpha,
    byS: 0,
    byBeta: (customers * s) / beta,
  };
  for (let x = 0; x < customersByFrequency.length; x += 1) {
    if (x > 0) {
      rising += Math.log(r + x - 1) - logAlpha;
      risingByR += 1 / (r + x - 1);
    }
    sums.value += (customersByFrequency[x] ?? 0) * rising;
    sums.byR += (customersByFrequency[x] ?? 0) * risingByR;
  }
  return sums;
}

interface Workspace extends Parameters {
  /** ln(1 + t/α) and ln(1 + t/β) by distinct time. */
  readonly logAlpha: Float64Array;
  readonly logBeta: Float64Array;
  readonly integral: ParetoIntegral;
}

function addHistories(sums: Sums, groups: HistoryGroups, work: Workspace): void {
  const { r, alpha, s, beta, logAlpha, logBeta, integral } = work;
  const { frequency, recencyAt, ageAt, weight, times } = groups;
  integral.alpha = alpha;
  integral.beta = beta;
  integral.deathPower = s + 1;
  for (let i = 0; i < weight.length; i += 1) {
    const w = weight[i] ?? 0;
    const power = r + (frequency[i] ?? 0);
    const at = ageAt[i] ?? 0;
    const lastAt = recencyAt[i] ?? 0;
    const age = times[at] ?? 0;
    const last = times[lastAt] ?? 0;
    integral.purchasePower = power;
    integrateDeath(integral, last, age);
    const ageAlpha = logAlpha[at] ?? 0;
    const ageBeta = logBeta[at] ?? 0;
    const lastAlpha = logAlpha[lastAt] ?? 0;
    const lastBeta = logBeta[lastAt] ?? 0;
    const alive = -power * ageAlpha - s * ageBeta;
    const odds = (s * integral.value) / (beta + last);
    const dead = Math.log(odds) - power * lastAlpha - s * lastBeta;
    const small = Math.exp(-Math.abs(dead - alive));
    const gone = (dead > alive ? 1 : small) / (1 + small);
    const stays = 1 - gone;
    sums.value += w * (Math.max(alive, dead) + Math.log(1 + small));
    sums.byR -= w * (stays * ageAlpha + gone * (lastAlpha + integral.meanLogAlpha));
    sums.byS += w * (gone * (1 / s - lastBeta - integral.meanLogBeta) - stays * ageBeta);
    sums.byAlpha -= w * power * (stays / (alpha + age) + gone * integral.meanInverseAlpha);
    sums.byBeta -= w * ((stays * s) / (beta + age) + gone * (s + 1) * integral.meanInverseBeta);
  }
}
