import { settledHistories } from './check-histories.ts';
import type { PurchaseHistories } from './history.ts';
import { indexRows } from './row-index.ts';

/**
 * Customers with the same (x, t_x, T) counted together, times divided by their mean age. The
 * likelihood needs nothing else, and logarithms of times are taken once for each distinct time.
 */
export interface HistoryGroups {
  readonly frequency: Int32Array;
  /** Places of t_x and T in `times`. */
  readonly recencyAt: Int32Array;
  readonly ageAt: Int32Array;
  readonly weight: Float64Array;
  /** Distinct times, scaled. */
  readonly times: Float64Array;
  /** Customers by number of repeat purchases, from 0 up. */
  readonly customersByFrequency: Float64Array;
  readonly customers: number;
  /** One scaled unit in units of the histories: their mean age, or 1 where all are 0. */
  readonly timeScale: number;
  /** All repeat purchases over all (scaled) time. */
  readonly purchaseRate: number;
}

/** @throws RangeError as `settledHistories` does. */
export function groupHistories(histories: PurchaseHistories): HistoryGroups {
  const { frequency, recency, age, weight } = settledHistories(histories);
  const index = indexRows([frequency, recency, age]);
  const groupWeight = new Float64Array(index.first.length);
  for (let row = 0; row < index.of.length; row += 1) {
    const group = index.of[row] ?? 0;
    groupWeight[group] = (groupWeight[group] ?? 0) + (weight === undefined ? 1 : (weight[row] ?? 0));
  }
  const pick = (column: Float64Array): Float64Array => Float64Array.from(index.first, (row) => column[row] ?? 0);
  return scaleGroups({
    frequency: pick(frequency),
    recency: pick(recency),
    age: pick(age),
    weight: groupWeight,
  });
}

/** Sizes of the samples that a fit of many groups looks at first. */
const sampleSizes = [500, 4_000, 20_000];

/** The groups' samples, smallest first; none where the groups are few. */
export function sampleGroups(groups: HistoryGroups): readonly HistoryGroups[] {
  const worthwhile = sampleSizes.filter((size) => 2 * size < groups.weight.length);
  return worthwhile.map((size) => thinGroups(groups, size));
}

/** About `size` of the groups, evenly taken. */
function thinGroups(groups: HistoryGroups, size: number): HistoryGroups {
  const stride = Math.ceil(groups.weight.length / size);
  const isKept = (_: number, i: number): boolean => i % stride === 0;
  const kept = {
    frequency: groups.frequency.filter(isKept),
    recencyAt: groups.recencyAt.filter(isKept),
    ageAt: groups.ageAt.filter(isKept),
    weight: groups.weight.filter(isKept),
  };
  return { ...groups, ...kept, ...countCustomers(kept.frequency, kept.weight) };
}

interface Columns {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly age: Float64Array;
  readonly weight: Float64Array;
}

function scaleGroups({ frequency, recency, age, weight }: Columns): HistoryGroups {
  const count = weight.length;
  const both = new Float64Array(2 * count);
  both.set(recency);
  both.set(age, count);
  const index = indexRows([both]);
  const counts = Int32Array.from(frequency);
  const { customers, customersByFrequency } = countCustomers(counts, weight);
  const totalAge = weightedSum(age, weight);
  const timeScale = totalAge > 0 ? totalAge / customers : 1;
  return {
    frequency: counts,
    recencyAt: index.of.slice(0, count),
    ageAt: index.of.slice(count),
    weight,
    times: Float64Array.from(index.first, (row) => (both[row] ?? 0) / timeScale),
    customers,
    customersByFrequency,
    timeScale,
    purchaseRate: (weightedSum(frequency, weight) * timeScale) / Math.max(totalAge, 1e-300),
  };
}

function countCustomers(
  frequency: Int32Array,
  weight: Float64Array,
): Pick<HistoryGroups, 'customers' | 'customersByFrequency'> {
  const most = frequency.reduce((max, x) => Math.max(max, x), 0);
  const customersByFrequency = new Float64Array(most + 1);
  let customers = 0;
  for (let i = 0; i < weight.length; i += 1) {
    const x = frequency[i] ?? 0;
    customersByFrequency[x] = (customersByFrequency[x] ?? 0) + (weight[i] ?? 0);
    customers += weight[i] ?? 0;
  }
  return { customers, customersByFrequency };
}

function weightedSum(values: Float64Array, weight: Float64Array): number {
  return values.reduce((sum, value, i) => sum + value * (weight[i] ?? 0), 0);
}
