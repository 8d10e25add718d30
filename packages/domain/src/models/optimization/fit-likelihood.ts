import type { ConvergenceReport, FitOptions, MaximumLikelihood, StopReason } from './fit-report.ts';
import { freeGradientNorm, isHeld, maximize } from './maximize.ts';
import type { Box, Maximum, Objective, Place, SearchLimits } from './maximize.ts';
import { inverseDiagonal, solvePositive } from './small-matrix.ts';

/** A likelihood to be maximised over the logarithms of its parameters. */
export interface LikelihoodProblem<Name extends string> extends Box {
  readonly names: readonly Name[];
  /** Mean log-likelihood of a customer, by log-parameter, with its gradient. */
  readonly objective: Objective;
  /** The same of fewer customers, fewest first: the starts are tried on the first of them. */
  readonly previews?: readonly Objective[];
  /** Starting points in log-parameters, the most promising first. */
  readonly starts: readonly (readonly number[])[];
  /** Parameter i is offset[i] + scale[i]·exp(log-parameter i). */
  readonly scale: readonly number[];
  readonly offset?: readonly number[];
  readonly customers: number;
  /** Added to customers · objective to give the log-likelihood in the caller's units. */
  readonly logLikelihoodConstant: number;
}

const defaults = { starts: 3, iterationsMax: 500, gradientTolerance: 1e-7 };
const startsMax = 8;
const polishesMax = 4;
const chordsMax = 4;
/** Beyond this standard error of a logarithm the data do not tell the parameter at all. */
const logErrorMax = 12;

/**
 * Maximum likelihood from several starts, polished by Newton's method, with standard errors and
 * an honest report. Deterministic.
 * @throws RangeError on unusable options.
 */
export function fitLikelihood<Name extends string>(
  problem: LikelihoodProblem<Name>,
  options: FitOptions<Name> = {},
): MaximumLikelihood<Name> {
  const limits = { ...searchLimits(options), lower: problem.lower, upper: problem.upper };
  const own = (options.startsAt ?? []).map((parameters) => withinBox(problem, logPoint(problem, parameters)));
  const starts = [...own, ...problem.starts.slice(0, startCount(options))];
  const trials = starts.map((start) => maximize(problem.previews?.[0] ?? problem.objective, start, limits));
  const winner = trials.reduce((best, one) => (one.value > best.value + 1e-12 ? one : best));
  const { found, polished } = finish(problem, winner, limits);
  const evaluations =
    trials.reduce((sum, one) => sum + one.evaluations, 0) +
    (found === winner ? 0 : found.evaluations) +
    polished.evaluations;
  const startsAgreeing = trials.filter((one) => winner.value - one.value < 1e-6).length;
  return assemble(problem, polished, {
    limits,
    iterations: found.iterations + polished.steps,
    stop: found.stop,
    evaluations,
    starts: starts.length,
    startsAgreeing,
  });
}

/**
 * The log-likelihood of all customers at given parameters, constants included.
 * @throws RangeError when a parameter is outside its range.
 */
export function logLikelihoodAt<Name extends string>(
  problem: LikelihoodProblem<Name>,
  parameters: Readonly<Record<Name, number>>,
): number {
  const point = logPoint(problem, parameters);
  return problem.customers * problem.objective(point, new Float64Array(point.length)) + problem.logLikelihoodConstant;
}

/** Parameters as log-parameters. @throws RangeError when one is not finite or not above its offset. */
function logPoint<Name extends string>(
  { names, scale, offset }: LikelihoodProblem<Name>,
  parameters: Readonly<Record<Name, number>>,
): Float64Array {
  return Float64Array.from(names, (name, i) => {
    const least = offset?.[i] ?? 0;
    const spread = parameters[name] - least;
    if (!(spread > 0 && spread < Infinity)) {
      throw new RangeError(`the parameter ${name} must be finite and above ${least}: got ${parameters[name]}`);
    }
    return Math.log(spread / (scale[i] ?? 1));
  });
}

function withinBox({ lower, upper }: Box, point: Float64Array): number[] {
  return Array.from(point, (x, i) => Math.min(upper[i] ?? Infinity, Math.max(lower[i] ?? -Infinity, x)));
}

interface Finished {
  readonly found: Maximum;
  readonly polished: Polished;
}

/**
 * From the end of the best trial to the maximum. After a preview Newton's method alone usually
 * gets there from the sample's maximum, at half the price of another search.
 */
function finish(problem: LikelihoodProblem<string>, winner: Maximum, limits: SearchLimits & Box): Finished {
  const { objective, previews = [] } = problem;
  if (previews.length === 0) return { found: winner, polished: polish(objective, winner, { ...limits, isFar: false }) };
  let seen = { ...winner, evaluations: 0 };
  for (const preview of previews.slice(1)) {
    const next = maximize(preview, [...seen.point], limits);
    seen = { ...next, evaluations: seen.evaluations + next.evaluations };
  }
  const gradient = new Float64Array(seen.point.length);
  const value = objective(seen.point, gradient);
  const polished = polish(objective, { point: seen.point, value, gradient }, { ...limits, isFar: true });
  if (freeGradientNorm(polished, limits) <= limits.gradientTolerance) return { found: seen, polished };
  const found = maximize(objective, [...polished.point], limits);
  const again = polish(objective, found, { ...limits, isFar: false });
  return { found, polished: { ...again, evaluations: again.evaluations + polished.evaluations } };
}

interface Polished {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** Minus the Hessian over the free parameters; `free` says which those are. */
  readonly information: readonly (readonly number[])[];
  readonly free: readonly number[];
  readonly steps: number;
  readonly evaluations: number;
}

/**
 * Newton's method from where the quasi-Newton search ended; its Hessian is needed anyway. A flat
 * ridge (Pareto/NBD in s and β) needs a gradient of 1e-13 before the parameters stand still.
 */
function polish(
  objective: Objective,
  from: Place & { readonly value: number },
  limits: SearchLimits & Box & { readonly isFar: boolean },
): Polished {
  let place = from;
  let evaluations = 0;
  let steps = 0;
  for (let round = 0; ; round += 1) {
    const free = [...place.point.keys()].filter((i) => !isHeld(i, place, limits));
    // Far away half the price is enough: that Hessian is thrown away after the first steps.
    const isRough = limits.isFar && round === 0;
    const information = differencedInformation(objective, place, { free, isRough });
    evaluations += (isRough ? 1 : 2) * free.length;
    const start = place.point;
    for (let chord = 0; chord < chordsMax; chord += 1) {
      const next = newtonStep(objective, place, { limits, free, information });
      if (next === null) break;
      steps += 1;
      evaluations += 1;
      place = next;
    }
    const moved = start.reduce((most, x, i) => Math.max(most, Math.abs(x - (place.point[i] ?? 0))), 0);
    if (isRough) continue;
    if (moved < 1e-5 || steps >= polishesMax * chordsMax) {
      return { ...place, information, free, steps, evaluations };
    }
  }
}

interface Curvature {
  readonly limits: SearchLimits & Box;
  readonly free: readonly number[];
  readonly information: readonly (readonly number[])[];
}

/** One step with a given Hessian; null where it is not needed, not possible or not better. */
function newtonStep(
  objective: Objective,
  from: Place & { readonly value: number },
  { limits, free, information }: Curvature,
): (Place & { readonly value: number }) | null {
  const norm = freeGradientNorm(from, limits);
  if (norm < 1e-13) return null;
  const step = solvePositive(
    information,
    free.map((i) => from.gradient[i] ?? 0),
  );
  if (step === null || step.some((x) => !(Math.abs(x) < 1))) return null;
  const point = Float64Array.from(from.point);
  free.forEach((i, k) => {
    const moved = (from.point[i] ?? 0) + (step[k] ?? 0);
    point[i] = Math.min(limits.upper[i] ?? Infinity, Math.max(limits.lower[i] ?? -Infinity, moved));
  });
  const gradient = new Float64Array(point.length);
  const value = objective(point, gradient);
  const isBetter = freeGradientNorm({ point, gradient }, limits) < norm;
  return isBetter && value >= from.value - 1e-12 * Math.abs(from.value) ? { point, gradient, value } : null;
}

/** Minus the Hessian by differences of the analytic gradient, central unless rough, made symmetric. */
function differencedInformation(
  objective: Objective,
  place: Place,
  { free, isRough }: { readonly free: readonly number[]; readonly isRough: boolean },
): number[][] {
  const width = 1e-4;
  const rows = free.map((i) => {
    const gradientAt = (offset: number): Float64Array => {
      const moved = Float64Array.from(place.point);
      moved[i] = (place.point[i] ?? 0) + offset;
      const gradient = new Float64Array(moved.length);
      objective(moved, gradient);
      return gradient;
    };
    const after = gradientAt(width);
    const before = isRough ? place.gradient : gradientAt(-width);
    const apart = isRough ? width : 2 * width;
    return free.map((j) => ((before[j] ?? 0) - (after[j] ?? 0)) / apart);
  });
  return rows.map((row, i) => row.map((x, j) => (x + (rows[j]?.[i] ?? 0)) / 2));
}

interface SearchTale {
  readonly limits: SearchLimits & Box;
  readonly iterations: number;
  readonly stop: Maximum['stop'];
  readonly evaluations: number;
  readonly starts: number;
  readonly startsAgreeing: number;
}

function assemble<Name extends string>(
  problem: LikelihoodProblem<Name>,
  end: Polished,
  tale: SearchTale,
): MaximumLikelihood<Name> {
  const { names, scale, offset, customers } = problem;
  const variances = inverseDiagonal(end.information.map((row) => row.map((x) => x * customers)));
  const logErrors = names.map((_, i) => {
    const variance = variances?.[end.free.indexOf(i)];
    return variance === undefined ? null : Math.sqrt(variance);
  });
  const isTold = logErrors.every((error) => error === null || error < logErrorMax);
  const spread = names.map((_, i) => (scale[i] ?? 1) * Math.exp(end.point[i] ?? 0));
  const values = spread.map((x, i) => (offset?.[i] ?? 0) + x);
  const errors = spread.map((x, i) => {
    const error = logErrors[i] ?? null;
    return error === null || error >= logErrorMax ? null : x * error;
  });
  return {
    parameters: byName(names, values),
    standardErrors: byName(names, errors),
    logLikelihood: customers * end.value + problem.logLikelihoodConstant,
    customers,
    convergence: report(names, end, { ...tale, isTold: isTold && variances !== null }),
  };
}

function report(
  names: readonly string[],
  end: Polished,
  tale: SearchTale & { readonly isTold: boolean },
): ConvergenceReport {
  const parametersAtBoundary = names.filter((_, i) => isAtEdge(i, end.point, tale.limits));
  const gradientNorm = freeGradientNorm(end, tale.limits);
  const reason = stopReason(parametersAtBoundary.length > 0, gradientNorm, tale);
  return {
    converged: reason === 'gradient-small',
    reason,
    iterations: tale.iterations,
    evaluations: tale.evaluations,
    gradientNorm,
    starts: tale.starts,
    startsAgreeing: tale.startsAgreeing,
    parametersAtBoundary,
    message: sentence(reason, parametersAtBoundary),
  };
}

function stopReason(
  isAtBoundary: boolean,
  gradientNorm: number,
  tale: SearchTale & { readonly isTold: boolean },
): StopReason {
  if (isAtBoundary) return 'boundary';
  if (!tale.isTold) return 'flat';
  if (gradientNorm <= tale.limits.gradientTolerance) return 'gradient-small';
  return tale.stop === 'iteration-limit' ? 'iteration-limit' : 'flat';
}

function sentence(reason: StopReason, atBoundary: readonly string[]): string {
  switch (reason) {
    case 'gradient-small':
      return 'The likelihood has a maximum here and the gradient is small.';
    case 'boundary':
      return (
        `The likelihood keeps rising as ${atBoundary.join(' and ')} ` +
        'leaves the searched range: these customers do not determine it.'
      );
    case 'flat':
      return 'The likelihood is flat here: these customers do not determine every parameter.';
    case 'iteration-limit':
      return 'The search used all its iterations before the gradient was small.';
  }
}

function isAtEdge(i: number, point: Float64Array, box: Box): boolean {
  const x = point[i] ?? 0;
  return x <= (box.lower[i] ?? -Infinity) + 1e-3 || x >= (box.upper[i] ?? Infinity) - 1e-3;
}

function searchLimits(options: FitOptions): SearchLimits {
  const { iterationsMax, gradientTolerance } = { ...defaults, ...options };
  if (!Number.isInteger(iterationsMax) || iterationsMax < 1) {
    throw new RangeError(`iterationsMax must be a whole number from 1: got ${iterationsMax}`);
  }
  if (!(gradientTolerance > 0 && gradientTolerance < 1)) {
    throw new RangeError(`gradientTolerance must lie between 0 and 1: got ${gradientTolerance}`);
  }
  return { iterationsMax, gradientTolerance };
}

function startCount(options: FitOptions): number {
  const count = options.starts ?? defaults.starts;
  const least = (options.startsAt ?? []).length > 0 ? 0 : 1;
  if (!Number.isInteger(count) || count < least || count > startsMax) {
    throw new RangeError(`starts must be a whole number from ${least} to ${startsMax}: got ${count}`);
  }
  return count;
}

function byName<Name extends string, Value>(names: readonly Name[], values: readonly Value[]): Record<Name, Value>;
function byName(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}
