import type { Sql, SqlValue, Statement } from '../../database.ts';
import { int8Array, textArray } from '../../wire/binary-arrays.ts';

/** A table of reference data: rows are versions, the newest of an id is current. */
export interface VersionedTable<Item> {
  readonly name: 'product' | 'store' | 'staff';
  readonly id: string;
  readonly columns: readonly VersionedColumn<Item>[];
}

export interface VersionedColumn<Item> {
  readonly name: string;
  readonly type: 'text' | 'bigint';
  readonly of: (item: Item) => string | number | null;
}

export interface UpsertCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

/**
 * Writes a new version of every item that differs from its current one. Items come with distinct ids. The advisory lock makes
 * writers of one table take turns: reference data changes rarely, and versions are numbered without gaps.
 */
export async function upsertVersions<Item>(
  sql: Sql,
  table: VersionedTable<Item>,
  items: readonly Item[],
): Promise<UpsertCounts> {
  await sql.execute({ name: `lock_${table.name}`, text: 'select pg_advisory_xact_lock(hashtext($1))' }, [
    `reference ${table.name}`,
  ]);
  const [row] = await sql.rows<{ created: number; updated: number }>(
    upsertStatement(table),
    columnArrays(table, items),
  );
  const created = row?.created ?? 0;
  const updated = row?.updated ?? 0;
  return { created, updated, unchanged: items.length - created - updated };
}

function columnArrays<Item>(table: VersionedTable<Item>, items: readonly Item[]): SqlValue[] {
  return table.columns.map(({ type, of }) => {
    const values = items.map(of);
    return type === 'text'
      ? textArray(values.map((value) => (value === null ? null : String(value))))
      : int8Array(values.map((value) => (value === null ? null : Number(value))));
  });
}

/** The old version steps down before the new one is inserted, because only one may be current. */
function upsertStatement<Item>(table: VersionedTable<Item>): Statement {
  const names = table.columns.map((column) => column.name);
  const rest = names.filter((name) => name !== table.id);
  const arrays = table.columns.map((column, index) => `$${index + 1}::${column.type}[]`);
  const isDifferent = `(${rest.map((name) => `c.${name}`).join(', ')}) is distinct from (${rest.map((name) => `n.${name}`).join(', ')})`;
  return {
    name: `upsert_${table.name}`,
    text: `with given as materialized (select * from unnest(${arrays.join(', ')}) as n(${names.join(', ')})),
                changed as materialized (
                  select ${names.map((name) => `n.${name}`).join(', ')}, coalesce(c.version, 0) + 1 as version
                    from given n left join ${table.name} c on c.${table.id} = n.${table.id} and c.is_current
                   where c.${table.id} is null or ${isDifferent}),
                retired as (
                  update ${table.name} c set is_current = false from changed
                   where c.${table.id} = changed.${table.id} and c.is_current and changed.version > 1
                  returning c.${table.id}),
                added as (
                  insert into ${table.name} (${names.join(', ')}, version, recorded_at, is_current)
                  select ${names.map((name) => `changed.${name}`).join(', ')}, changed.version,
                         (extract(epoch from clock_timestamp()) * 1000)::bigint, true
                    from changed where (select count(*) from retired) >= 0
                  returning version)
           select count(*) filter (where version = 1) as created, count(*) filter (where version > 1) as updated from added`,
  };
}
