/**
 * Maximises a smooth function of a few variables within a box, by a projected quasi-Newton
 * method (BFGS: Nocedal and Wright, 2006, equation 6.17). Deterministic: no chance is used.
 */

/** Writes the gradient at `point` and returns the value there; may return −∞ or NaN. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface Box {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface SearchLimits {
  readonly iterationsMax: number;
  readonly gradientTolerance: number;
}

/** A point and the gradient there. */
export interface Place {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
}

export interface Maximum extends Place {
  readonly value: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly stop: 'gradient-small' | 'flat' | 'iteration-limit';
}

/** No step changes a log-parameter by more: beyond e² a quadratic picture is worth little. */
const stepMax = 2;
const halvingsMax = 40;

export function maximize(objective: Objective, start: readonly number[], limits: SearchLimits & Box): Maximum {
  const state = begin(objective, start, limits);
  let stop: Maximum['stop'] = 'iteration-limit';
  let iterations = 0;
  for (; iterations < limits.iterationsMax; iterations += 1) {
    if (freeGradientNorm(state, limits) <= limits.gradientTolerance) {
      stop = 'gradient-small';
      break;
    }
    if (!advance(objective, state, limits)) {
      stop = 'flat';
      break;
    }
  }
  const { point, value, gradient, evaluations } = state;
  return { point, value, gradient, evaluations, iterations, stop };
}

/** Largest component of the gradient, leaving out what only pushes against the box. */
export function freeGradientNorm(place: Place, box: Box): number {
  let norm = 0;
  for (let i = 0; i < place.point.length; i += 1) {
    if (!isHeld(i, place, box)) norm = Math.max(norm, Math.abs(place.gradient[i] ?? 0));
  }
  return norm;
}

/** True where coordinate `i` lies on an edge of the box and the gradient points outside. */
export function isHeld(i: number, place: Place, box: Box): boolean {
  const x = place.point[i] ?? 0;
  const slope = place.gradient[i] ?? 0;
  return (x <= (box.lower[i] ?? -Infinity) && slope < 0) || (x >= (box.upper[i] ?? Infinity) && slope > 0);
}

interface SearchState {
  point: Float64Array;
  gradient: Float64Array;
  value: number;
  evaluations: number;
  /** Inverse of minus the Hessian, as believed; row by row. */
  inverse: Float64Array;
  /** True while `inverse` is still the arbitrary first guess. */
  isFresh: boolean;
}

function begin(objective: Objective, start: readonly number[], box: Box): SearchState {
  const point = Float64Array.from(start, (x, i) => clamp(x, i, box));
  const gradient = new Float64Array(point.length);
  const value = objective(point, gradient);
  if (!Number.isFinite(value)) {
    throw new RangeError(`the likelihood is ${value} at the start ${[...point].join(', ')}`);
  }
  const inverse = identity(point.length);
  return { point, gradient, value, evaluations: 1, inverse, isFresh: true };
}

/** One step uphill; false where none can be found. */
function advance(objective: Objective, state: SearchState, box: Box): boolean {
  if (tryStep(objective, state, box)) return true;
  if (state.isFresh) return false;
  restart(state);
  return tryStep(objective, state, box);
}

function tryStep(objective: Objective, state: SearchState, box: Box): boolean {
  const direction = uphill(state, box);
  const point = new Float64Array(state.point.length);
  const gradient = new Float64Array(state.point.length);
  let scale = 1;
  for (let halving = 0; halving < halvingsMax; halving += 1) {
    let gain = 0;
    for (let i = 0; i < point.length; i += 1) {
      const from = state.point[i] ?? 0;
      const to = clamp(from + scale * (direction[i] ?? 0), i, box);
      point[i] = to;
      gain += (to - from) * (state.gradient[i] ?? 0);
    }
    const value = objective(point, gradient);
    state.evaluations += 1;
    const isFinite = Number.isFinite(value) && gradient.every(Number.isFinite);
    if (isFinite && gain > 0 && value >= state.value + 1e-4 * gain && value > state.value) {
      update(state, point, gradient);
      state.value = value;
      return true;
    }
    scale *= shrink(value - state.value, gain);
  }
  return false;
}

/** The quadratic through the old value, its slope and the new value says how far to go back. */
function shrink(rise: number, gain: number): number {
  if (!Number.isFinite(rise) || gain <= 0) return 0.25;
  return Math.min(0.5, Math.max(0.1, gain / (2 * (gain - rise))));
}

function uphill(state: SearchState, box: Box): Float64Array {
  const size = state.point.length;
  const direction = new Float64Array(size);
  let longest = 0;
  for (let i = 0; i < size; i += 1) {
    if (isHeld(i, state, box)) continue;
    let sum = 0;
    for (let j = 0; j < size; j += 1) {
      if (isHeld(j, state, box)) continue;
      sum += (state.inverse[i * size + j] ?? 0) * (state.gradient[j] ?? 0);
    }
    direction[i] = sum;
    longest = Math.max(longest, Math.abs(sum));
  }
  return longest > stepMax ? direction.map((x) => (x * stepMax) / longest) : direction;
}

function update(state: SearchState, point: Float64Array, gradient: Float64Array): void {
  const size = point.length;
  const step = point.map((x, i) => x - (state.point[i] ?? 0));
  const bend = gradient.map((g, i) => (state.gradient[i] ?? 0) - g);
  const curvature = dot(step, bend);
  state.point = Float64Array.from(point);
  state.gradient = Float64Array.from(gradient);
  if (curvature <= 1e-14 * Math.sqrt(dot(step, step) * dot(bend, bend))) {
    // Uphill and still bending upwards: the model of the surface is too timid.
    state.inverse = state.inverse.map((x) => x * 2);
    return;
  }
  if (state.isFresh) {
    const scale = curvature / dot(bend, bend);
    state.inverse = identity(size).map((x) => x * scale);
    state.isFresh = false;
  }
  state.inverse = broyden(state.inverse, step, bend);
}

/** The BFGS update of the inverse, from a step and the change of gradient along it. */
function broyden(inverse: Float64Array, step: Float64Array, bend: Float64Array): Float64Array {
  const size = step.length;
  const curvature = dot(step, bend);
  const image = step.map((_, i) => dot(inverse.subarray(i * size, (i + 1) * size), bend));
  const weight = (1 + dot(bend, image) / curvature) / curvature;
  return inverse.map((x, cell) => {
    const i = Math.floor(cell / size);
    const j = cell % size;
    const si = step[i] ?? 0;
    const sj = step[j] ?? 0;
    return x + weight * si * sj - (si * (image[j] ?? 0) + (image[i] ?? 0) * sj) / curvature;
  });
}

function restart(state: SearchState): void {
  state.inverse = identity(state.point.length);
  state.isFresh = true;
}

function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) matrix[i * size + i] = 1;
  return matrix;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function clamp(x: number, i: number, box: Box): number {
  return Math.min(box.upper[i] ?? Infinity, Math.max(box.lower[i] ?? -Infinity, x));
}
