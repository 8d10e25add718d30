import type { Objective } from '../optimization/maximize.ts';
import type { HistoryGroups } from '../histories/group-histories.ts';

/**
 * The likelihood of BG/NBD and MBG/NBD.
 *
 * A customer buys at a rate gamma(r, α) and after each purchase drops out with probability
 * beta(a, b). MBG/NBD gives her that chance after the first purchase too, so that she has faced
 * n = x + 1 of them where under BG/NBD she has faced n = x. With that n both are
 *
 *   L = Γ(r+x) α^r / Γ(r) · B(a, b+n)/B(a, b) · [ (α+T)^−(r+x) + a/(b+n−1) · (α+t_x)^−(r+x) ],
 *
 * the last term only where n > 0: Fader, Hardie, Lee (2005), equation 6; Batislam, Denizel,
 * Filiztekin (2007). Ratios of gammas by integers are products, taken once for each
 * frequency; what is left costs an exponential and a logarithm a group.
 */
export function betaGeometricObjective(groups: HistoryGroups, firstDropOuts: 0 | 1): Objective {
  const tables = createTables(groups, firstDropOuts);
  return (point, gradient) => {
    const parameters = {
      r: Math.exp(point[0] ?? 0),
      alpha: Math.exp(point[1] ?? 0),
      a: Math.exp(point[2] ?? 0),
      b: Math.exp(point[3] ?? 0),
    };
    fillTimes(tables, groups.times, parameters.alpha);
    const sums = fillFrequencies(tables, groups, parameters);
    addMixtures(sums, tables, groups);
    const scale = 1 / groups.customers;
    gradient[0] = sums.byR * parameters.r * scale;
    gradient[1] = sums.byAlpha * parameters.alpha * scale;
    gradient[2] = sums.byA * parameters.a * scale;
    gradient[3] = sums.byB * parameters.b * scale;
    return sums.value * scale;
  };
}

interface Parameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

interface Sums {
  value: number;
  byR: number;
  byAlpha: number;
  byA: number;
  byB: number;
}

/** What depends on the parameters and on one of x, t or T alone, filled at each evaluation. */
interface Tables {
  readonly firstDropOuts: 0 | 1;
  /** ln(1 + t/α) and 1/(α + t) by distinct time. */
  readonly logTime: Float64Array;
  readonly inverseTime: Float64Array;
  /** By frequency: r + x, ln(a/(b+n−1)) (−∞ where n is 0), 1/(b+n−1). */
  readonly shape: Float64Array;
  readonly logOdds: Float64Array;
  readonly inverseFaced: Float64Array;
  inverseA: number;
}

function createTables(groups: HistoryGroups, firstDropOuts: 0 | 1): Tables {
  const times = groups.times.length;
  const frequencies = groups.customersByFrequency.length;
  return {
    firstDropOuts,
    logTime: new Float64Array(times),
    inverseTime: new Float64Array(times),
    shape: new Float64Array(frequencies),
    logOdds: new Float64Array(frequencies),
    inverseFaced: new Float64Array(frequencies),
    inverseA: 1,
  };
}

function fillTimes(tables: Tables, times: Float64Array, alpha: number): void {
  for (let i = 0; i < times.length; i += 1) {
    const time = times[i] ?? 0;
    tables.logTime[i] = Math.log(1 + time / alpha);
    tables.inverseTime[i] = 1 / (alpha + time);
  }
}

/**
 * Sums Γ(r+x)/Γ(r) α^−x and B(a, b+n)/B(a, b) over the customers, walking up the frequencies;
 * the rest of the likelihood then has (1 + T/α)^−(r+x) in place of (α+T)^−(r+x) α^(r+x).
 */
function fillFrequencies(tables: Tables, groups: HistoryGroups, parameters: Parameters): Sums {
  const { r, alpha, a, b } = parameters;
  const logAlpha = Math.log(alpha);
  const total: Sums = { value: 0, byR: 0, byAlpha: 0, byA: 0, byB: 0 };
  const rising: Sums = { value: 0, byR: 0, byAlpha: 0, byA: 0, byB: 0 };
  if (tables.firstDropOuts === 1) face(rising, parameters, 0);
  tables.inverseA = 1 / a;
  for (let x = 0; x < groups.customersByFrequency.length; x += 1) {
    if (x > 0) {
      rising.value += Math.log(r + x - 1) - logAlpha;
      rising.byR += 1 / (r + x - 1);
      face(rising, parameters, x - 1 + tables.firstDropOuts);
    }
    const faced = x + tables.firstDropOuts;
    tables.shape[x] = r + x;
    tables.logOdds[x] = faced === 0 ? -Infinity : Math.log(a / (b + faced - 1));
    tables.inverseFaced[x] = faced === 0 ? 0 : 1 / (b + faced - 1);
    const customers = groups.customersByFrequency[x] ?? 0;
    total.value += customers * rising.value;
    total.byR += customers * rising.byR;
    total.byAlpha += (customers * r) / alpha;
    total.byA += customers * rising.byA;
    total.byB += customers * rising.byB;
  }
  return total;
}

/** Multiplies by the chance (b+j)/(a+b+j) of staying after chance number j. */
function face(rising: Sums, { a, b }: Parameters, j: number): void {
  rising.value += -Math.log1p(a / (b + j));
  rising.byA -= 1 / (a + b + j);
  rising.byB += a / ((b + j) * (a + b + j));
}

/** Adds ln[(1+T/α)^−(r+x) + a/(b+n−1) (1+t_x/α)^−(r+x)] and its derivatives, group by group. */
function addMixtures(sums: Sums, tables: Tables, groups: HistoryGroups): void {
  const { logTime, inverseTime, shape, logOdds, inverseFaced, inverseA } = tables;
  const { frequency, recencyAt, ageAt, weight } = groups;
  let value = 0;
  let byR = 0;
  let slope = 0;
  let byA = 0;
  let byB = 0;
  for (let i = 0; i < weight.length; i += 1) {
    const w = weight[i] ?? 0;
    const x = frequency[i] ?? 0;
    const at = ageAt[i] ?? 0;
    const lastAt = recencyAt[i] ?? 0;
    const logAge = logTime[at] ?? 0;
    const power = shape[x] ?? 0;
    const gap = logAge - (logTime[lastAt] ?? 0);
    const logRatio = (logOdds[x] ?? 0) + power * gap;
    const small = Math.exp(-Math.abs(logRatio));
    const gone = (logRatio > 0 ? 1 : small) / (1 + small);
    value += w * (Math.max(logRatio, 0) + Math.log(1 + small) - power * logAge);
    byR += w * (gone * gap - logAge);
    const ageTerm = inverseTime[at] ?? 0;
    slope += w * power * (gone * (inverseTime[lastAt] ?? 0) + (1 - gone) * ageTerm);
    byA += w * gone;
    byB += w * gone * (inverseFaced[x] ?? 0);
  }
  sums.value += value;
  sums.byR += byR;
  sums.byAlpha -= slope;
  sums.byA += byA * inverseA;
  sums.byB -= byB;
}
