import type { HeadRow } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';

interface Row {
  readonly shard: number;
  readonly position: number;
  readonly recorded_at: number;
  readonly merge_count: number;
  readonly link_count: number;
}

const toHead = (row: Row): HeadRow => ({
  shard: row.shard,
  position: row.position,
  recordedAt: row.recorded_at,
  mergeCount: row.merge_count,
  linkCount: row.link_count,
});

/** Every head, in shard order (small table). */
export async function readAllHeads(sql: Sql): Promise<readonly HeadRow[]> {
  const rows = await sql.rows<Row>(
    {
      name: 'read_all_heads',
      text: `select shard, position, recorded_at, merge_count, link_count from shard_head order by shard`,
    },
    [],
  );
  return rows.map(toHead);
}

/** Heads without a lock (index: primary key). */
export async function readHeads(sql: Sql, shards: readonly number[]): Promise<readonly HeadRow[]> {
  const rows = await sql.rows<Row>(
    {
      name: 'read_heads',
      text: `select shard, position, recorded_at, merge_count, link_count
               from shard_head where shard = any($1::integer[])`,
    },
    [int4Array(shards)],
  );
  return rows.map(toHead);
}

/**
 * Locks heads in shard order and reads them with `recorded_at` lifted to the clock (index: primary key). The instant is taken
 * after the locks: a statement's own row locks may wait, and what commits meanwhile must not end up with a later instant at an
 * earlier position. Each row's expression runs once its lock is held.
 */
export async function lockHeads(sql: Sql, shards: readonly number[]): Promise<readonly HeadRow[]> {
  const rows = await sql.rows<Row>(
    {
      name: 'lock_heads',
      text: `with held as materialized (
               select shard, position, recorded_at, merge_count, link_count
                 from shard_head
                where shard = any($1::integer[])
                order by shard
                  for no key update
             )
             select shard, position, greatest(recorded_at, ${clockMs}) as recorded_at, merge_count, link_count from held`,
    },
    [int4Array(shards)],
  );
  return rows.map(toHead);
}

/** Writes heads that the caller holds (index: primary key). */
export async function advanceHeads(sql: Sql, heads: readonly HeadRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'advance_heads',
      text: `update shard_head h
                set position = n.position, recorded_at = n.recorded_at,
                    merge_count = n.merge_count, link_count = n.link_count
               from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
                 as n(shard, position, recorded_at, merge_count, link_count)
              where h.shard = n.shard`,
    },
    [
      int4Array(heads.map((head) => head.shard)),
      int8Array(heads.map((head) => head.position)),
      int8Array(heads.map((head) => head.recordedAt)),
      int8Array(heads.map((head) => head.mergeCount)),
      int8Array(heads.map((head) => head.linkCount)),
    ],
  );
}
