import { shareInterval } from '../statistics/intervals.ts';
import type { Interval } from '../statistics/intervals.ts';
import { orderOf, ranksOf } from '../statistics/order.ts';

/** One group of customers with similar predictions. */
export interface ReliabilityBin {
  readonly people: number;
  /** Mean predicted probability, and the share for which it came true. */
  readonly predicted: number;
  readonly observed: number;
  readonly interval: Interval;
}

/** How far predicted probabilities can be believed. */
export interface Reliability {
  readonly people: number;
  /** Tenths of equal size by prediction, ties kept together, ascending. */
  readonly bins: readonly ReliabilityBin[];
  /** Mean absolute difference of predicted and observed over the bins, weighted by people (expected calibration error). */
  readonly calibrationError: number;
  /** Brier score, beside that of saying the average to everybody. Lower is better. */
  readonly brier: number;
  readonly brierOfAverage: number;
  /** Chance that a customer for whom it came true was given a higher probability than one for whom it did not; 0.5 is chance. NaN when all came out alike. */
  readonly areaUnderCurve: number;
}

const BINS = 10;

/** Compares predicted probabilities with 0/1 outcomes. @throws RangeError on unequal lengths. */
export function reliabilityOf(predicted: Float64Array, outcome: Uint8Array): Reliability {
  if (predicted.length !== outcome.length) throw new RangeError('predictions and outcomes must be as many');
  const people = predicted.length;
  const bins: ReliabilityBin[] = [];
  const order = orderOf(predicted);
  let hits = 0;
  let brier = 0;
  for (let row = 0; row < people; row++) {
    hits += outcome[row] ?? 0;
    brier += ((predicted[row] ?? 0) - (outcome[row] ?? 0)) ** 2;
  }
  for (let from = 0; from < people;) {
    let to = Math.min(people, Math.max(from + 1, Math.ceil(((bins.length + 1) * people) / BINS)));
    while (to < people && predicted[order[to] ?? 0] === predicted[order[to - 1] ?? 0]) to++;
    bins.push(binOf(order.subarray(from, to), predicted, outcome));
    from = to;
  }
  const average = hits / people;
  return {
    people,
    bins,
    calibrationError: bins.reduce((sum, bin) => sum + Math.abs(bin.predicted - bin.observed) * bin.people, 0) / people,
    brier: brier / people,
    brierOfAverage: average * (1 - average),
    areaUnderCurve: areaUnderCurve(predicted, outcome, hits),
  };
}

function binOf(rows: Uint32Array, predicted: Float64Array, outcome: Uint8Array): ReliabilityBin {
  let sum = 0;
  let hits = 0;
  for (const row of rows) {
    sum += predicted[row] ?? 0;
    hits += outcome[row] ?? 0;
  }
  return {
    people: rows.length,
    predicted: sum / rows.length,
    observed: hits / rows.length,
    interval: shareInterval(hits, rows.length),
  };
}

/** Mann–Whitney's statistic over the pairs, ties counting half. */
function areaUnderCurve(predicted: Float64Array, outcome: Uint8Array, hits: number): number {
  const misses = predicted.length - hits;
  const ranks = ranksOf(predicted);
  let rankSum = 0;
  for (let row = 0; row < ranks.length; row++) if (outcome[row] === 1) rankSum += ranks[row] ?? 0;
  return hits > 0 && misses > 0 ? (rankSum - (hits * (hits + 1)) / 2) / (hits * misses) : Number.NaN;
}
