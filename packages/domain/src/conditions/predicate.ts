import type { ActivityState } from '../activity/activity-state.ts';
import type { DayTable } from '../activity/day-table.ts';
import { notByTime } from '../activity/instants.ts';
import type { AttributeRow } from '../fold/rows.ts';
import type { StageStanding } from '../lifecycle/lifecycle-state.ts';

/** Of whom a condition is asked. Timeline conditions read the activity alone. */
export interface ConditionSubject {
  readonly activity: ActivityState;
  /** By `attributeKey`; only what the condition names need be there. */
  readonly attributes: ReadonlyMap<string, AttributeRow>;
  readonly standings: readonly StageStanding[];
}

/** What a condition is compiled against: the calendar and the brand's statistics. */
export interface ConditionWorld {
  readonly days: DayTable;
  /** The brand's median purchase gap, days. */
  readonly brandGapDays: number;
  /** Repurchase cycle in days by `categoryHash`. */
  readonly cycleDays: ReadonlyMap<number, number>;
}

/** A condition ready to be asked a million times a second. */
export interface Predicate {
  readonly test: (subject: ConditionSubject, at: number) => boolean;
  /**
   * The first instant after `at` at which time alone may change the verdict of a clause; `notByTime` when there is none.
   * Every real flip is a candidate; not every candidate is a flip.
   */
  readonly candidateAfter: (subject: ConditionSubject, at: number) => number;
  /** Which evidence can change the verdict. */
  readonly mask: number;
}

/** Shared by all clauses that time alone never changes, so that groups can leave them out. */
export function neverFlips(): number {
  return notByTime;
}

const noAttributes: ReadonlyMap<string, AttributeRow> = new Map();

/** Somebody of whom only the activity is known: what lifecycles need. */
export function subjectOf(activity: ActivityState): ConditionSubject {
  return { activity, attributes: noAttributes, standings: [] };
}
