import type { Database, Sql, SqlValue, Statement } from '../../database/database.ts';
import { int8Array, textArray } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';

/** A table of reference data: rows are versions, the newest of a key is current. */
export interface VersionedTable<Item> {
  readonly name: 'product' | 'store' | 'staff' | 'currency_rate';
  /** The columns that name an item. */
  readonly key: readonly string[];
  readonly columns: readonly VersionedColumn<Item>[];
}

export interface VersionedColumn<Item> {
  readonly name: string;
  readonly type: 'text' | 'bigint' | 'date' | 'numeric';
  readonly of: (item: Item) => string | number | null;
}

export interface UpsertCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

export interface Upsert<Item> {
  readonly items: readonly Item[];
  /** Who writes: a person or a key, by name. */
  readonly by: string;
}

/**
 * Writes a new version of every item that differs from its current one. Items come with distinct keys. The advisory lock makes
 * writers of one table take turns: reference data changes rarely, and versions are numbered without gaps.
 */
export function writeVersions<Item>(
  database: Database,
  table: VersionedTable<Item>,
  upsert: Upsert<Item>,
): Promise<UpsertCounts> {
  if (upsert.items.length === 0) return Promise.resolve({ created: 0, updated: 0, unchanged: 0 });
  return database.transaction({ name: `upsert ${table.name}` }, (sql) => upsertVersions(sql, table, upsert));
}

async function upsertVersions<Item>(
  sql: Sql,
  table: VersionedTable<Item>,
  { items, by }: Upsert<Item>,
): Promise<UpsertCounts> {
  await sql.execute({ name: `lock_${table.name}`, text: 'select pg_advisory_xact_lock(hashtext($1))' }, [
    `reference ${table.name}`,
  ]);
  const [row] = await sql.rows<{ created: number; updated: number }>(upsertStatement(table), [
    ...columnArrays(table, items),
    by,
  ]);
  const created = row?.created ?? 0;
  const updated = row?.updated ?? 0;
  return { created, updated, unchanged: items.length - created - updated };
}

function columnArrays<Item>(table: VersionedTable<Item>, items: readonly Item[]): SqlValue[] {
  return table.columns.map(({ type, of }) => {
    const values = items.map(of);
    return type === 'bigint'
      ? int8Array(values.map((value) => (value === null ? null : Number(value))))
      : textArray(values.map((value) => (value === null ? null : String(value))));
  });
}

/** The old version steps down before the new one is inserted, because only one may be current. */
function upsertStatement<Item>(table: VersionedTable<Item>): Statement {
  const names = table.columns.map((column) => column.name);
  const rest = names.filter((name) => !table.key.includes(name));
  const arrays = table.columns.map((column, index) => `$${index + 1}::${arrayType(column.type)}`);
  const list = (alias: string, columns: readonly string[]) => columns.map((name) => `${alias}.${name}`).join(', ');
  const isSame = table.key.map((name) => `c.${name} = n.${name}`).join(' and ');
  return {
    name: `upsert_${table.name}`,
    text: `with given as materialized (select * from unnest(${arrays.join(', ')}) as n(${names.join(', ')})),
                changed as materialized (
                  select ${list('n', names)}, coalesce(c.version, 0) + 1 as version
                    from given n left join ${table.name} c on ${isSame} and c.is_current
                   where c.version is null or (${list('c', rest)}) is distinct from (${list('n', rest)})),
                retired as (
                  update ${table.name} c set is_current = false from changed n
                   where ${isSame} and c.is_current and n.version > 1
                  returning c.version),
                added as (
                  insert into ${table.name} (${names.join(', ')}, version, recorded_at, recorded_by, is_current)
                  select ${list('changed', names)}, changed.version,
                         ${clockMs}, $${names.length + 1}, true
                    from changed where (select count(*) from retired) >= 0
                  returning version)
           select count(*) filter (where version = 1) as created, count(*) filter (where version > 1) as updated from added`,
  };
}

/** Days and decimals travel as texts, so that nothing is rounded on the way. */
function arrayType(type: VersionedColumn<never>['type']): string {
  return type === 'date' || type === 'numeric' ? `text[]::${type}[]` : `${type}[]`;
}
