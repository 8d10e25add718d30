import type { Binder } from './binder.ts';

/** Where a condition is asked: a query over rows of members, with the columns of the members' table that the condition names. */
export interface ConditionSource {
  readonly binder: Binder;
  /** The instant that windows end at, epoch milliseconds. */
  readonly at: number;
  /** IANA zone in which calendar days begin. */
  readonly zone: string;
  /** A subquery in parentheses, one row a member: `who`, and the name in a dated name of a facet's table (`place`). */
  placesOf(table: string, column: string): string;
}
