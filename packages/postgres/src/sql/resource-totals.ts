import type { Sql } from '../database/database.ts';
import { int8Array, textArray } from '../wire/binary-arrays.ts';

export interface ResourceTotal {
  readonly key: string;
  readonly units: number;
}

/** Gives resources a total that have none, of nothing (index: primary key). */
export async function insertTotals(sql: Sql, keys: readonly string[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_resource_totals',
      text: `insert into resource_total (key, units)
             select k.key, 0 from unnest($1::text[]) as k(key) order by k.key
                 on conflict (key) do nothing`,
    },
    [textArray(keys)],
  );
}

/** Locks the totals of these resources, in the order of the key (index: primary key). */
export async function lockTotals(sql: Sql, keys: readonly string[]): Promise<ResourceTotal[]> {
  return sql.rows(
    {
      name: 'lock_resource_totals',
      text: `select t.key, t.units from resource_total t where t.key = any($1::text[]) order by t.key for update`,
    },
    [textArray(keys)],
  );
}

/** The totals of these resources, without a lock (index: primary key). */
export async function readTotals(sql: Sql, keys: readonly string[]): Promise<ResourceTotal[]> {
  return sql.rows(
    {
      name: 'read_resource_totals',
      text: `select t.key, t.units from resource_total t where t.key = any($1::text[])`,
    },
    [textArray(keys)],
  );
}

/** Sets totals that are locked (index: primary key). */
export async function updateTotals(sql: Sql, totals: readonly ResourceTotal[]): Promise<void> {
  await sql.execute(
    {
      name: 'update_resource_totals',
      text: `update resource_total t
                set units = u.units
               from unnest($1::text[], $2::bigint[]) as u(key, units)
              where t.key = u.key`,
    },
    [textArray(totals.map(({ key }) => key)), int8Array(totals.map(({ units }) => units))],
  );
}
