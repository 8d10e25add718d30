import { createSubjectPart, subjectOfPart } from '../../../kernel/fields/subject.ts';
import type { ConditionSubject } from '../../../kernel/fields/subject.ts';
import type { ActivityState } from './activity-state.ts';

/** The number of the facet that activity and stages are, for good. */
export const lifecycleIndex = 0;

/** What conditions read of activity and stages. */
export interface LifecyclePart {
  readonly activity: ActivityState;
  readonly standings: readonly { readonly lifecycle: string; readonly stage: string }[];
}

export const lifecyclePart = createSubjectPart<LifecyclePart>(lifecycleIndex);

/** Somebody of whom only the activity is known: what stages are judged by. */
export function subjectOfActivity(activity: ActivityState): ConditionSubject {
  return subjectOfPart(lifecycleIndex, { activity, standings: [] });
}
