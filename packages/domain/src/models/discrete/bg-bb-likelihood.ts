import type { Objective } from '../optimization/maximize.ts';

/** Customers with the same (x, t_x, n) counted together. */
export interface DiscreteGroups {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly opportunities: Float64Array;
  readonly weight: Float64Array;
  readonly customers: number;
  readonly opportunitiesMax: number;
}

/**
 * The likelihood of BG/BB (Fader, Hardie, Shang 2010): alive through all n
 * opportunities, or gone before opportunity m + 1 for some m from t_x up,
 *
 *   L = A(x, n) G(n) + Σ_{m = t_x}^{n−1} A(x, m) D(m),   A(x, m) = B(α+x, β+m−x)/B(α, β),
 *   G(n) = B(γ, δ+n)/B(γ, δ),   D(m) = B(γ+1, δ+m)/B(γ, δ).
 *
 * Every beta ratio is a quotient of rising factorials, whose logarithms are taken once.
 */
export function bgBbObjective(groups: DiscreteGroups): Objective {
  return (point, gradient) => {
    const alpha = Math.exp(point[0] ?? 0);
    const beta = Math.exp(point[1] ?? 0);
    const gamma = Math.exp(point[2] ?? 0);
    const delta = Math.exp(point[3] ?? 0);
    const size = groups.opportunitiesMax + 1;
    const tables = {
      alpha: risingFactorials(alpha, size),
      beta: risingFactorials(beta, size),
      both: risingFactorials(alpha + beta, size),
      delta: risingFactorials(delta, size),
      death: risingFactorials(gamma + delta, size),
      gamma,
    };
    const sums = { value: 0, byAlpha: 0, byBeta: 0, byGamma: 0, byDelta: 0 };
    for (let i = 0; i < groups.weight.length; i += 1) addGroup(sums, groups, { i, tables });
    const scale = 1 / groups.customers;
    gradient[0] = sums.byAlpha * alpha * scale;
    gradient[1] = sums.byBeta * beta * scale;
    gradient[2] = sums.byGamma * gamma * scale;
    gradient[3] = sums.byDelta * delta * scale;
    return sums.value * scale;
  };
}

/** ln (z)_k and its derivative by z, for k from 0 up. */
interface Rising {
  readonly log: Float64Array;
  readonly slope: Float64Array;
}

function risingFactorials(z: number, size: number): Rising {
  const log = new Float64Array(size + 1);
  const slope = new Float64Array(size + 1);
  for (let k = 1; k <= size; k += 1) {
    log[k] = (log[k - 1] ?? 0) + Math.log(z + k - 1);
    slope[k] = (slope[k - 1] ?? 0) + 1 / (z + k - 1);
  }
  return { log, slope };
}

interface Sums {
  value: number;
  byAlpha: number;
  byBeta: number;
  byGamma: number;
  byDelta: number;
}

interface Tables {
  readonly alpha: Rising;
  readonly beta: Rising;
  readonly both: Rising;
  readonly delta: Rising;
  /** Of γ + δ. */
  readonly death: Rising;
  readonly gamma: number;
}

/** One group: the terms of the mixture are added in proportion to the largest of them. */
function addGroup(sums: Sums, groups: DiscreteGroups, { i, tables }: { i: number; tables: Tables }): void {
  const { alpha, beta, both, delta, death, gamma } = tables;
  const x = groups.frequency[i] ?? 0;
  const n = groups.opportunities[i] ?? 0;
  let total = 0;
  let top = -Infinity;
  const part = { beta: 0, both: 0, gamma: 0, delta: 0, death: 0 };
  for (let m = groups.recency[i] ?? 0; m <= n; m += 1) {
    const isAlive = m === n;
    const deathAt = isAlive ? m : m + 1;
    const chances = (beta.log[m - x] ?? 0) - (both.log[m] ?? 0);
    const fate = (delta.log[m] ?? 0) - (death.log[deathAt] ?? 0) + (isAlive ? 0 : Math.log(gamma));
    const term = chances + fate;
    if (term > top) {
      const shrink = Math.exp(top - term);
      total *= shrink;
      for (const key of partKeys) part[key] *= shrink;
      top = term;
    }
    const mass = Math.exp(term - top);
    total += mass;
    part.beta += mass * (beta.slope[m - x] ?? 0);
    part.both += mass * (both.slope[m] ?? 0);
    part.delta += mass * (delta.slope[m] ?? 0);
    part.death += mass * (death.slope[deathAt] ?? 0);
    part.gamma += isAlive ? 0 : mass / gamma;
  }
  const w = groups.weight[i] ?? 0;
  const each = w / total;
  sums.value += w * (top + Math.log(total) + (alpha.log[x] ?? 0));
  sums.byAlpha += w * (alpha.slope[x] ?? 0) - each * part.both;
  sums.byBeta += each * (part.beta - part.both);
  sums.byGamma += each * (part.gamma - part.death);
  sums.byDelta += each * (part.delta - part.death);
}

const partKeys = ['beta', 'both', 'gamma', 'delta', 'death'] as const;
