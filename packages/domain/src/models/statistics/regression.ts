/**
 * Regressions with a Gaussian prior on every coefficient, by Newton's method with Fisher scoring (McCullagh & Nelder 1989, §2.5). The prior is
 * what lets a brand with one year of data say something sober about a season it has seen once.
 */

/**
 * - `poisson`: counts, log link; mean = exp(η + offset).
 * - `event`: 0/1 outcomes, complementary log-log link: P(1) = 1 − exp(−exp(η + offset)), which is a proportional hazard; the offset is the log of
 *   the time exposed.
 */
export type RegressionFamily = 'poisson' | 'event';

export interface RegressionData {
  readonly family: RegressionFamily;
  /** Row-major, `rows × columns`. Include a column of ones for the intercept. */
  readonly design: Float64Array;
  readonly columns: number;
  readonly outcome: Float64Array;
  /** Added to the linear predictor; zero where absent. */
  readonly offset?: Float64Array | undefined;
  /** Prior mean and standard deviation of each coefficient; `Infinity` for none. */
  readonly priorMean: Float64Array;
  readonly priorSd: Float64Array;
  /** Variance over what the family implies: the data count this much less against the prior. 1 where absent. */
  readonly dispersion?: number;
}

export interface RegressionFit {
  readonly coefficients: Float64Array;
  /** Posterior standard deviations (Laplace). */
  readonly standardErrors: Float64Array;
  /** Pearson's chi-square over residual degrees of freedom, at least 1. */
  readonly dispersion: number;
  readonly iterations: number;
  readonly converged: boolean;
}

const ITERATIONS_MAX = 60;
const STEP_TOLERANCE = 1e-8;
const STEP_MAX = 3;
/** Beyond this a linear predictor is only a way to write zero or certainty; exp stays finite. */
const PREDICTOR_LIMIT = 30;

/**
 * The penalised maximum-likelihood fit. Deterministic.
 * @throws RangeError when shapes disagree or there are no rows.
 */
export function fitRegression(data: RegressionData): RegressionFit {
  const rows = data.outcome.length;
  if (
    rows === 0 ||
    data.design.length !== rows * data.columns ||
    data.priorMean.length !== data.columns ||
    data.priorSd.length !== data.columns
  ) {
    throw new RangeError(
      'a regression needs as many design rows as outcomes, at least one, and a prior for every column',
    );
  }
  const coefficients = data.priorMean.slice();
  coefficients[0] = startingIntercept(data);
  let iterations = 0;
  let converged = false;
  let normal = normalEquations(data, coefficients);
  while (iterations < ITERATIONS_MAX && !converged) {
    iterations++;
    const step = solve(normal.information, normal.score);
    let scale = 1;
    let next = normal;
    for (let halving = 0; halving < 30; halving++, scale /= 2) {
      next = normalEquations(data, moved(coefficients, step, scale));
      if (next.objective >= normal.objective - 1e-12 * Math.abs(normal.objective)) break;
    }
    coefficients.set(moved(coefficients, step, scale));
    normal = next;
    converged = step.every((value) => Math.abs(value) < STEP_TOLERANCE);
  }
  const standardErrors = coefficients.map((_, column) => {
    const unit = new Float64Array(data.columns);
    unit[column] = 1;
    return Math.sqrt(Math.max(0, solve(normal.information, unit)[column] ?? 0));
  });
  const dispersion = Math.max(1, normal.pearson / Math.max(1, rows - data.columns));
  return { coefficients, standardErrors, dispersion, iterations, converged };
}

/** The mean outcome at one row of a design; `offset` in log units. */
export function regressionMean(family: RegressionFamily, predictor: number): number {
  const rate = Math.exp(clamp(predictor));
  return family === 'poisson' ? rate : -Math.expm1(-rate);
}

interface NormalEquations {
  readonly score: Float64Array;
  readonly information: Float64Array;
  readonly objective: number;
  readonly pearson: number;
}

function normalEquations(data: RegressionData, coefficients: Float64Array): NormalEquations {
  const { columns, design, outcome, offset } = data;
  const score = new Float64Array(columns);
  const information = new Float64Array(columns * columns);
  const dispersion = data.dispersion ?? 1;
  let objective = 0;
  let pearson = 0;
  for (let row = 0; row < outcome.length; row++) {
    let predictor = offset?.[row] ?? 0;
    for (let column = 0; column < columns; column++)
      predictor += (design[row * columns + column] ?? 0) * (coefficients[column] ?? 0);
    const { mean, slope, variance, logLikelihood } = pointAt(data.family, predictor, outcome[row] ?? 0);
    const residual = (outcome[row] ?? 0) - mean;
    const weight = (slope * slope) / variance / dispersion;
    const pull = (residual * slope) / variance / dispersion;
    objective += logLikelihood / dispersion;
    pearson += (residual * residual) / variance;
    for (let left = 0; left < columns; left++) {
      const x = design[row * columns + left] ?? 0;
      if (x === 0) continue;
      score[left] = (score[left] ?? 0) + pull * x;
      for (let right = 0; right <= left; right++) {
        const cell = left * columns + right;
        information[cell] = (information[cell] ?? 0) + weight * x * (design[row * columns + right] ?? 0);
      }
    }
  }
  for (let column = 0; column < columns; column++) {
    const precision = 1 / (data.priorSd[column] ?? 1) ** 2;
    const away = (coefficients[column] ?? 0) - (data.priorMean[column] ?? 0);
    if (precision > 0) {
      score[column] = (score[column] ?? 0) - precision * away;
      objective -= (precision * away * away) / 2;
    }
    const cell = column * columns + column;
    information[cell] = (information[cell] ?? 0) + precision + 1e-10;
  }
  return { score, information, objective, pearson };
}

function pointAt(
  family: RegressionFamily,
  rawPredictor: number,
  outcome: number,
): { mean: number; slope: number; variance: number; logLikelihood: number } {
  const rate = Math.exp(clamp(rawPredictor));
  if (family === 'poisson') {
    return { mean: rate, slope: rate, variance: rate, logLikelihood: outcome * clamp(rawPredictor) - rate };
  }
  const none = Math.exp(-rate);
  const mean = Math.min(1 - 1e-15, Math.max(1e-15, -Math.expm1(-rate)));
  const slope = Math.max(1e-12, rate * none);
  const logLikelihood = outcome * Math.log(mean) - (1 - outcome) * rate;
  return { mean, slope, variance: Math.max(1e-12, mean * (1 - mean)), logLikelihood };
}

function clamp(predictor: number): number {
  return Math.max(-PREDICTOR_LIMIT, Math.min(PREDICTOR_LIMIT, predictor));
}

function startingIntercept(data: RegressionData): number {
  let outcomes = 0;
  let exposure = 0;
  for (let row = 0; row < data.outcome.length; row++) {
    outcomes += data.outcome[row] ?? 0;
    exposure += Math.exp(clamp(data.offset?.[row] ?? 0));
  }
  return Math.log((outcomes + 0.5) / (exposure + 1));
}

/** Along the whole step, shortened where it is wild: shortening single components could point it downhill. */
function moved(coefficients: Float64Array, step: Float64Array, scale: number): Float64Array {
  const longest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const shortened = scale * Math.min(1, STEP_MAX / Math.max(longest, STEP_MAX));
  return coefficients.map((value, column) => value + shortened * (step[column] ?? 0));
}

/** Solves a symmetric positive definite system given by its lower triangle, by Cholesky. */
function solve(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const factor = lower.slice();
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = lower[row * size + column] ?? 0;
      for (let at = 0; at < column; at++) sum -= (factor[row * size + at] ?? 0) * (factor[column * size + at] ?? 0);
      factor[row * size + column] =
        row === column ? Math.sqrt(Math.max(1e-12, sum)) : sum / (factor[column * size + column] ?? 1);
    }
  }
  const solution = right.slice();
  for (let row = 0; row < size; row++) {
    let sum = solution[row] ?? 0;
    for (let at = 0; at < row; at++) sum -= (factor[row * size + at] ?? 0) * (solution[at] ?? 0);
    solution[row] = sum / (factor[row * size + row] ?? 1);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row] ?? 0;
    for (let at = row + 1; at < size; at++) sum -= (factor[at * size + row] ?? 0) * (solution[at] ?? 0);
    solution[row] = sum / (factor[row * size + row] ?? 1);
  }
  return solution;
}
