import type { HeadRow } from '@perennial/engine';
import type { Sql, Statement } from '../../database/database.ts';
import { int4Array, int8Array } from '../../wire/binary-arrays.ts';

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

const readAll: Statement = {
  name: 'read_all_heads',
  text: 'select shard, position, recorded_at, merge_count, link_count from shard_head order by shard',
};

export async function readAllHeads(sql: Sql): Promise<readonly HeadRow[]> {
  const rows = await sql.rows<Row>(readAll, []);
  return rows.map(toHead);
}

const readSome: Statement = {
  name: 'read_heads',
  text: 'select shard, position, recorded_at, merge_count, link_count from shard_head where shard = any($1::integer[])',
};

export async function readHeads(sql: Sql, shards: readonly number[]): Promise<readonly HeadRow[]> {
  const rows = await sql.rows<Row>(readSome, [int4Array(shards)]);
  return rows.map(toHead);
}

/**
 * The instant is taken after the locks: a statement's own row locks may wait, and what commits meanwhile must not end up with
 * a later instant at an earlier position. Each row's expression runs once its lock is held.
 */
const lock: Statement = {
  name: 'lock_heads',
  text: `with held as materialized (
           select shard, position, recorded_at, merge_count, link_count from shard_head
            where shard = any($1::integer[]) order by shard for no key update)
         select shard, position, greatest(recorded_at, (extract(epoch from clock_timestamp()) * 1000)::bigint) as recorded_at, merge_count, link_count
           from held`,
};

/** Locks heads in shard order, on the primary key of `shard_head`, and reads them with `recorded_at` lifted to the clock. */
export async function lockHeads(sql: Sql, shards: readonly number[]): Promise<readonly HeadRow[]> {
  const rows = await sql.rows<Row>(lock, [int4Array(shards)]);
  return rows.map(toHead);
}

const advance: Statement = {
  name: 'advance_heads',
  text: `update shard_head h
            set position = n.position, recorded_at = n.recorded_at, merge_count = n.merge_count, link_count = n.link_count
           from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) as n(shard, position, recorded_at, merge_count, link_count)
          where h.shard = n.shard`,
};

/** Writes heads that the caller holds. */
export async function advanceHeads(sql: Sql, heads: readonly HeadRow[]): Promise<void> {
  await sql.execute(advance, [
    int4Array(heads.map((head) => head.shard)),
    int8Array(heads.map((head) => head.position)),
    int8Array(heads.map((head) => head.recordedAt)),
    int8Array(heads.map((head) => head.mergeCount)),
    int8Array(heads.map((head) => head.linkCount)),
  ]);
}
