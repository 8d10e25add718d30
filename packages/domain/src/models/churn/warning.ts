import { operationalSpan } from '../calendar/operational-time.ts';
import type { OperationalTime } from '../calendar/operational-time.ts';
import { meanOf } from '../statistics/order.ts';
import { isSampled, mixed } from '../statistics/sample.ts';
import { boughtBetween } from '../transactions/bought-between.ts';
import type { Occasions } from '../transactions/occasions.ts';
import { fitChurn, inside, predictChurn, shiftedTo, unfittedChurn } from './design.ts';
import type { ChurnRows, ChurnViews } from './design.ts';
import { reliabilityOf } from './reliability.ts';
import type { Reliability } from './reliability.ts';
import type { RhythmModel } from './rhythm.ts';
import { viewsAt } from './views.ts';

/** Purchases within the horizon that a value model expects of each customer. */
export interface PurchaseForecast {
  readonly customer: Uint32Array;
  readonly expectedPurchases: Float64Array;
  /** The value model's own probability of none. */
  readonly noPurchase: Float64Array;
}

export interface ChurnOptions {
  /** Told as of the end of this day. */
  readonly asOf: number;
  /** Days ahead; a positive integer. */
  readonly horizonDays: number;
  /** A clock that reaches `asOf + horizonDays`, so that a quiet or busy stretch ahead counts as what it is. Plain days where absent. */
  readonly time?: OperationalTime;
  /** Length of the stretch before `asOf` that is learned from; `horizonDays` where absent. Shorter where the history would leave nothing to know before it. */
  readonly trainingDays?: number;
  /** The value model's forecasts as of `asOf` over the horizon, and as of the beginning of training over its days; customers missing in the second are not learned from. */
  readonly forecasts?: { readonly now: PurchaseForecast; readonly before: PurchaseForecast };
  /** `all` where forecasts are given, else `rhythm`. */
  readonly uses?: ChurnViews;
}

/** Probability of no purchase within the horizon, for every customer who has bought by `asOf`. Not "P(alive)", which is 1 for every one-time buyer. */
export interface ChurnWarning {
  readonly asOf: number;
  readonly horizonDays: number;
  readonly uses: ChurnViews;
  readonly customer: Uint32Array;
  /** Within (0, 1). */
  readonly noPurchase: Float64Array;
  readonly silentDays: Float64Array;
  /**
   * `internal-hold-out`: calibrated on what happened in the last stretch before `asOf`. `none`: the history is too short, or there are too few people or, without a forecast, too few who bought or who did not; then
   * the probabilities of the forecast or of the rhythm are given as they are.
   */
  readonly calibration: 'internal-hold-out' | 'none';
  /** Of the hold-out, each customer predicted by a calibration that has not seen her (five folds); `null` without calibration. */
  readonly reliability: Reliability | null;
  readonly rhythm: RhythmModel;
}

const PEOPLE_MIN = 100;
const OUTCOMES_MIN = 20;
const FOLDS = 5;
/** More customers do not move a few coefficients; the calibration and its reliability are of a sample beyond this number. */
const TRAINING_ROWS_MAX = 40_000;

/**
 * Churn warning. Up to three views of each member, the purchases that the value model expects of her, her own rhythm, and how the brand's gaps of that length went on (Kaplan–Meier), enter a
 * proportional-hazards regression fitted on an internal hold-out: features as known one stretch before `asOf`, outcomes from then to `asOf`. Nothing after `asOf` is looked at.
 * @throws RangeError when the horizon is not a positive integer or the clock does not reach it.
 */
export function warnOfChurn(occasions: Occasions, options: ChurnOptions): ChurnWarning {
  const { asOf, horizonDays, forecasts } = options;
  if (!Number.isInteger(horizonDays) || horizonDays < 1)
    throw new RangeError(`a churn horizon is a positive number of days: got ${horizonDays}`);
  const wanted = options.uses ?? (forecasts === undefined ? 'rhythm' : 'all');
  const trainingDays = options.trainingDays ?? horizonDays;
  const now = rowsAt(occasions, options, { asOf, days: horizonDays, isKept: () => true, forecast: forecasts?.now });
  const { customer, silentDays, rhythm } = now.views;
  const before = asOf - trainingDays;
  const known = membersOf(forecasts?.before);
  const heldOut = rowsAt(occasions, options, {
    asOf: before,
    days: trainingDays,
    isKept: (who) => isSampled(who, TRAINING_ROWS_MAX, occasions.customerCount) && (known === null || known.has(who)),
    forecast: forecasts?.before,
  });
  const { purchases } = boughtBetween(occasions, heldOut.views.customer, { after: before, to: asOf });
  const bought = Uint8Array.from(purchases, (count) => (count > 0 ? 1 : 0));
  const uses = wanted === 'all' && !isTelling(bought, 'all') ? 'forecast' : wanted;
  const base = { asOf, horizonDays, uses, customer, silentDays, rhythm };
  if (!isTelling(bought, uses)) {
    const noPurchase =
      uses === 'rhythm' ? now.views.ownNoPurchase.map(inside) : predictChurn(unfittedChurn('forecast'), now);
    return { ...base, noPurchase, calibration: 'none', reliability: null };
  }
  const levelled = atActualLevel(heldOut, purchases);
  return {
    ...base,
    noPurchase: predicted(uses, { levelled, bought, now }),
    calibration: 'internal-hold-out',
    reliability: reliabilityOf(
      crossPredicted(levelled, bought, uses),
      bought.map((one) => 1 - one),
    ),
  };
}

/** A forecast says what is to be expected and is only corrected, so it needs people; the rhythm's views need outcomes of both kinds. */
function isTelling(bought: Uint8Array, uses: ChurnViews): boolean {
  const buyers = bought.reduce((sum, one) => sum + one, 0);
  const fewest = Math.min(buyers, bought.length - buyers);
  return bought.length >= PEOPLE_MIN && (uses === 'forecast' || uses === 'chance' || fewest >= OUTCOMES_MIN);
}

interface Learned {
  readonly levelled: ChurnRows;
  readonly bought: Uint8Array;
  readonly now: ChurnRows;
}

/**
 * All views together order people; how many of them come in all is left to the value model, because her rhythm and the brand's gaps know nothing of the season ahead and would carry the level of the last stretch over.
 */
function predicted(uses: ChurnViews, { levelled, bought, now }: Learned): Float64Array {
  const by = (views: ChurnViews): Float64Array =>
    predictChurn(fitChurn(levelled, bought, { uses: views, isTraining: () => true }), now);
  return uses === 'all' ? shiftedTo(meanOf(by('chance')), by('all')) : by(uses);
}

interface RowsWanted {
  readonly asOf: number;
  /** Ahead of it. */
  readonly days: number;
  readonly isKept: (who: number) => boolean;
  readonly forecast: PurchaseForecast | undefined;
}

function rowsAt(occasions: Occasions, { time }: ChurnOptions, { asOf, days, isKept, forecast }: RowsWanted): ChurnRows {
  const ahead = time === undefined || asOf < time.from ? days : Math.max(1, operationalSpan(time, asOf, asOf + days));
  const views = viewsAt(occasions, asOf, { horizonDays: ahead, isKept });
  if (forecast === undefined) return { views, expected: null, chance: null };
  const rowOf = new Int32Array(occasions.customerCount).fill(-1);
  forecast.customer.forEach((who, row) => (rowOf[who] = row));
  const of = (column: Float64Array, otherwise: number): Float64Array =>
    Float64Array.from(views.customer, (who) => column[rowOf[who] ?? -1] ?? otherwise);
  return { views, expected: of(forecast.expectedPurchases, 0), chance: of(forecast.noPurchase, 1) };
}

function membersOf(forecast: PurchaseForecast | undefined): ReadonlySet<number> | null {
  return forecast === undefined ? null : new Set(forecast.customer);
}

/**
 * The forecasts brought to the total that came true, so that the regression learns how the chance of none depends on the expected number and not how far the general level was missed in one stretch:
 * carrying that over is the business of the value model's levels, which hold-outs decide.
 */
function atActualLevel(rows: ChurnRows, purchases: Float64Array): ChurnRows {
  if (rows.expected === null) return rows;
  const forecast = rows.expected.reduce((sum, one) => sum + one, 0);
  const level = forecast > 0 ? purchases.reduce((sum, one) => sum + one, 0) / forecast : 1;
  return {
    ...rows,
    expected: rows.expected.map((one) => one * level),
    chance: rows.chance?.map((chance) => chance ** level) ?? null,
  };
}

function crossPredicted(rows: ChurnRows, bought: Uint8Array, uses: ChurnViews): Float64Array {
  const { customer } = rows.views;
  const crossed = new Float64Array(bought.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const isHere = (row: number): boolean => foldOf(customer[row] ?? 0) === fold;
    const predicted = predictChurn(fitChurn(rows, bought, { uses, isTraining: (row) => !isHere(row) }), rows);
    for (let row = 0; row < crossed.length; row++) if (isHere(row)) crossed[row] = predicted[row] ?? 0;
  }
  return crossed;
}

function foldOf(who: number): number {
  return mixed(who) % FOLDS;
}
