import {
  lifecycleRulesOf,
  stageAt,
  subjectOfActivity,
  type ActivityState,
  type LifecycleState,
} from '@perennial/domain';
import type { Programs } from '../fold/programs.ts';

/** A member as her stored state tells of her. */
export interface StandingMember {
  readonly activity: ActivityState;
  readonly lifecycle: LifecycleState;
  readonly programVersion: number;
}

/** Where time alone takes a member next: the stage at its `nextAt`, by lifecycle; lifecycles that cannot be judged are absent. */
export type NextStageOf = (member: StandingMember) => ReadonlyMap<string, string>;

/** Judges under the version that the member was folded under; a version that is not loaded yet judges nothing. */
export function createNextStageOf(programs: Programs): NextStageOf {
  return ({ activity, lifecycle, programVersion }) => {
    const program = programs.context.programs.find(({ version }) => version === programVersion);
    const compiled = program === undefined ? [] : lifecycleRulesOf(program).lifecycles;
    const subject = subjectOfActivity(activity);
    const next = new Map<string, string>();
    for (const standing of lifecycle.standings) {
      const rules = compiled.find((one) => one.id === standing.lifecycle);
      if (rules === undefined || !Number.isFinite(standing.nextAt)) continue;
      next.set(standing.lifecycle, stageAt(rules, subject, standing.nextAt).id);
    }
    return next;
  };
}
