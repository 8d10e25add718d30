import type { Sql } from '../database/database.ts';
import { int4Array, int8Array, uuidArray } from '../wire/binary-arrays.ts';
import { factColumns, type FactRow } from './fact-row.ts';

/**
 * Steps after each shard's cursor, at most `limitPerShard` a shard (index: primary key of fact). Facts of nobody are
 * included: their positions must be passed too.
 */
export async function readPending(
  sql: Sql,
  cursors: readonly { readonly shard: number; readonly position: number }[],
  limitPerShard: number,
): Promise<FactRow[]> {
  return sql.rows(
    {
      name: 'read_pending',
      text: `select ${factColumns}
               from unnest($1::integer[], $2::bigint[]) as c(shard, position)
              cross join lateral (
                select * from fact
                 where fact.shard = c.shard and fact.position > c.position
                 order by fact.position
                 limit $3
              ) f`,
    },
    [int4Array(cursors.map((c) => c.shard)), int8Array(cursors.map((c) => c.position)), limitPerShard],
  );
}

/** Steps of one member's own log within (after, upTo] (index: fact_by_member). */
export async function readMemberFacts(
  sql: Sql,
  member: { readonly shard: number; readonly id: string },
  range: { readonly after: number; readonly upTo: number },
): Promise<FactRow[]> {
  return sql.rows(
    {
      name: 'read_member_facts',
      text: `select ${factColumns}
               from fact f
              where f.shard = $1 and f.member_id = $2 and f.position > $3 and f.position <= $4
              order by f.position`,
    },
    [member.shard, member.id, range.after, range.upTo],
  );
}

/** Steps of many members' own logs, each up to its own position (index: fact_by_member). */
export async function readLogs(
  sql: Sql,
  members: readonly { readonly shard: number; readonly id: string; readonly position: number }[],
): Promise<FactRow[]> {
  return sql.rows(
    {
      name: 'read_logs',
      text: `select ${factColumns}
               from unnest($1::integer[], $2::uuid[], $3::bigint[]) as k(shard, id, position)
               join fact f on f.shard = k.shard and f.member_id = k.id and f.position <= k.position
              order by f.shard, f.position`,
    },
    [
      int4Array(members.map((m) => m.shard)),
      uuidArray(members.map((m) => m.id)),
      int8Array(members.map((m) => m.position)),
    ],
  );
}

/** Facts and decisions of one member's own log within (after, upTo], with the identities that each carried (index: fact_by_member). */
export async function readOwnRows(
  sql: Sql,
  member: { readonly shard: number; readonly id: string },
  range: { readonly after: number; readonly upTo: number },
): Promise<(FactRow & { readonly identities: string })[]> {
  return sql.rows(
    {
      name: 'read_own_steps',
      text: `select ${factColumns}, array_to_string(f.identities, ',') as identities
               from fact f
              where f.shard = $1 and f.member_id = $2 and f.position > $3 and f.position <= $4 and f.kind in (0, 4)
              order by f.position`,
    },
    [member.shard, member.id, range.after, range.upTo],
  );
}
