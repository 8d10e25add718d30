import type { Sql } from '../database/database.ts';
import { int4Array } from '../wire/binary-arrays.ts';
import { clockMs } from './clock.ts';

/** Shards among `shards` whose log is longer than their cursor (indexes: primary keys). */
export async function readLaggingShards(sql: Sql, shards: readonly number[]): Promise<number[]> {
  const rows = await sql.rows<{ shard: number }>(
    {
      name: 'read_lagging_shards',
      text: `select h.shard
               from shard_head h
               join shard_cursor c on c.shard = h.shard
              where h.shard = any($1::integer[]) and h.position > c.position
              order by h.shard`,
    },
    [int4Array(shards)],
  );
  return rows.map((row) => row.shard);
}

/** How many steps wait to be folded, over all shards (sequential over two small tables). */
export async function readFoldLag(sql: Sql): Promise<{ steps: number; shards: number; oldest_at: number | null }> {
  const [row] = await sql.rows<{ steps: number; shards: number; oldest_at: number | null }>(
    {
      name: 'read_fold_lag',
      text: `select coalesce(sum(h.position - c.position), 0)::bigint as steps, count(*) as shards,
                    min((select f.recorded_at from fact f
                          where f.shard = c.shard and f.position > c.position order by f.position limit 1)) as oldest_at
               from shard_head h
               join shard_cursor c on c.shard = h.shard
              where h.position > c.position`,
    },
    [],
  );
  return row ?? { steps: 0, shards: 0, oldest_at: null };
}

/**
 * Lifts the heads to the store's clock and returns what they are sealed at. Locks heads in shard order; a clock that went
 * backwards leaves `recorded_at` where it was.
 */
export async function sealHeads(
  sql: Sql,
  shards: readonly number[],
): Promise<{ shard: number; position: number; sealed_at: number }[]> {
  return sql.rows(
    {
      name: 'seal_heads',
      text: `with head as (
               select shard from shard_head where shard = any($1::integer[]) order by shard for update
             )
             update shard_head h
                set recorded_at = greatest(h.recorded_at, ${clockMs})
               from head
              where h.shard = head.shard
          returning h.shard, h.position, h.recorded_at as sealed_at`,
    },
    [int4Array(shards)],
  );
}

/** The earliest wake of each shard that has one (index: member_due). */
export async function readNextWakes(
  sql: Sql,
  shards: readonly number[],
): Promise<{ shard: number; wake_at: number }[]> {
  return sql.rows(
    {
      name: 'read_next_wakes',
      text: `select s.shard, m.wake_at
               from unnest($1::integer[]) as s(shard)
              cross join lateral (
                select wake_at from member
                 where member.shard = s.shard and member.wake_at is not null and member.status = 0
                   and not exists (select from parked_member p where p.shard = member.shard and p.member_id = member.id)
                 order by wake_at limit 1
              ) m`,
    },
    [int4Array(shards)],
  );
}

/** Whether a live member should have been woken more than `overdueMs` ago (index: member_due, one entry a shard). */
export async function hasOverdueMembers(sql: Sql, overdueMs: number): Promise<boolean> {
  const [row] = await sql.rows<{ is_overdue: boolean }>(
    {
      name: 'has_overdue_members',
      text: `select exists (
               select from shard_cursor s
                cross join lateral (
                  select wake_at from member
                   where member.shard = s.shard and member.wake_at is not null and member.status = 0
                     and not exists (select from parked_member p where p.shard = member.shard and p.member_id = member.id)
                   order by wake_at limit 1
                ) m
                where m.wake_at <= ${clockMs} - $1::bigint
             ) as is_overdue`,
    },
    [overdueMs],
  );
  return row?.is_overdue === true;
}

/** Members folded under a version older than `version`, per shard that has any (index: member_behind). */
export async function countBehind(
  sql: Sql,
  shards: readonly number[],
  version: number,
): Promise<{ shard: number; count: number }[]> {
  return sql.rows(
    {
      name: 'count_behind',
      text: `select m.shard, count(*) as count
               from member m
              where m.shard = any($1::integer[]) and m.program_version < $2 and m.program_version > 0 and m.status <= 1
                and not exists (select from parked_member p where p.shard = m.shard and p.member_id = m.id)
              group by m.shard`,
    },
    [int4Array(shards), version],
  );
}

export async function readClock(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ now: number }>({ name: 'read_clock', text: `select ${clockMs} as now` }, []);
  return row?.now ?? 0;
}
