/** Order statistics: quantiles, ranks and rank correlation. */

/** Sorted copy in ascending order; −0 and 0 are equal. */
export function sorted(values: Float64Array): Float64Array {
  return values.slice().sort();
}

/**
 * The smallest value with at least `share` of the values at or below it (inverse of the empirical distribution; Hyndman & Fan 1996,
 * type 1). Always one of the values, so that cut points can be told to people. NaN when there are none.
 */
export function quantileOf(ascending: ArrayLike<number>, share: number): number {
  if (ascending.length === 0) return Number.NaN;
  const at = Math.ceil(ascending.length * share - 1e-9) - 1;
  return ascending[Math.min(ascending.length - 1, Math.max(0, at))] ?? Number.NaN;
}

/** How many of the ascending values are strictly below `value`. */
export function countBelow(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sum with Neumaier's correction (1974), so that the order of a million rows does not show in the cents. */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  let lost = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + lost;
}

/** Arithmetic mean, within [least, greatest] also in floating point; NaN of nothing. */
export function meanOf(values: ArrayLike<number>): number {
  if (values.length === 0) return Number.NaN;
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    least = Math.min(least, values[index] ?? 0);
    greatest = Math.max(greatest, values[index] ?? 0);
  }
  return Math.min(greatest, Math.max(least, sumOf(values) / values.length));
}

/** Positions in ascending order of value; equal values in order of position. */
export function orderOf(values: Float64Array): Uint32Array {
  const order = Uint32Array.from(values, (_, index) => index);
  return order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
}

/** Ranks 1…n; equal values share the mean of their ranks. */
export function ranksOf(values: Float64Array): Float64Array {
  const order = orderOf(values);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    const value = values[order[from] ?? 0];
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === value) to++;
    for (let at = from; at < to; at++) ranks[order[at] ?? 0] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** Product-moment correlation; 0 when either column does not vary. @throws RangeError on unequal lengths. */
export function correlationOf(left: Float64Array, right: Float64Array): number {
  if (left.length !== right.length) throw new RangeError('columns of unequal length cannot correlate');
  const leftMean = meanOf(left);
  const rightMean = meanOf(right);
  let both = 0;
  let leftSquares = 0;
  let rightSquares = 0;
  for (let index = 0; index < left.length; index++) {
    const a = (left[index] ?? 0) - leftMean;
    const b = (right[index] ?? 0) - rightMean;
    both += a * b;
    leftSquares += a * a;
    rightSquares += b * b;
  }
  const scale = Math.sqrt(leftSquares * rightSquares);
  return scale > 0 ? Math.max(-1, Math.min(1, both / scale)) : 0;
}

/** Spearman's rank correlation with mean ranks for ties. */
export function rankCorrelationOf(left: Float64Array, right: Float64Array): number {
  return correlationOf(ranksOf(left), ranksOf(right));
}
