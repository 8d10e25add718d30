import { numberOf, textOf } from '../../client/lens-query.ts';
import type { LensReader } from '../../client/lens-query.ts';
import { edgesOf } from '../../periods/buckets.ts';
import type { Bucket, Period } from '../../periods/buckets.ts';
import { knownParams } from '../../earlier/as-known.ts';
import type { AsKnown } from '../../earlier/as-known.ts';
import { movementSql, movements, transitions } from './movements.ts';
import type { StageRoles } from './movements.ts';
import { entryAt, timelinesOf } from './timeline.ts';

/** Moves from one stage to another; `from` is '' for a first entry. */
export interface StageMove {
  readonly from: string;
  readonly to: string;
  readonly members: number;
  /** A member who moves twice counts twice. */
  readonly transitions: number;
}

/** Every transition within the period. */
export async function stageMoves(
  lens: LensReader,
  options: Period & AsKnown & { readonly lifecycle: string },
): Promise<readonly StageMove[]> {
  const rows = await lens.read({
    sql: `select move.1 as from, move.2 as to, uniqExact(member_id) as members, count() as transitions
            from (
              select member_id, arrayJoin(arrayFilter(
                       move -> move.3 >= {from:Int64} and move.3 < {to:Int64},
                       ${transitions})) as move
                from ${timelinesOf(options)}
            )
           group by from, to
           order by transitions desc, from, to`,
    params: { ...knownParams(options), lifecycle: options.lifecycle, from: options.fromAt, to: options.toAt },
  });
  return rows.map((row) => ({
    from: textOf(row, 'from'),
    to: textOf(row, 'to'),
    members: numberOf(row, 'members'),
    transitions: numberOf(row, 'transitions'),
  }));
}

/** Where members stood at the two ends of a period. `from` is '' for those who were not yet members. */
export interface StageNetFlow {
  readonly from: string;
  readonly to: string;
  readonly members: number;
}

/** Stage just before the period against stage at its end; each member counts once, those who stayed included. */
export async function stageNetFlows(
  lens: LensReader,
  options: Period & AsKnown & { readonly lifecycle: string },
): Promise<readonly StageNetFlow[]> {
  const rows = await lens.read({
    sql: `select before as from, after as to, count() as members
            from (select stage[${entryAt('{from:Int64} - 1')}] as before, stage[${entryAt('{to:Int64} - 1')}] as after
                    from ${timelinesOf(options)}
                   where from_at[1] < {to:Int64})
           group by from, to
           order by members desc, from, to`,
    params: { ...knownParams(options), lifecycle: options.lifecycle, from: options.fromAt, to: options.toAt },
  });
  return rows.map((row) => ({
    from: textOf(row, 'from'),
    to: textOf(row, 'to'),
    members: numberOf(row, 'members'),
  }));
}

export interface MovementPoint {
  readonly on: string;
  readonly lastOn: string;
  /** Members with a first entry. */
  readonly added: number;
  readonly reactivated: number;
  /** Members who came into a cooling stage from another role. */
  readonly cooled: number;
  /** Members who came into a lost stage from another role. */
  readonly lost: number;
}

/** New, reactivated, cooling and lost members per bucket: who moves twice within it counts once. */
export async function stageMovements(
  lens: LensReader,
  options: AsKnown & { readonly lifecycle: string; readonly buckets: readonly Bucket[]; readonly roles: StageRoles },
): Promise<readonly MovementPoint[]> {
  const edges = edgesOf(options.buckets);
  const roles = { cooling: '{cooling:Array(String)}', lost: '{lost:Array(String)}' };
  const counted = movements.map((one) => `uniqExactIf(member_id, ${movementSql(one, roles)}) as ${one}`);
  const rows = await lens.read({
    sql: `select toInt64(roundDown(move.3, {edges:Array(Int64)})) as edge,
                 ${counted.join(', ')}
            from (
              select member_id, arrayJoin(arrayFilter(
                       move -> move.3 >= {from:Int64} and move.3 < {to:Int64}, ${transitions})) as move
                from ${timelinesOf(options)}
            )
           group by edge`,
    params: {
      ...knownParams(options),
      lifecycle: options.lifecycle,
      edges,
      from: edges[0] ?? 0,
      to: edges.at(-1) ?? 0,
      cooling: options.roles.cooling,
      lost: options.roles.lost,
    },
  });
  const byEdge = new Map(rows.map((row) => [numberOf(row, 'edge'), row]));
  return options.buckets.map((bucket) => {
    const row = byEdge.get(bucket.fromAt);
    const count = (column: string): number => (row === undefined ? 0 : numberOf(row, column));
    return {
      on: bucket.on,
      lastOn: bucket.lastOn,
      added: count('added'),
      reactivated: count('reactivated'),
      cooled: count('cooled'),
      lost: count('lost'),
    };
  });
}
