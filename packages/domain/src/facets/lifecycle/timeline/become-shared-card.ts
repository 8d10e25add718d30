import { invariant } from '../../../kernel/base/invariant.ts';
import { eventsOfRows } from '../activity/evidence-events.ts';
import { aggregatesOf } from '../activity/shared-card.ts';
import { addReviews, evidenceOf } from './move-timeline.ts';
import { clearEntries, entriesOf } from './record-entries.ts';
import type { LifecycleView, Move } from './rules.ts';

/** Makes the member a shared card, or makes one anew, from all of her evidence; her stages end, as if she never had any. */
export function becomeSharedCard(view: LifecycleView, { rules, use }: Move): void {
  const { state } = view;
  const entries = entriesOf(view);
  invariant(state.hasAllEntries, 'all stage entries are needed to end the timeline of a shared card');
  const evidence = evidenceOf(view);
  const { factCount } = state.activity;
  state.activity = aggregatesOf(eventsOfRows(evidence, rules.settings.purchaseCountsWhen));
  state.activity.factCount = factCount;
  addReviews(state.activity, evidence.days);
  clearEntries(view, new Set(entries.map((entry) => entry.lifecycle)), use);
  state.lifecycle = { standings: [] };
  view.noteChange();
}
