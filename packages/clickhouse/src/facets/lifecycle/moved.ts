import type { Binder } from '../../conditions/binder.ts';
import { entryAt, timelines } from './timeline.ts';

/** A transition on the timeline: no field says it, because it is about what happened within a period. */
export interface MovedFilter {
  /** '' for a first entry. */
  readonly from?: string;
  readonly to?: string;
  readonly fromAt: number;
  /** Excluded. */
  readonly toAt: number;
  readonly isReactivation?: boolean;
  /** Compares the two ends of the period, whatever lies between: those who stayed move from a stage to the same. */
  readonly isNet?: boolean;
}

/** Whether a member moved so; `{lifecycle:String}` is a parameter of the query. */
export function movedSql(moved: MovedFilter, binder: Binder): string {
  const holds = moved.isNet === true ? netSql(moved, binder) : transitionSql(moved, binder);
  return `member_id in (
    select member_id from ${timelines}
     where ${holds})`;
}

function transitionSql({ from, to, fromAt, toAt, isReactivation }: MovedFilter, binder: Binder): string {
  const parts = [`move.3 >= ${binder.bind('Int64', fromAt)}`, `move.3 < ${binder.bind('Int64', toAt)}`];
  if (from !== undefined) parts.push(`move.1 = ${binder.bind('String', from)}`);
  if (to !== undefined) parts.push(`move.2 = ${binder.bind('String', to)}`);
  if (isReactivation !== undefined) parts.push(isReactivation ? 'move.4' : 'not move.4');
  return `arrayExists(move -> ${parts.join(' and ')},
                       arrayZip(arrayPushFront(arrayPopBack(stage), ''), stage, from_at, is_reactivation))`;
}

/** As the net flows of the overview count. */
function netSql({ from, to, fromAt, toAt }: MovedFilter, binder: Binder): string {
  const [start, end] = [binder.bind('Int64', fromAt), binder.bind('Int64', toAt)];
  const parts = [`from_at[1] < ${end}`];
  if (from !== undefined) parts.push(`stage[${entryAt(`${start} - 1`)}] = ${binder.bind('String', from)}`);
  if (to !== undefined) parts.push(`stage[${entryAt(`${end} - 1`)}] = ${binder.bind('String', to)}`);
  return parts.join(' and ');
}
