import type { RfmScores } from './scores.ts';
import type { RfmSegmentation, RfmSegmentName } from './segments.ts';

/** People and money of a segment or grid cell. */
export interface RfmGroup {
  readonly people: number;
  readonly peopleShare: number;
  /** Net sales of the window, units of currency. */
  readonly sales: number;
  /** Of all net sales; NaN when those are zero. */
  readonly salesShare: number;
  readonly recencyDaysMean: number;
  readonly frequencyMean: number;
  readonly monetaryMean: number;
}

export interface RfmSegmentSummary extends RfmGroup {
  readonly segment: RfmSegmentName;
}

/** One cell of the grid: a recency score by a frequency score. */
export interface RfmCell extends RfmGroup {
  readonly recency: number;
  readonly frequency: number;
}

/** People and sales of every segment, in precedence order, empty ones too. */
export function summarizeSegments(scores: RfmScores, segmentation: RfmSegmentation): readonly RfmSegmentSummary[] {
  const groups = groupRows(scores, segmentation.segments.length, (row) => segmentation.segment[row] ?? 0);
  return segmentation.segments.map((segment, index) => ({ segment, ...groupAt(groups, index) }));
}

/** The R×F grid, recency from best to worst, frequency ascending; every cell, empty ones too. */
export function rfmGrid(scores: RfmScores): readonly RfmCell[] {
  const columns = scores.frequencyCuts.scoreMax;
  const rows = scores.recencyCuts.scoreMax;
  const groups = groupRows(
    scores,
    rows * columns,
    (row) => ((scores.recency[row] ?? 1) - 1) * columns + (scores.frequency[row] ?? 1) - 1,
  );
  const cells: RfmCell[] = [];
  for (let recency = rows; recency >= 1; recency--) {
    for (let frequency = 1; frequency <= columns; frequency++) {
      cells.push({ recency, frequency, ...groupAt(groups, (recency - 1) * columns + frequency - 1) });
    }
  }
  return cells;
}

/** Number of customers at each score: index 0 is score 1. */
export function scoreCounts(column: Uint8Array, scoreMax: number): readonly number[] {
  const counts = Array.from({ length: scoreMax }, () => 0);
  for (const score of column) counts[score - 1] = (counts[score - 1] ?? 0) + 1;
  return counts;
}

interface Totals {
  readonly people: Float64Array;
  readonly days: Float64Array;
  readonly purchases: Float64Array;
  readonly sales: Float64Array;
  readonly peopleAll: number;
  readonly salesAll: number;
}

function groupRows(scores: RfmScores, count: number, groupOf: (row: number) => number): Totals {
  const people = new Float64Array(count);
  const days = new Float64Array(count);
  const purchases = new Float64Array(count);
  const sales = new Float64Array(count);
  const { facts } = scores;
  let salesAll = 0;
  for (let row = 0; row < facts.customer.length; row++) {
    const group = groupOf(row);
    people[group] = (people[group] ?? 0) + 1;
    days[group] = (days[group] ?? 0) + (facts.recencyDays[row] ?? 0);
    purchases[group] = (purchases[group] ?? 0) + (facts.frequency[row] ?? 0);
    sales[group] = (sales[group] ?? 0) + (facts.monetary[row] ?? 0);
    salesAll += facts.monetary[row] ?? 0;
  }
  return { people, days, purchases, sales, peopleAll: facts.customer.length, salesAll };
}

function groupAt(totals: Totals, group: number): RfmGroup {
  const people = totals.people[group] ?? 0;
  const sales = totals.sales[group] ?? 0;
  return {
    people,
    peopleShare: people / totals.peopleAll,
    sales,
    salesShare: sales / totals.salesAll,
    recencyDaysMean: (totals.days[group] ?? 0) / people,
    frequencyMean: (totals.purchases[group] ?? 0) / people,
    monetaryMean: sales / people,
  };
}
