import type { AnyRowKind, Member, RowChanges, RowShape } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import { ownerColumns } from '../wire/columns.ts';
import { arrayParameters, columnArray, sqlOf, type KindSql } from './row-sql.ts';

/** A row with the member it belongs to. */
export interface Owned<Row> {
  readonly shard: number;
  readonly memberId: string;
  readonly row: Row;
}

interface Place {
  readonly shard: number;
  readonly id: string;
}

/** Rows of many members: the owner of each stands in the same place. */
interface OwnedRows {
  readonly owners: Place[];
  readonly rows: RowShape[];
}

interface KindChanges {
  readonly kind: AnyRowKind;
  readonly cleared: Place[];
  readonly removed: OwnedRows;
  readonly written: OwnedRows;
}

/** Writes the changed rows of all members, kind by kind: what goes before what comes. */
export async function writeRows(sql: Sql, members: readonly Member[]): Promise<void> {
  const writes: Promise<void>[] = [];
  for (const { kind, cleared, removed, written } of collectChanges(members)) {
    if (cleared.length > 0) writes.push(clearRows(sql, kind, cleared));
    if (removed.rows.length > 0) writes.push(removeRows(sql, kind, removed));
    if (written.rows.length > 0) writes.push(putRows(sql, kind, written));
  }
  await Promise.all(writes);
}

/** One pass over the members, most of whom changed one kind of row; the kinds in the order of the facets. */
function collectChanges(members: readonly Member[]): Iterable<KindChanges> {
  const byKind = new Map<AnyRowKind, KindChanges>();
  for (const { kind } of members[0]?.facets.rowKinds ?? []) {
    byKind.set(kind, { kind, cleared: [], removed: { owners: [], rows: [] }, written: { owners: [], rows: [] } });
  }
  for (const member of members) {
    // By index here and below: the lists have holes, and iterators over them make an object a value.
    for (let n = 0; n < member.views.length; n += 1) {
      const sets = member.views[n]?.sets ?? [];
      for (let m = 0; m < sets.length; m += 1) {
        const set = sets[m];
        const changes = set === undefined ? undefined : byKind.get(set.kind);
        if (set !== undefined && changes !== undefined) addChanges(changes, member, set.changes());
      }
    }
  }
  return byKind.values();
}

function addChanges(into: KindChanges, owner: Place, { isCleared, removed, written }: RowChanges): void {
  if (isCleared) into.cleared.push(owner);
  addRows(into.removed, owner, removed);
  addRows(into.written, owner, written);
}

function addRows(into: OwnedRows, owner: Place, rows: readonly RowShape[]): void {
  for (let n = 0; n < rows.length; n += 1) {
    const row = rows[n];
    if (row === undefined) continue;
    into.owners.push(owner);
    into.rows.push(row);
  }
}

/** Deletes every row of a kind of these members (index: primary key). */
export async function clearRows(sql: Sql, kind: AnyRowKind, owners: readonly Place[]): Promise<void> {
  await sql.execute(
    {
      name: `clear_${kind.table}`,
      text: `delete from ${kind.table} t
              using unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
              where t.shard = k.shard and t.member_id = k.member_id`,
    },
    ownerColumns(owners),
  );
}

/** Removes rows by their keys (index: primary key). */
async function removeRows(sql: Sql, kind: AnyRowKind, { owners, rows }: OwnedRows): Promise<void> {
  const { keyFields, keyColumns } = sqlOf(kind);
  const types = keyFields.map(({ type }) => type);
  await sql.execute(
    {
      name: `remove_${kind.table}`,
      text: `delete from ${kind.table} t
              using unnest($1::integer[], $2::uuid[], ${arrayParameters(types, 3)}) as k(shard, member_id, ${keyColumns})
              where t.shard = k.shard and t.member_id = k.member_id
                and ${keyFields.map(({ column }) => `t.${column} = k.${column}`).join(' and ')}`,
    },
    [...ownerColumns(owners), ...keyFields.map(({ field, type }) => columnArray(type, rows, field))],
  );
}

/** Writes rows as their kind is written (index: primary key). */
async function putRows(sql: Sql, kind: AnyRowKind, { owners, rows }: OwnedRows): Promise<void> {
  const kindSql = sqlOf(kind);
  const { fields, columns, keyColumns } = kindSql;
  await sql.execute(
    {
      name: `write_${kind.table}`,
      text: `insert into ${kind.table} as t (shard, member_id, ${columns})
             select * from unnest($1::integer[], $2::uuid[], ${arrayParameters(
               fields.map(({ type }) => type),
               3,
             )})
             ${kind.write === 'append' ? '' : `on conflict (shard, member_id, ${keyColumns}) ${onConflict(kindSql)}`}`,
    },
    [...ownerColumns(owners), ...fields.map(({ field, type }) => columnArray(type, rows, field))],
  );
}

/** The row as a whole; under `add` each column joins its increment. */
function onConflict({ kind, fields }: KindSql): string {
  const own = fields.filter(({ field }) => !kind.key.includes(field));
  if (own.length === 0) return 'do nothing';
  return `do update set ${own.map(({ column, type }) => `${column} = ${joined(column, type.add)}`).join(', ')}`;
}

function joined(column: string, add: 'sum' | 'least' | 'greatest' | undefined): string {
  if (add === undefined) return `excluded.${column}`;
  return add === 'sum' ? `t.${column} + excluded.${column}` : `${add}(t.${column}, excluded.${column})`;
}
