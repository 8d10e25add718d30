import { operationalSpan } from '../calendar/operational-time.ts';
import type { OperationalTime } from '../calendar/operational-time.ts';
import { fitRegression, regressionMean } from '../statistics/regression.ts';
import { isSampled, mixed } from '../statistics/sample.ts';
import type { Occasions } from '../transactions/occasions.ts';
import { gapSurvivalOf } from '../windows/gaps.ts';
import type { GapSurvival } from '../windows/gaps.ts';
import { reliabilityOf } from './reliability.ts';
import type { Reliability } from './reliability.ts';
import { fitRhythm, forEachMember, memberRhythm, rhythmNoPurchase } from './rhythm.ts';
import type { RhythmModel } from './rhythm.ts';

export interface ChurnOptions {
  /** Told as of the end of this day. */
  readonly asOf: number;
  /** Days ahead; a positive integer. */
  readonly horizonDays: number;
  /** A clock that reaches `asOf + horizonDays`, so that a quiet or busy stretch ahead counts as what it is. Plain days where absent. */
  readonly time?: OperationalTime;
}

/** Probability of no purchase within the horizon, for every customer who has bought by `asOf`. Not "P(alive)", which is 1 for every one-time buyer. */
export interface ChurnWarning {
  readonly asOf: number;
  readonly horizonDays: number;
  readonly customer: Uint32Array;
  /** Within (0, 1). */
  readonly noPurchase: Float64Array;
  readonly silentDays: Float64Array;
  /**
   * `internal-hold-out`: calibrated on what happened in the last `horizonDays` before `asOf`. `none`: the history is too short, or everybody did the same; then
   * the rhythm's own probabilities are given as they are.
   */
  readonly calibration: 'internal-hold-out' | 'none';
  /** Of the hold-out, each customer predicted by a calibration that has not seen her (five folds); `null` without calibration. */
  readonly reliability: Reliability | null;
  readonly rhythm: RhythmModel;
}

const PEOPLE_MIN = 100;
const OUTCOMES_MIN = 20;
const FOLDS = 5;
/** More customers do not move six coefficients; the calibration and its reliability are of a sample beyond this number. */
const TRAINING_ROWS_MAX = 40_000;

/**
 * Churn warning. Two views of each member, her own rhythm and how the brand's gaps of that length went on (Kaplan–Meier), enter a proportional-hazards regression
 * fitted on an internal hold-out: features as known `horizonDays` before `asOf`, outcomes from then to `asOf`. Nothing after `asOf` is looked at.
 * @throws RangeError when the horizon is not a positive integer or the clock does not reach it.
 */
export function warnOfChurn(occasions: Occasions, options: ChurnOptions): ChurnWarning {
  const { asOf, horizonDays, time } = options;
  if (!Number.isInteger(horizonDays) || horizonDays < 1)
    throw new RangeError(`a churn horizon is a positive number of days: got ${horizonDays}`);
  const ahead = (from: number): number =>
    time === undefined || from < time.from ? horizonDays : Math.max(1, operationalSpan(time, from, from + horizonDays));
  const now = viewsAt(occasions, asOf, { horizonDays: ahead(asOf), isKept: () => true });
  const base = { asOf, horizonDays, customer: now.customer, silentDays: now.silentDays, rhythm: now.rhythm };
  const heldOut = viewsAt(occasions, asOf - horizonDays, {
    horizonDays: ahead(asOf - horizonDays),
    isKept: (who) => isSampled(who, TRAINING_ROWS_MAX, occasions.customerCount),
  });
  const bought = boughtWithin(occasions, heldOut.customer, { after: asOf - horizonDays, to: asOf });
  const buyers = bought.reduce((sum, one) => sum + one, 0);
  if (bought.length < PEOPLE_MIN || buyers < OUTCOMES_MIN || bought.length - buyers < OUTCOMES_MIN) {
    return { ...base, noPurchase: now.ownNoPurchase.map(inside), calibration: 'none', reliability: null };
  }
  const coefficients = train(heldOut, bought, () => true);
  const crossed = new Float64Array(bought.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const others = train(heldOut, bought, (row) => foldOf(heldOut.customer[row] ?? 0) !== fold);
    for (let row = 0; row < crossed.length; row++) {
      if (foldOf(heldOut.customer[row] ?? 0) === fold) crossed[row] = predictedNoPurchase(heldOut, row, others);
    }
  }
  return {
    ...base,
    noPurchase: Float64Array.from(now.customer, (_, row) => predictedNoPurchase(now, row, coefficients)),
    calibration: 'internal-hold-out',
    reliability: reliabilityOf(
      crossed,
      bought.map((one) => 1 - one),
    ),
  };
}

/** What is known of each member at a day. Columns of equal length. */
interface Views {
  readonly customer: Uint32Array;
  readonly silentDays: Float64Array;
  readonly ownNoPurchase: Float64Array;
  readonly brandNoPurchase: Float64Array;
  readonly purchases: Float64Array;
  readonly meanGapDays: Float64Array;
  readonly rhythm: RhythmModel;
}

function viewsAt(
  occasions: Occasions,
  asOf: number,
  { horizonDays, isKept }: { readonly horizonDays: number; readonly isKept: (who: number) => boolean },
): Views {
  const known = truncated(occasions, asOf);
  const rhythm = fitRhythm(known, asOf);
  const first = gapSurvivalOf(known, asOf, 'first');
  const all = gapSurvivalOf(known, asOf);
  // Columns of the final type: lists of a million numbers cost their collection more than their filling.
  const rows = {
    customer: new Uint32Array(known.customerCount),
    silentDays: new Float64Array(known.customerCount),
    ownNoPurchase: new Float64Array(known.customerCount),
    brandNoPurchase: new Float64Array(known.customerCount),
    purchases: new Float64Array(known.customerCount),
    meanGapDays: new Float64Array(known.customerCount),
  };
  let count = 0;
  forEachMember(known, asOf, (sums, who) => {
    if (!isKept(who)) return;
    const member = memberRhythm(rhythm, sums);
    rows.customer[count] = who;
    rows.silentDays[count] = sums.silentDays;
    rows.ownNoPurchase[count] = rhythmNoPurchase(member, sums.silentDays, horizonDays);
    rows.brandNoPurchase[count] = survivalNoPurchase(sums.count === 0 ? first : all, sums.silentDays, horizonDays);
    rows.purchases[count] = sums.count + 1;
    rows.meanGapDays[count] = member.meanGapDays;
    count++;
  });
  return {
    customer: rows.customer.slice(0, count),
    silentDays: rows.silentDays.slice(0, count),
    ownNoPurchase: rows.ownNoPurchase.slice(0, count),
    brandNoPurchase: rows.brandNoPurchase.slice(0, count),
    purchases: rows.purchases.slice(0, count),
    meanGapDays: rows.meanGapDays.slice(0, count),
    rhythm,
  };
}

/** The occasions up to a day; customers keep their numbers. */
function truncated(occasions: Occasions, asOf: number): Occasions {
  const start = new Uint32Array(occasions.customerCount + 1);
  const kept = {
    customer: new Uint32Array(occasions.count),
    day: new Int32Array(occasions.count),
    amount: new Float64Array(occasions.count),
    returned: new Float64Array(occasions.count),
  };
  let count = 0;
  for (let who = 0; who < occasions.customerCount; who++) {
    for (let at = occasions.start[who] ?? 0; at < (occasions.start[who + 1] ?? 0); at++) {
      const day = occasions.day[at] ?? 0;
      if (day > asOf) break;
      kept.customer[count] = who;
      kept.day[count] = day;
      kept.amount[count] = occasions.amount[at] ?? 0;
      kept.returned[count] = occasions.returned[at] ?? 0;
      count++;
    }
    start[who + 1] = count;
  }
  if (count === occasions.count) return occasions;
  return {
    ...occasions,
    count,
    start,
    customer: kept.customer.subarray(0, count),
    day: kept.day.subarray(0, count),
    amount: kept.amount.subarray(0, count),
    returned: kept.returned.subarray(0, count),
  };
}

/** Share of the brand's gaps that, having lasted `silentDays`, lasted `horizonDays` more; with ten imagined gaps of the average so that thin ends are not trusted. */
function survivalNoPurchase(survival: GapSurvival, silentDays: number, horizonDays: number): number {
  const last = survival.returned.length - 1;
  const now = 1 - (survival.returned[Math.min(last, silentDays)] ?? 0);
  const then = 1 - (survival.returned[Math.min(last, Math.round(silentDays + horizonDays))] ?? 0);
  const thin = 10 / (10 + (survival.atRisk[Math.min(last, silentDays + Math.floor(horizonDays / 2))] ?? 0));
  return (1 - thin) * (now > 0 ? then / now : 1) + thin;
}

const COLUMNS = 6;
/** Prior of the coefficients: both views count half, nothing else does. */
const PRIOR_MEAN = Float64Array.of(0, 0.5, 0.5, 0, 0, 0);
const PRIOR_SD = Float64Array.of(Number.POSITIVE_INFINITY, 0.5, 0.5, 0.5, 0.5, 0.5);

/** Features on the scale of log hazards: log(−log P(no purchase)). */
function fillFeatures(views: Views, row: number, into: { readonly design: Float64Array; readonly at: number }): void {
  const { design, at } = into;
  const silent = views.silentDays[row] ?? 0;
  const gap = views.meanGapDays[row] ?? 1;
  design[at] = 1;
  design[at + 1] = logHazard(views.ownNoPurchase[row] ?? 0.5);
  design[at + 2] = logHazard(views.brandNoPurchase[row] ?? 0.5);
  design[at + 3] = views.purchases[row] === 1 ? 1 : 0;
  design[at + 4] = Math.log(views.purchases[row] ?? 1);
  design[at + 5] = Math.log1p(silent / gap);
}

function logHazard(noPurchase: number): number {
  return Math.log(-Math.log(inside(noPurchase)));
}

function inside(probability: number): number {
  return Math.min(1 - 1e-6, Math.max(1e-6, probability));
}

function train(views: Views, bought: Uint8Array, isTraining: (row: number) => boolean): Float64Array {
  const rows: number[] = [];
  for (let row = 0; row < bought.length; row++) if (isTraining(row)) rows.push(row);
  const design = new Float64Array(rows.length * COLUMNS);
  rows.forEach((row, index) => fillFeatures(views, row, { design, at: index * COLUMNS }));
  return fitRegression({
    family: 'event',
    design,
    columns: COLUMNS,
    priorMean: PRIOR_MEAN,
    priorSd: PRIOR_SD,
    outcome: Float64Array.from(rows, (row) => bought[row] ?? 0),
  }).coefficients;
}

function predictedNoPurchase(views: Views, row: number, coefficients: Float64Array): number {
  fillFeatures(views, row, { design: features, at: 0 });
  let predictor = 0;
  for (let column = 0; column < COLUMNS; column++) predictor += (features[column] ?? 0) * (coefficients[column] ?? 0);
  return inside(1 - regressionMean('event', predictor));
}

/** Filled and read at once by each prediction, so that a million of them allocate nothing. */
const features = new Float64Array(COLUMNS);

function boughtWithin(
  occasions: Occasions,
  customers: Uint32Array,
  days: { readonly after: number; readonly to: number },
): Uint8Array {
  return Uint8Array.from(customers, (who) => {
    for (let at = (occasions.start[who + 1] ?? 0) - 1; at >= (occasions.start[who] ?? 0); at--) {
      const day = occasions.day[at] ?? 0;
      if (day <= days.after) return 0;
      if (day <= days.to) return 1;
    }
    return 0;
  });
}

function foldOf(who: number): number {
  return mixed(who) % FOLDS;
}
