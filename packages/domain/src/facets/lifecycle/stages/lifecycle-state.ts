import { notByTime } from '../../../kernel/base/instants.ts';

/** Where a member stands in one lifecycle, as of her clock. */
export interface StageStanding {
  /** Id of the lifecycle document. */
  lifecycle: string;
  stage: string;
  /** Since when, epoch milliseconds. */
  since: number;
  /** When time alone moves her on, `notByTime` when it does not. */
  nextAt: number;
  /** Live reactivations on the timeline up to the clock. */
  reactivations: number;
}

/** One standing per lifecycle of the program, in the program's order; none before the first evidence. */
export interface LifecycleState {
  standings: StageStanding[];
}

export const lifecyclesMax = 4;

export function createLifecycleState(): LifecycleState {
  return { standings: [] };
}

/** The next instant at which time alone moves any standing, or null. */
export function nextWakeAt(state: LifecycleState): number | null {
  let next = notByTime;
  for (const standing of state.standings) if (standing.nextAt < next) next = standing.nextAt;
  return next === notByTime ? null : next;
}
