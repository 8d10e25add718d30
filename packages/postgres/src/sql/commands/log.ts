import type { Look, MemberPlace, Moment } from '@perennial/engine';
import type { MemberId } from '@perennial/domain';
import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array, uuidArray } from '../../wire/binary-arrays.ts';
import { factColumns, type FactRow } from '../fact-row.ts';
import { clockMs } from '../clock.ts';
import { placeArrays } from '../place-arrays.ts';

interface Folded {
  readonly shard: number;
  readonly id: string;
  /** The last step that was folded. */
  readonly position: number;
}

function foldedValues(members: readonly Folded[]): Buffer[] {
  return [
    int4Array(members.map((one) => one.shard)),
    uuidArray(members.map((one) => one.id)),
    int8Array(members.map((one) => one.position)),
  ];
}

/** Steps of these members' own logs after the stored position of each, in order (indexes: primary key of member, fact_by_member). */
export async function readUnfoldedSteps(sql: Sql, members: readonly MemberPlace[]): Promise<FactRow[]> {
  return sql.rows(
    {
      name: 'read_unfolded_steps',
      text: `select ${factColumns}
               from unnest($1::integer[], $2::uuid[]) as k(shard, id)
               join member m on m.shard = k.shard and m.id = k.id
               join fact f on f.shard = m.shard and f.member_id = m.id and f.position > m.position
              order by f.shard, f.position`,
    },
    placeArrays(members),
  );
}

/** The store's clock and the newest program version (index: primary key of program_version). */
export async function readMoment(sql: Sql): Promise<Moment> {
  const [row] = await sql.rows<{ at: number; version: number }>(
    {
      name: 'read_moment',
      text: `select ${clockMs} as at, coalesce(max(version), 0) as version from program_version`,
    },
    [],
  );
  return { at: row?.at ?? 0, programVersion: row?.version ?? 0 };
}

/**
 * Whose logs have grown behind a position, and the newest program version (indexes: fact_by_member, primary key of program_version).
 * The caller holds the heads of the members' shards, so that nobody else adds to these logs.
 */
export async function lookBehind(sql: Sql, members: readonly Folded[]): Promise<Look> {
  const rows = await sql.rows<{ id: MemberId | null; version: number }>(
    {
      name: 'look_behind_members',
      text: `select g.id, v.version
               from (select coalesce(max(version), 0) as version from program_version) v
               left join (select k.id
                            from unnest($1::integer[], $2::uuid[], $3::bigint[]) as k(shard, id, position)
                           where exists (select 1 from fact f
                                          where f.shard = k.shard and f.member_id = k.id and f.position > k.position)) g
                 on true`,
    },
    foldedValues(members),
  );
  const grown = rows.flatMap(({ id }) => (id === null ? [] : [id]));
  return { grown: new Set(grown), programVersion: rows[0]?.version ?? 0 };
}
