import { never } from '../../../kernel/base/instants.ts';
import { createActivityState } from './activity-state.ts';
import type { ActivityState } from './activity-state.ts';
import { evidenceEventTypes } from './evidence-event.ts';
import type { EvidenceEvent } from './evidence-event.ts';

/*
 * A card that a till lends to everybody is nobody's history: above `sharedCardFactsMin` facts a member is kept as counts and sums,
 * without stages, rhythm or last instants. Each of them can be moved on by one row's change alone, and each is a function of the set
 * of facts, so that a shared card does not depend on the order of arrival either (invariant E3): not on which facts came before
 * it was known to be one. The figures that are left out (first and last purchase, days of activity) cannot be had so: to take
 * back the latest of many, all of them would have to be read.
 */

/** What a shared card's events amount to, reviews left out. */
export function aggregatesOf(events: readonly EvidenceEvent[]): ActivityState {
  const state = createActivityState();
  for (const event of events) {
    noteShared(state, event.at);
    if (event.type === evidenceEventTypes.registration) noteRegistered(state, event.at);
    count(state, event, 1);
  }
  return state;
}

/** Takes the change of one order's story into the counts and sums of a shared card. */
export function aggregateOrder(
  state: ActivityState,
  change: { readonly eventsBefore: readonly EvidenceEvent[]; readonly eventsAfter: readonly EvidenceEvent[] },
): void {
  if (change.eventsBefore === change.eventsAfter) return;
  for (const event of change.eventsBefore) count(state, event, -1);
  for (const event of change.eventsAfter) {
    noteShared(state, event.at);
    count(state, event, 1);
  }
}

export function noteShared(state: ActivityState, at: number): void {
  if (state.firstAt === never || at < state.firstAt) state.firstAt = at;
  // Nothing is folded in order any more; the codec keeps instants relative to the first.
  state.foldedUntil = state.firstAt;
}

export function noteRegistered(state: ActivityState, at: number): void {
  state.registeredAt = state.registeredAt === never ? at : Math.min(state.registeredAt, at);
}

function count(state: ActivityState, event: EvidenceEvent, sign: 1 | -1): void {
  switch (event.type) {
    case evidenceEventTypes.purchase:
      state.purchaseCount += sign;
      state.grossMinor += sign * event.amountMinor;
      return;
    case evidenceEventTypes.refund:
      state.refundCount += sign;
      state.refundedMinor += sign * event.amountMinor;
      return;
    case evidenceEventTypes.withdrawal:
      state.purchaseCount -= sign;
      return;
    case evidenceEventTypes.cancellation:
      state.cancelledCount += sign;
      state.grossMinor -= sign * event.amountMinor;
      state.refundedMinor -= sign * event.refundedMinor;
      return;
    default:
      return;
  }
}
