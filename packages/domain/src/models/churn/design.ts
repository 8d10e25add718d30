import { meanOf } from '../statistics/order.ts';
import { fitRegression, regressionMean } from '../statistics/regression.ts';
import type { Views } from './views.ts';

/**
 * What the probability is made of: `rhythm`, her own rhythm and the brand's gaps; `forecast`, the purchases that the value model expects of her, so that both order people alike; `chance`, the value model's own
 * probability, which knows that she may have left; `all` of it.
 */
export type ChurnViews = 'rhythm' | 'forecast' | 'chance' | 'all';

/** Views of each member and the purchases expected of her, if they are known. */
export interface ChurnRows {
  readonly views: Views;
  readonly expected: Float64Array | null;
  /** The value model's probability of no purchase. */
  readonly chance: Float64Array | null;
}

/** Coefficients of a proportional-hazards regression on the scale log(−log P(no purchase)). */
export interface ChurnFit {
  readonly uses: ChurnViews;
  readonly coefficients: Float64Array;
}

interface Column {
  readonly at: (rows: ChurnRows, row: number) => number;
  readonly priorMean: number;
  readonly priorSd: number;
}

const free: Column = { at: () => 1, priorMean: 0, priorSd: Number.POSITIVE_INFINITY };
/** Beside a forecast, within a factor of three: so that it is learned also where nearly everybody did the same. */
const base: Column = { ...free, priorSd: 1 };

/**
 * With purchases at random, −log P(no purchase) is the expected number m itself; with rates that differ among people alike it grows more slowly once m passes one. Hence log m with a prior at 1 and
 * log(1 + m) with one at −½; both together rise with m, so that the order of people is that of m.
 */
const forecastColumns: readonly Column[] = [
  { at: (rows, row) => Math.log(expectedAt(rows, row)), priorMean: 1, priorSd: 0.3 },
  { at: (rows, row) => Math.log1p(expectedAt(rows, row)), priorMean: -0.5, priorSd: 0.5 },
];

/** Right as it is, if the model is. */
const chanceColumns: readonly Column[] = [
  { at: ({ chance }, row) => logHazard(chance?.[row] ?? 0.5), priorMean: 1, priorSd: 0.3 },
];

/** Both views count half where nothing else speaks, and nothing where the forecast does. */
function rhythmColumns(share: number): readonly Column[] {
  const column = (priorMean: number, at: (views: Views, row: number) => number): Column => ({
    at: ({ views }, row) => at(views, row),
    priorMean,
    priorSd: 0.5,
  });
  return [
    column(share, (views, row) => logHazard(views.ownNoPurchase[row] ?? 0.5)),
    column(share, (views, row) => logHazard(views.brandNoPurchase[row] ?? 0.5)),
    column(0, (views, row) => (views.purchases[row] === 1 ? 1 : 0)),
    column(0, (views, row) => Math.log(views.purchases[row] ?? 1)),
    column(0, (views, row) => Math.log1p((views.silentDays[row] ?? 0) / (views.meanGapDays[row] ?? 1))),
  ];
}

const COLUMNS: Readonly<Record<ChurnViews, readonly Column[]>> = {
  rhythm: [free, ...rhythmColumns(0.5)],
  forecast: [base, ...forecastColumns],
  chance: [base, ...chanceColumns],
  all: [base, ...chanceColumns, ...forecastColumns.map((column) => ({ ...column, priorMean: 0 })), ...rhythmColumns(0)],
};

/** Fits the views to 0/1 outcomes of the rows that are for training. */
export function fitChurn(
  rows: ChurnRows,
  bought: Uint8Array,
  { uses, isTraining }: { readonly uses: ChurnViews; readonly isTraining: (row: number) => boolean },
): ChurnFit {
  const columns = COLUMNS[uses];
  const kept: number[] = [];
  for (let row = 0; row < bought.length; row++) if (isTraining(row)) kept.push(row);
  const design = new Float64Array(kept.length * columns.length);
  kept.forEach((row, index) => fillRow(rows, row, { columns, design, at: index * columns.length }));
  const { coefficients } = fitRegression({
    family: 'event',
    design,
    columns: columns.length,
    priorMean: Float64Array.from(columns, ({ priorMean }) => priorMean),
    priorSd: Float64Array.from(columns, ({ priorSd }) => priorSd),
    outcome: Float64Array.from(kept, (row) => bought[row] ?? 0),
  });
  return { uses, coefficients: uses === 'forecast' ? rising(coefficients) : coefficients };
}

/** What the priors say where nothing can be learned. */
export function unfittedChurn(uses: ChurnViews): ChurnFit {
  return { uses, coefficients: Float64Array.from(COLUMNS[uses], ({ priorMean }) => priorMean) };
}

/** P(no purchase) of every row, within (0, 1). */
export function predictChurn(fit: ChurnFit, rows: ChurnRows): Float64Array {
  const columns = COLUMNS[fit.uses];
  // Filled and read at once by each prediction, so that a million of them allocate nothing.
  const design = new Float64Array(columns.length);
  return rows.views.silentDays.map((_, row) => {
    fillRow(rows, row, { columns, design, at: 0 });
    let predictor = 0;
    for (let column = 0; column < design.length; column++)
      predictor += (design[column] ?? 0) * (fit.coefficients[column] ?? 0);
    return inside(1 - regressionMean('event', predictor));
  });
}

/** The same probabilities with all hazards multiplied by what brings their mean to `mean`. */
export function shiftedTo(mean: number, noPurchase: Float64Array): Float64Array {
  const stride = Math.max(1, Math.floor(noPurchase.length / SHIFT_ROWS));
  const some = noPurchase.filter((_, row) => row % stride === 0);
  const target = mean + meanOf(some) - meanOf(noPurchase);
  const moved = (chances: Float64Array, log: number): Float64Array =>
    chances.map((chance) => inside(chance ** Math.exp(log)));
  let low = -SHIFT_MAX;
  let high = SHIFT_MAX;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (meanOf(moved(some, middle)) > target) low = middle;
    else high = middle;
  }
  return moved(noPurchase, (low + high) / 2);
}

/** So many rows settle a mean; a million would take seconds. */
const SHIFT_ROWS = 20_000;

/** Twenty times as many or as few. */
const SHIFT_MAX = 3;

/** Few and odd outcomes could turn the order of m around; then it is kept by a slope of its own. */
function rising(coefficients: Float64Array): Float64Array {
  const [intercept = 0, log = 0, log1p = 0] = coefficients;
  const small = Math.max(SLOPE_MIN, log);
  return Float64Array.of(intercept, small, Math.max(SLOPE_MIN - small, log1p));
}

const SLOPE_MIN = 0.05;

interface Filling {
  readonly columns: readonly Column[];
  readonly design: Float64Array;
  readonly at: number;
}

function fillRow(rows: ChurnRows, row: number, { columns, design, at }: Filling): void {
  for (let column = 0; column < columns.length; column++) design[at + column] = columns[column]?.at(rows, row) ?? 0;
}

/** A customer of whom hardly anything is expected is as good as gone; beyond that a logarithm says nothing more. */
const EXPECTED_MIN = 1e-6;

function expectedAt({ expected }: ChurnRows, row: number): number {
  return Math.max(EXPECTED_MIN, expected?.[row] ?? 0);
}

function logHazard(noPurchase: number): number {
  return Math.log(-Math.log(inside(noPurchase)));
}

export function inside(probability: number): number {
  return Math.min(1 - 1e-6, Math.max(1e-6, probability));
}
