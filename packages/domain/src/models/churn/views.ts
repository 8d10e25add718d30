import type { Occasions } from '../transactions/occasions.ts';
import { gapSurvivalOf } from '../windows/gaps.ts';
import type { GapSurvival } from '../windows/gaps.ts';
import { fitRhythm, forEachMember, memberRhythm, rhythmNoPurchase } from './rhythm.ts';
import type { RhythmModel } from './rhythm.ts';

/** What is known of each member at a day. Columns of equal length. */
export interface Views {
  readonly customer: Uint32Array;
  readonly silentDays: Float64Array;
  readonly ownNoPurchase: Float64Array;
  readonly brandNoPurchase: Float64Array;
  readonly purchases: Float64Array;
  readonly meanGapDays: Float64Array;
  readonly rhythm: RhythmModel;
}

/** Everybody's, or those kept, as known at the end of `asOf`; `horizonDays` in the days of the clock. */
export function viewsAt(
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
