import type { ActivityKind } from './rows.ts';
import { dayMs, never } from '../../../kernel/base/instants.ts';

/** Kinds whose last instant and number of days the state keeps; the others are counted in their rows alone. */
export const trackedKinds = [
  'sign_in',
  'page_view',
  'product_view',
  'cart',
  'store_visit',
  'check_in',
  'review',
  'complaint',
  'survey',
  'referral',
  'message_opened',
  'message_clicked',
] as const satisfies readonly ActivityKind[];
export type TrackedKind = (typeof trackedKinds)[number];

/** What the member does herself. Opened messages are not among them: mail programs open by themselves. */
export const interactionKinds = [
  'sign_in',
  'page_view',
  'product_view',
  'cart',
  'store_visit',
  'check_in',
  'review',
  'complaint',
  'survey',
  'referral',
  'message_clicked',
] as const satisfies readonly TrackedKind[];

/** Purchases that the state remembers: enough for the last 16 gaps. */
export const recentPurchasesMax = 17;
/** Above this many facts a "member" is a card that a till lends to everybody: kept as aggregates, without a timeline. */
export const sharedCardFactsMin = 50_000;

/**
 * What a member's evidence amounts to, as of the last of it, in bounded space. Instants are epoch milliseconds, `never`
 * where nothing happened. Mutable, because the fold touches it a million times a second; owned by one `MemberWork`.
 *
 * Purchases that were withdrawn (cancelled or refunded in full) leave the counts and the list of recent ones at the
 * instant of their withdrawal. The list is not refilled from before its reach: beyond seventeen purchases, a withdrawn
 * one shortens it until the next purchases come.
 */
export interface ActivityState {
  /** Facts applied, evidence or not. */
  factCount: number;
  /** Instant of the latest evidence. */
  foldedUntil: number;
  /** Instant of the earliest evidence: where the stage timeline begins. */
  firstAt: number;
  registeredAt: number;
  firstPurchaseAt: number;
  /** `categoryHash` of the last purchase; 0 unknown. */
  lastCategory: number;
  /** Purchases that stand. */
  purchaseCount: number;
  cancelledCount: number;
  /** Refunds, in whole or by line. */
  refundCount: number;
  grossMinor: number;
  refundedMinor: number;
  reviewCount: number;
  /** Sum of the ratings of all reviews. */
  ratingSum: number;
  /** Instants of the last standing purchases, ascending, at most `recentPurchasesMax`. */
  recentPurchases: number[];
  /** Last instant of each tracked kind, in the order of `trackedKinds`. */
  lastAt: number[];
  /** Days with each tracked kind. */
  days: number[];
  /** Median gap between recent purchase days in milliseconds, NaN when not computed since the last change; never stored. */
  medianGapCache: number;
}

export function createActivityState(): ActivityState {
  return {
    factCount: 0,
    foldedUntil: never,
    firstAt: never,
    registeredAt: never,
    firstPurchaseAt: never,
    lastCategory: 0,
    purchaseCount: 0,
    cancelledCount: 0,
    refundCount: 0,
    grossMinor: 0,
    refundedMinor: 0,
    reviewCount: 0,
    ratingSum: 0,
    recentPurchases: [],
    lastAt: [never, never, never, never, never, never, never, never, never, never, never, never],
    days: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    medianGapCache: Number.NaN,
  };
}

export function copyActivityState(state: ActivityState): ActivityState {
  return { ...state, recentPurchases: [...state.recentPurchases], lastAt: [...state.lastAt], days: [...state.days] };
}

const trackedIndexes: ReadonlyMap<string, number> = new Map(trackedKinds.map((kind, index) => [kind, index]));

/** Place of a kind in `lastAt` and `days`, or -1 for a kind that the state does not keep. */
export function trackedIndex(kind: ActivityKind): number {
  return trackedIndexes.get(kind) ?? -1;
}

export function isSharedCard(state: ActivityState): boolean {
  return state.factCount > sharedCardFactsMin;
}

export function lastPurchaseAt(state: ActivityState): number {
  const recent = state.recentPurchases;
  if (recent.length > 0) return recent[recent.length - 1] ?? never;
  return state.purchaseCount > 0 ? state.firstPurchaseAt : never;
}

const interactionIndexes = interactionKinds.map((kind) => trackedIndex(kind));

/** Latest of registration, standing purchases and whatever the member did herself. */
export function lastInteractionAt(state: ActivityState): number {
  let last = Math.max(state.registeredAt, lastPurchaseAt(state));
  for (const index of interactionIndexes) last = Math.max(last, state.lastAt[index] ?? never);
  return last;
}

/** Purchases within the last `windowMs` before `at`; exact up to sixteen, seventeen means "more than sixteen". */
export function purchasesWithin(state: ActivityState, windowMs: number, at: number): number {
  const recent = state.recentPurchases;
  let count = 0;
  for (let i = recent.length - 1; i >= 0 && (recent[i] ?? never) + windowMs > at; i -= 1) count += 1;
  return count;
}

/**
 * The member's own rhythm: the median of the gaps between recent purchases, in milliseconds; null without two purchases
 * at least half a day apart. Purchases closer than that are one visit to the shop split over several receipts.
 */
export function medianGapMs(state: ActivityState): number | null {
  if (Number.isNaN(state.medianGapCache)) state.medianGapCache = computeMedianGap(state.recentPurchases);
  return state.medianGapCache < 0 ? null : state.medianGapCache;
}

const sameVisitMs = dayMs / 2;

function computeMedianGap(recent: readonly number[]): number {
  const gaps: number[] = [];
  let visitAt = recent[0] ?? 0;
  for (let i = 1; i < recent.length; i += 1) {
    const at = recent[i] ?? 0;
    if (at - visitAt < sameVisitMs) continue;
    gaps.push(at - visitAt);
    visitAt = at;
  }
  if (gaps.length === 0) return -1;
  gaps.sort((a, b) => a - b);
  const middle = gaps.length >> 1;
  const upper = gaps[middle] ?? 0;
  return gaps.length % 2 === 1 ? upper : Math.floor(((gaps[middle - 1] ?? 0) + upper) / 2);
}

const fnvOffset = 2_166_136_261;
const fnvPrime = 16_777_619;
const categoryHashBits = 28;

/** FNV-1a folded to 28 bits: a category path in four bytes of state. 0 only for the unknown category ''. */
export function categoryHash(category: string): number {
  if (category === '') return 0;
  let hash = fnvOffset;
  for (let i = 0; i < category.length; i += 1) hash = Math.imul(hash ^ category.charCodeAt(i), fnvPrime);
  const folded = ((hash >>> categoryHashBits) ^ hash) & (2 ** categoryHashBits - 1);
  return folded === 0 ? 1 : folded;
}
