import type { Sql } from '../database/database.ts';
import { int4Array, int8Array, textArray } from '../wire/binary-arrays.ts';

export interface SliceRow {
  readonly shard: number;
  readonly key: string;
  readonly available: number;
}

/** Locks the slices of these resources that lie in these shards, in the order of the key (index: primary key). */
export async function lockSlices(sql: Sql, keys: readonly string[], shards: readonly number[]): Promise<SliceRow[]> {
  return sql.rows(
    {
      name: 'lock_resource_slices',
      text: `select r.shard, r.key, r.available
               from resource_slice r
              where r.key = any($1::text[]) and r.shard = any($2::integer[])
              order by r.key, r.shard
                for update`,
    },
    [textArray(keys), int4Array(shards)],
  );
}

/** The slices of these resources, wherever they lie, without a lock (index: resource_slice_by_key). */
export async function readSlices(sql: Sql, keys: readonly string[]): Promise<SliceRow[]> {
  return sql.rows(
    {
      name: 'read_resource_slices',
      text: `select r.shard, r.key, r.available from resource_slice r where r.key = any($1::text[])`,
    },
    [textArray(keys)],
  );
}

/** Takes away from locked slices (index: primary key). */
export async function spendSlices(sql: Sql, spent: readonly SliceRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'spend_resource_slices',
      text: `update resource_slice r
                set available = r.available - u.spent
               from unnest($1::integer[], $2::text[], $3::bigint[]) as u(shard, key, spent)
              where r.shard = u.shard and r.key = u.key`,
    },
    sliceValues(spent),
  );
}

/** Adds to slices, in the order in which they are locked; one that is not there is made (index: primary key). */
export async function fillSlices(sql: Sql, added: readonly SliceRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'fill_resource_slices',
      text: `insert into resource_slice as r (shard, key, available)
             select u.shard, u.key, u.added from unnest($1::integer[], $2::text[], $3::bigint[]) as u(shard, key, added)
              order by u.key, u.shard
                 on conflict (shard, key) do update set available = r.available + excluded.available`,
    },
    sliceValues(added),
  );
}

/** `available` is the number that changes hands. */
function sliceValues(rows: readonly SliceRow[]): Buffer[] {
  return [
    int4Array(rows.map((row) => row.shard)),
    textArray(rows.map((row) => row.key)),
    int8Array(rows.map((row) => row.available)),
  ];
}
