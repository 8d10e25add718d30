import { recentPurchasesMax } from './activity-state.ts';
import type { ActivityState } from './activity-state.ts';
import type { DayTable } from '../../../kernel/base/day-table.ts';
import { evidenceEventTypes } from './evidence-event.ts';
import type { EvidenceEvent } from './evidence-event.ts';
import { never } from '../../../kernel/base/instants.ts';

/**
 * Takes one event into the state. Events must come in the order of `compareEvents`; the fold calls this for each new
 * event (append) and for all events anew (repair), which is why both give the same state (invariant E3).
 */
export function advance(state: ActivityState, event: EvidenceEvent, days: DayTable): void {
  noteSeen(state, event.at);
  switch (event.type) {
    case evidenceEventTypes.seen:
      return;
    case evidenceEventTypes.activity:
      advanceActivity(state, { at: event.at, kindIndex: event.kindIndex }, days);
      return;
    case evidenceEventTypes.registration:
      if (state.registeredAt === never) state.registeredAt = event.at;
      return;
    case evidenceEventTypes.purchase:
      advancePurchase(state, event);
      return;
    case evidenceEventTypes.refund:
      state.refundCount += 1;
      state.refundedMinor += event.amountMinor;
      return;
    case evidenceEventTypes.withdrawal:
      withdrawPurchase(state, event.purchaseAt);
      return;
    case evidenceEventTypes.cancellation:
      state.cancelledCount += 1;
      state.grossMinor -= event.amountMinor;
      state.refundedMinor -= event.refundedMinor;
      return;
  }
}

export function noteSeen(state: ActivityState, at: number): void {
  if (state.firstAt === never || at < state.firstAt) state.firstAt = at;
  if (at > state.foldedUntil) state.foldedUntil = at;
}

/** Counts a day when the kind's last instant lies on another one; in time order that is exact. */
export function advanceActivity(
  state: ActivityState,
  activity: { at: number; kindIndex: number },
  days: DayTable,
): void {
  const { at, kindIndex } = activity;
  if (kindIndex < 0) return;
  const last = state.lastAt[kindIndex] ?? never;
  if (last === never || days.dayOf(last) !== days.dayOf(at)) state.days[kindIndex] = (state.days[kindIndex] ?? 0) + 1;
  if (at > last) state.lastAt[kindIndex] = at;
}

function advancePurchase(state: ActivityState, event: EvidenceEvent): void {
  if (state.purchaseCount === 0) state.firstPurchaseAt = event.at;
  state.purchaseCount += 1;
  state.grossMinor += event.amountMinor;
  state.lastCategory = event.category;
  const recent = state.recentPurchases;
  if (recent.length === recentPurchasesMax) recent.shift();
  insertAscending(recent, event.at);
  state.medianGapCache = Number.NaN;
}

/** Purchases come in the order of time; only a shared card's come as they are told. */
function insertAscending(recent: number[], at: number): void {
  let place = recent.length;
  while (place > 0 && (recent[place - 1] ?? at) > at) place -= 1;
  if (place === recent.length) recent.push(at);
  else recent.splice(place, 0, at);
}

function withdrawPurchase(state: ActivityState, purchaseAt: number): void {
  const recent = state.recentPurchases;
  const place = recent.lastIndexOf(purchaseAt);
  if (place >= 0) {
    if (place === recent.length - 1) state.lastCategory = 0;
    recent.splice(place, 1);
  }
  state.purchaseCount -= 1;
  if (state.purchaseCount === 0) state.firstPurchaseAt = never;
  else if (state.purchaseCount <= recent.length) state.firstPurchaseAt = recent[0] ?? never;
  state.medianGapCache = Number.NaN;
}
