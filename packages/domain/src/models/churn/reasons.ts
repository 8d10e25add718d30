import { quantileOf } from '../statistics/order.ts';
import type { Occasions } from '../transactions/occasions.ts';

/**
 * Why a customer is on the list, as facts: the wording is the reader's language. Amounts in units of currency, times in days.
 * - `gap-beyond-own`: silent for longer than nine in ten of her own gaps (five at least).
 * - `gap-beyond-brand`: too few gaps of her own; silent for longer than nine in ten of the brand's.
 * - `never-returned`: one purchase, and nine in ten of those who make a second one have made it by now.
 * - `gaps-growing`: her last two gaps are half as long again as those before, or more (five at least).
 * - `orders-falling`: her last three orders average three quarters of those before, or less (six at least).
 * - `returns-rising`: of her last three orders a greater part came back than before, by a tenth or more.
 */
export type ChurnReason =
  | {
      readonly code: 'gap-beyond-own';
      readonly silentDays: number;
      readonly ownNinthDecileDays: number;
      readonly gaps: number;
    }
  | { readonly code: 'gap-beyond-brand'; readonly silentDays: number; readonly brandNinthDecileDays: number }
  | { readonly code: 'never-returned'; readonly silentDays: number; readonly secondPurchaseNinthDecileDays: number }
  | { readonly code: 'gaps-growing'; readonly recentGapDays: number; readonly earlierGapDays: number }
  | { readonly code: 'orders-falling'; readonly recentOrder: number; readonly earlierOrder: number }
  | { readonly code: 'returns-rising'; readonly recentShare: number; readonly earlierShare: number };

/** What is usual for the brand: ninth deciles of completed gaps (`gapQuantile(survival, 0.9)`); NaN where unknown. */
export interface BrandGaps {
  readonly ninthDecileDays: number;
  readonly secondPurchaseNinthDecileDays: number;
}

const OWN_GAPS_MIN = 5;
const ORDERS_MIN = 6;
const RECENT = 3;

/** Reasons that hold for one customer at the end of `asOf`, strongest kind first; none for a customer without purchases or with nothing unusual. */
export function churnReasons(
  occasions: Occasions,
  who: number,
  context: { readonly asOf: number; readonly brand: BrandGaps },
): readonly ChurnReason[] {
  const from = occasions.start[who] ?? 0;
  let to = occasions.start[who + 1] ?? 0;
  while (to > from && (occasions.day[to - 1] ?? 0) > context.asOf) to--;
  if (to <= from) return [];
  const days = occasions.day.subarray(from, to);
  const silentDays = context.asOf - (days[days.length - 1] ?? 0);
  const gaps = Array.from(days.subarray(1), (day, index) => day - (days[index] ?? 0));
  return [
    gapReason(gaps, silentDays, context.brand),
    growingReason(gaps),
    fallingReason(occasions.amount.subarray(from, to)),
    returnsReason(occasions.amount.subarray(from, to), occasions.returned.subarray(from, to)),
  ].filter((reason) => reason !== undefined);
}

function gapReason(gaps: readonly number[], silentDays: number, brand: BrandGaps): ChurnReason | undefined {
  if (gaps.length >= OWN_GAPS_MIN) {
    const ownNinthDecileDays = quantileOf(Float64Array.from(gaps).sort(), 0.9);
    return silentDays > ownNinthDecileDays
      ? { code: 'gap-beyond-own', silentDays, ownNinthDecileDays, gaps: gaps.length }
      : undefined;
  }
  if (gaps.length === 0) {
    const { secondPurchaseNinthDecileDays } = brand;
    return silentDays > secondPurchaseNinthDecileDays
      ? { code: 'never-returned', silentDays, secondPurchaseNinthDecileDays }
      : undefined;
  }
  return silentDays > brand.ninthDecileDays
    ? { code: 'gap-beyond-brand', silentDays, brandNinthDecileDays: brand.ninthDecileDays }
    : undefined;
}

function growingReason(gaps: readonly number[]): ChurnReason | undefined {
  if (gaps.length < OWN_GAPS_MIN) return undefined;
  const recentGapDays = meanOfList(gaps.slice(-2));
  const earlierGapDays = meanOfList(gaps.slice(0, -2));
  return recentGapDays >= 1.5 * earlierGapDays ? { code: 'gaps-growing', recentGapDays, earlierGapDays } : undefined;
}

function fallingReason(amounts: Float64Array): ChurnReason | undefined {
  if (amounts.length < ORDERS_MIN) return undefined;
  const recentOrder = meanOfList(amounts.subarray(-RECENT));
  const earlierOrder = meanOfList(amounts.subarray(0, -RECENT));
  return recentOrder <= 0.75 * earlierOrder ? { code: 'orders-falling', recentOrder, earlierOrder } : undefined;
}

function returnsReason(amounts: Float64Array, returned: Float64Array): ChurnReason | undefined {
  if (amounts.length < ORDERS_MIN) return undefined;
  const recentShare = meanOfList(returned.subarray(-RECENT)) / meanOfList(amounts.subarray(-RECENT));
  const earlierShare = meanOfList(returned.subarray(0, -RECENT)) / meanOfList(amounts.subarray(0, -RECENT));
  return recentShare >= earlierShare + 0.1 ? { code: 'returns-rising', recentShare, earlierShare } : undefined;
}

function meanOfList(values: ArrayLike<number> & Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
