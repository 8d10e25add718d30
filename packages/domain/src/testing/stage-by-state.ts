import type { ActivityState } from '../facets/lifecycle/activity/activity-state.ts';
import { subjectOfActivity } from '../facets/lifecycle/activity/subject.ts';
import { stageAt } from '../facets/lifecycle/stages/compile-lifecycle.ts';
import type { CompiledLifecycle } from '../facets/lifecycle/stages/compile-lifecycle.ts';

/**
 * The stage that a lifecycle gives a member at an instant by her state alone, for tests to hold against what her timeline says. Right for instants not
 * before her last evidence, and as long as purchases count as they did when the state was folded. Null for a member without evidence.
 */
export function stageByState(lifecycle: CompiledLifecycle, activity: ActivityState, asOfAt: number): string | null {
  if (!Number.isFinite(activity.firstAt)) return null;
  return stageAt(lifecycle, subjectOfActivity(activity), asOfAt).id;
}
