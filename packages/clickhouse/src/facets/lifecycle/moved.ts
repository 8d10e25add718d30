import type { Binder } from '../../conditions/binder.ts';
import type { AsKnown } from '../../earlier/as-known.ts';
import { movementSql, transitions } from './movements.ts';
import type { Movement, StageRoles } from './movements.ts';
import { entryAt, timelinesOf } from './timeline.ts';

/** A transition on the timeline: no field says it, because it is about what happened within a period. */
export interface MovedFilter {
  /** '' for a first entry. */
  readonly from?: string;
  readonly to?: string;
  readonly fromAt: number;
  /** Excluded. */
  readonly toAt: number;
  readonly isReactivation?: boolean;
  /** What the move means, by what the stages mean. */
  readonly as?: { readonly movement: Movement; readonly roles: StageRoles };
  /** Compares the two ends of the period, whatever lies between: those who stayed move from a stage to the same. */
  readonly isNet?: boolean;
}

/** Whether a member moved so; `{lifecycle:String}` is a parameter of the query. */
export function movedSql(moved: MovedFilter, binder: Binder, asKnown: AsKnown): string {
  const holds = moved.isNet === true ? netSql(moved, binder) : transitionSql(moved, binder);
  return `member_id in (
    select member_id from ${timelinesOf(asKnown)}
     where ${holds})`;
}

function transitionSql({ from, to, fromAt, toAt, isReactivation, as }: MovedFilter, binder: Binder): string {
  const parts = [`move.3 >= ${binder.bind('Int64', fromAt)}`, `move.3 < ${binder.bind('Int64', toAt)}`];
  if (from !== undefined) parts.push(`move.1 = ${binder.bind('String', from)}`);
  if (to !== undefined) parts.push(`move.2 = ${binder.bind('String', to)}`);
  if (isReactivation !== undefined) parts.push(isReactivation ? 'move.4' : 'not move.4');
  if (as !== undefined) {
    const [cooling, lost] = [as.roles.cooling, as.roles.lost].map((stages) => binder.bind('Array(String)', stages));
    parts.push(movementSql(as.movement, { cooling: cooling ?? '', lost: lost ?? '' }));
  }
  return `arrayExists(move -> ${parts.join(' and ')}, ${transitions})`;
}

/** As the net flows of the overview count. */
function netSql({ from, to, fromAt, toAt }: MovedFilter, binder: Binder): string {
  const [start, end] = [binder.bind('Int64', fromAt), binder.bind('Int64', toAt)];
  const parts = [`from_at[1] < ${end}`];
  if (from !== undefined) parts.push(`stage[${entryAt(`${start} - 1`)}] = ${binder.bind('String', from)}`);
  if (to !== undefined) parts.push(`stage[${entryAt(`${end} - 1`)}] = ${binder.bind('String', to)}`);
  return parts.join(' and ');
}
