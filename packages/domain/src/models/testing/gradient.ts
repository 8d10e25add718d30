import type { Objective } from '../optimization/maximize.ts';

/** The gradient of an objective by fourth-order differences, to hold the analytic one against. */
export function differencedGradient(objective: Objective, point: readonly number[]): number[] {
  const h = 1e-5;
  const scratch = new Float64Array(point.length);
  return point.map((_, i) => {
    const at = (shift: number): number =>
      objective(
        Float64Array.from(point, (x, k) => (k === i ? x + shift : x)),
        scratch,
      );
    return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  });
}

/** The largest distance between the analytic gradient and the differences, relative beyond 1. */
export function gradientError(objective: Objective, point: readonly number[]): number {
  const gradient = new Float64Array(point.length);
  objective(Float64Array.from(point), gradient);
  return differencedGradient(objective, point).reduce(
    (most, slope, i) => Math.max(most, Math.abs((gradient[i] ?? 0) - slope) / Math.max(1, Math.abs(slope))),
    0,
  );
}
