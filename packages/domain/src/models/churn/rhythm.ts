import { gammaSurvival } from '../statistics/gamma-distribution.ts';
import type { Occasions } from '../transactions/occasions.ts';

/**
 * Every member has a rhythm: gaps between purchases are gamma with her own mean and regularity, both drawn towards the brand's by as many imagined gaps as the
 * brand's members resemble each other; after each purchase she leaves for good with a small chance. So a regular buyer is late soon, an irregular one
 * late only after long: the idea of Platzer and Reutterer (2016, "Ticking Away the Moments", Pareto/GGG), here with plug-in estimates instead of sampling.
 */
export interface RhythmModel {
  /** Median over members of the mean gap, in days. */
  readonly meanGapDays: number;
  /** Gamma shape of gaps within a member: 1 is as irregular as chance, larger is more regular. */
  readonly regularity: number;
  /** Chance of leaving after the first purchase, and after any later one. */
  readonly leaveAfterFirst: number;
  readonly leaveLater: number;
  /** Gaps seen. Under 30 the brand's rhythm is a guess. */
  readonly gaps: number;
}

/** One member's rhythm. */
export interface MemberRhythm {
  readonly meanGapDays: number;
  readonly regularity: number;
  readonly leaveChance: number;
}

const IMAGINED_GAPS = 2;
const REGULARITY_MIN = 0.3;
const REGULARITY_MAX = 20;
/** Regularity is estimated from members with at least this many gaps, where within and between can be told apart. */
const GAPS_FOR_REGULARITY = 3;

/** Learns the brand's rhythm from purchases up to the end of `asOf`. Without any gap it is a month, as irregular as chance. */
export function fitRhythm(occasions: Occasions, asOf: number): RhythmModel {
  let gaps = 0;
  let logMeans = 0;
  let members = 0;
  let within = 0;
  let freedom = 0;
  forEachMember(occasions, asOf, ({ count, sum, squares }) => {
    if (count === 0) return;
    gaps += count;
    members++;
    logMeans += Math.log(sum / count);
    if (count < GAPS_FOR_REGULARITY) return;
    const mean = sum / count;
    within += (squares - count * mean * mean) / (mean * mean);
    freedom += count - 1;
  });
  // The squared coefficient of variation of a gamma gap is 1 / shape; pooled over members with their degrees of freedom.
  const regularity = freedom > 0 ? clamp(freedom / Math.max(within, 1e-9), REGULARITY_MIN, REGULARITY_MAX) : 1;
  const base = {
    meanGapDays: members > 0 ? Math.exp(logMeans / members) : 30,
    regularity,
    leaveAfterFirst: 0.5,
    leaveLater: 0.1,
    gaps,
  };
  return { ...base, ...fitLeaving(occasions, asOf, base) };
}

/** A member's own rhythm from her gaps: `count` of them, adding up to `sum` days, squares to `squares`. */
export function memberRhythm(model: RhythmModel, { count, sum, squares }: GapSums): MemberRhythm {
  const meanGapDays = (IMAGINED_GAPS * model.meanGapDays + sum) / (IMAGINED_GAPS + count);
  const own = count > 0 ? Math.max(0, squares - (sum * sum) / count) / (sum / count) ** 2 : 0;
  const variation = (4 / model.regularity + own) / (4 + Math.max(0, count - 1));
  return {
    meanGapDays,
    regularity: clamp(1 / variation, REGULARITY_MIN, REGULARITY_MAX),
    leaveChance: count === 0 ? model.leaveAfterFirst : model.leaveLater,
  };
}

/**
 * Probability that a member silent for `silentDays` buys nothing in the next `horizonDays`: she has left, or the gap goes on. Stable however long the silence,
 * because the chance of having left carries the limit.
 */
export function rhythmNoPurchase(rhythm: MemberRhythm, silentDays: number, horizonDays: number): number {
  const scale = rhythm.meanGapDays / rhythm.regularity;
  const stillNow = gammaSurvival(rhythm.regularity, silentDays / scale);
  const stillThen = gammaSurvival(rhythm.regularity, (silentDays + horizonDays) / scale);
  const { leaveChance } = rhythm;
  return (leaveChance + (1 - leaveChance) * stillThen) / (leaveChance + (1 - leaveChance) * stillNow);
}

/** What is needed of a member's gaps. */
export interface GapSums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  /** Days from the last purchase to `asOf`. */
  readonly silentDays: number;
}

/** Calls `visit` for every customer who bought by the end of `asOf`. */
export function forEachMember(occasions: Occasions, asOf: number, visit: (sums: GapSums, who: number) => void): void {
  for (let who = 0; who < occasions.customerCount; who++) {
    const from = occasions.start[who] ?? 0;
    let to = occasions.start[who + 1] ?? 0;
    while (to > from && (occasions.day[to - 1] ?? 0) > asOf) to--;
    if (to === from) continue;
    let squares = 0;
    for (let at = from + 1; at < to; at++) squares += ((occasions.day[at] ?? 0) - (occasions.day[at - 1] ?? 0)) ** 2;
    const last = occasions.day[to - 1] ?? 0;
    visit({ count: to - from - 1, sum: last - (occasions.day[from] ?? 0), squares, silentDays: asOf - last }, who);
  }
}

const LEAVE_GRID = 40;
const SAMPLE_MAX = 20_000;

/** The two chances of leaving, by maximum likelihood over a grid: closed gaps say she stayed, an open one that she left or has not yet come. */
function fitLeaving(
  occasions: Occasions,
  asOf: number,
  base: RhythmModel,
): Pick<RhythmModel, 'leaveAfterFirst' | 'leaveLater'> {
  const first = new Float64Array(LEAVE_GRID);
  const later = new Float64Array(LEAVE_GRID);
  const stride = Math.max(1, Math.floor(occasions.customerCount / SAMPLE_MAX));
  forEachMember(occasions, asOf, (sums, who) => {
    if (who % stride !== 0) return;
    const rhythm = memberRhythm(base, sums);
    const still = gammaSurvival(rhythm.regularity, (sums.silentDays * rhythm.regularity) / rhythm.meanGapDays);
    for (let step = 0; step < LEAVE_GRID; step++) {
      const leave = leaveAt(step);
      const open = Math.log(leave + (1 - leave) * still);
      if (sums.count === 0) first[step] = (first[step] ?? 0) + open;
      else {
        first[step] = (first[step] ?? 0) + Math.log1p(-leave);
        later[step] = (later[step] ?? 0) + open + (sums.count - 1) * Math.log1p(-leave);
      }
    }
  });
  return { leaveAfterFirst: leaveAt(argmax(first)), leaveLater: leaveAt(argmax(later)) };
}

function leaveAt(step: number): number {
  return 0.005 + (0.94 * step) / LEAVE_GRID;
}

function argmax(values: Float64Array): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? index : best), 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
