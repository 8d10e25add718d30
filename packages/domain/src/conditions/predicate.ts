import { notByTime } from '../kernel/base/instants.ts';
import type { ConditionSubject } from '../kernel/fields/subject.ts';

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
