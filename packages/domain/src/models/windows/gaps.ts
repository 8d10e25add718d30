import type { Occasions } from '../transactions/occasions.ts';
import type { Transactions } from '../transactions/transactions.ts';
import { NO_CODE } from '../transactions/transactions.ts';

/**
 * How long people take to buy again, told honestly: gaps that ended in a purchase, and gaps still open at the end of the data. Leaving the
 * open ones out (as folklore does) makes every brand look faster than it is, because long gaps are the ones not finished yet.
 */
export interface GapSurvival {
  /** Gaps that ended in a purchase. */
  readonly closed: number;
  /** Gaps still open at the end: the last purchase of every customer. */
  readonly open: number;
  /**
   * `returned[d]`: share of purchases followed by another within d days (Kaplan & Meier 1958, one minus their estimate), d from 0 to the
   * longest time watched. Non-decreasing, within [0, 1].
   */
  readonly returned: Float64Array;
  /** `atRisk[d]`: gaps that lasted at least d days, ended or not. */
  readonly atRisk: Float64Array;
}

/** Counts gaps by whole days: `closedAt[d]`, `openAt[d]`. */
interface GapCounts {
  readonly closedAt: Float64Array;
  readonly openAt: Float64Array;
}

/** Which gaps to take: all of them, or only those after a customer's first purchase. */
export type GapSelection = 'all' | 'first';

/**
 * Purchase gaps of the whole brand, as of the end of day `asOf` (which must not precede the last occasion).
 * @throws RangeError when an occasion lies after `asOf`.
 */
export function gapSurvivalOf(occasions: Occasions, asOf: number, selection: GapSelection = 'all'): GapSurvival {
  const counts = emptyCounts(spanOf(occasions, asOf));
  for (let who = 0; who < occasions.customerCount; who++) {
    const from = occasions.start[who] ?? 0;
    const to =
      selection === 'first' ? Math.min(from + 2, occasions.start[who + 1] ?? 0) : (occasions.start[who + 1] ?? 0);
    for (let at = from + 1; at < to; at++)
      addOne(counts.closedAt, (occasions.day[at] ?? 0) - (occasions.day[at - 1] ?? 0));
    const isOpen = selection === 'all' ? to > from : to === from + 1;
    if (isOpen) addOne(counts.openAt, asOf - (occasions.day[to - 1] ?? 0));
  }
  return survivalOf(counts);
}

/**
 * Gaps between purchases of the same category by the same customer, one curve a category code; index is the code. Empty when lines carry no
 * category. `asOf` bounds what is looked at.
 */
export function categoryGapSurvival(transactions: Transactions, asOf: number): readonly GapSurvival[] {
  const { category, orderedOn, isReturn, dictionaries } = transactions;
  if (category === undefined) return [];
  const size = dictionaries.categories?.length ?? largestCode(category) + 1;
  const days = Math.max(1, asOf - transactions.firstOn + 1);
  const counts = Array.from({ length: size }, () => emptyCounts(days));
  const lastOn = new Int32Array(size);
  const seenBy = new Uint32Array(size);
  const touched: number[] = [];
  for (let who = 0; who < transactions.customerCount; who++) {
    touched.length = 0;
    for (let row = transactions.start[who] ?? 0; row < (transactions.start[who + 1] ?? 0); row++) {
      const code = category[row] ?? NO_CODE;
      const day = orderedOn[row] ?? 0;
      if (code === NO_CODE || isReturn?.[row] === 1 || day > asOf) continue;
      if (seenBy[code] !== who + 1) touched.push(code);
      else if (day > (lastOn[code] ?? 0)) addOne(counts[code]?.closedAt, day - (lastOn[code] ?? 0));
      seenBy[code] = who + 1;
      lastOn[code] = day;
    }
    for (const code of touched) addOne(counts[code]?.openAt, asOf - (lastOn[code] ?? 0));
  }
  return counts.map(survivalOf);
}

/**
 * How long the curve can be believed, in days: as long as at least 20 gaps are still watched (one in twenty of a smaller brand's). At its far end a single comeback would move it by
 * tens of percent.
 */
export function watchedDays(survival: GapSurvival): number {
  const enough = Math.min(20, Math.ceil((survival.closed + survival.open) / 20));
  const end = survival.atRisk.findIndex((waiting) => waiting < enough);
  return (end < 0 ? survival.atRisk.length : Math.max(1, end)) - 1;
}

/**
 * The day by which `share` of those who ever come back (within the days watched) have done so: the quantile of completed gaps, corrected for the open ones. NaN when nobody came back.
 */
export function gapQuantile(survival: GapSurvival, share: number): number {
  const ever = survival.returned[watchedDays(survival)] ?? 0;
  if (ever <= 0) return Number.NaN;
  return survival.returned.findIndex((returned) => returned >= ever * share - 1e-12);
}

/** Of those silent for `days`, the share that would still come back by themselves within the days watched. */
export function comebackShare(survival: GapSurvival, days: number): number {
  const last = watchedDays(survival);
  const by = survival.returned[Math.min(last, Math.max(0, days))] ?? 0;
  const ever = survival.returned[last] ?? 0;
  return by >= 1 ? 0 : (ever - by) / (1 - by);
}

function spanOf(occasions: Occasions, asOf: number): number {
  let earliest = asOf;
  for (const day of occasions.day) {
    if (day > asOf) throw new RangeError(`an occasion on day ${day} lies after ${asOf}`);
    if (day < earliest) earliest = day;
  }
  return asOf - earliest + 1;
}

function emptyCounts(days: number): GapCounts {
  return { closedAt: new Float64Array(days), openAt: new Float64Array(days) };
}

function addOne(counts: Float64Array | undefined, at: number): void {
  if (counts !== undefined) counts[at] = (counts[at] ?? 0) + 1;
}

function largestCode(codes: Uint32Array): number {
  let largest = -1;
  for (const code of codes) if (code !== NO_CODE && code > largest) largest = code;
  return largest;
}

/** Kaplan–Meier over whole days; a gap still open at d days counts as watched on day d (Kaplan & Meier 1958, §2). */
function survivalOf({ closedAt, openAt }: GapCounts): GapSurvival {
  const days = closedAt.length;
  const atRisk = new Float64Array(days);
  const returned = new Float64Array(days);
  let waiting = 0;
  let closed = 0;
  let open = 0;
  for (let day = days - 1; day >= 0; day--) {
    closed += closedAt[day] ?? 0;
    open += openAt[day] ?? 0;
    waiting += (closedAt[day] ?? 0) + (openAt[day] ?? 0);
    atRisk[day] = waiting;
  }
  let still = 1;
  for (let day = 0; day < days; day++) {
    const risk = atRisk[day] ?? 0;
    if (risk > 0) still *= 1 - (closedAt[day] ?? 0) / risk;
    returned[day] = 1 - still;
  }
  return { closed, open, returned, atRisk };
}
