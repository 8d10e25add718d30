import type { Binder } from '../../conditions/binder.ts';
import { timelines } from './timeline.ts';

/** A transition on the timeline: no field says it, because it is about what happened within a period. */
export interface MovedFilter {
  /** '' for a first entry. */
  readonly from?: string;
  readonly to?: string;
  readonly fromAt: number;
  /** Excluded. */
  readonly toAt: number;
  readonly isReactivation?: boolean;
}

/** Whether a member moved so; `{lifecycle:String}` is a parameter of the query. */
export function movedSql(moved: MovedFilter, binder: Binder): string {
  const { from, to, fromAt, toAt, isReactivation } = moved;
  const parts = [`move.3 >= ${binder.bind('Int64', fromAt)}`, `move.3 < ${binder.bind('Int64', toAt)}`];
  if (from !== undefined) parts.push(`move.1 = ${binder.bind('String', from)}`);
  if (to !== undefined) parts.push(`move.2 = ${binder.bind('String', to)}`);
  if (isReactivation !== undefined) parts.push(isReactivation ? 'move.4' : 'not move.4');
  return `member_id in (
    select member_id from ${timelines}
     where arrayExists(move -> ${parts.join(' and ')},
                       arrayZip(arrayPushFront(arrayPopBack(stage), ''), stage, from_at, is_reactivation)))`;
}
