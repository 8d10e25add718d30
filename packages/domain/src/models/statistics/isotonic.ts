import { orderOf } from './order.ts';

/** A non-decreasing step function: `value[i]` from `from[i]` on; below `from[0]` the first value. */
export interface StepFunction {
  readonly from: Float64Array;
  readonly value: Float64Array;
}

/**
 * Least-squares non-decreasing fit by pooling adjacent violators (Ayer et al. 1955). Equal `x` are pooled first, so that equal scores get
 * equal values. @throws RangeError on unequal lengths or no points.
 */
export function fitIsotonic(x: Float64Array, y: Float64Array): StepFunction {
  if (x.length !== y.length || x.length === 0)
    throw new RangeError('isotonic fit needs as many outcomes as scores, at least one');
  const from: number[] = [];
  const sum: number[] = [];
  const weight: number[] = [];
  for (const at of orderOf(x)) {
    const last = from.length - 1;
    if (last >= 0 && from[last] === x[at] && weight[last] !== undefined) {
      sum[last] = (sum[last] ?? 0) + (y[at] ?? 0);
      weight[last] = (weight[last] ?? 0) + 1;
      continue;
    }
    poolBack(from, sum, weight);
    from.push(x[at] ?? 0);
    sum.push(y[at] ?? 0);
    weight.push(1);
  }
  poolBack(from, sum, weight);
  return {
    from: Float64Array.from(from),
    value: Float64Array.from(sum, (total, index) => total / (weight[index] ?? 1)),
  };
}

/** Pools the last block into the one before while it is not greater. */
function poolBack(from: number[], sum: number[], weight: number[]): void {
  while (from.length > 1) {
    const last = from.length - 1;
    const mean = (sum[last] ?? 0) / (weight[last] ?? 1);
    const before = (sum[last - 1] ?? 0) / (weight[last - 1] ?? 1);
    if (before < mean) return;
    sum[last - 1] = (sum[last - 1] ?? 0) + (sum[last] ?? 0);
    weight[last - 1] = (weight[last - 1] ?? 0) + (weight[last] ?? 0);
    from.pop();
    sum.pop();
    weight.pop();
  }
}

/** The step function at `x`. */
export function stepValueAt(steps: StepFunction, x: number): number {
  let low = 0;
  let high = steps.from.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps.from[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return steps.value[Math.max(0, low - 1)] ?? Number.NaN;
}
