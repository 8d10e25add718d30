import type { AnyRowKind, Member, RowShape } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import { int4Array, uuidArray } from '../wire/binary-arrays.ts';
import { arrayOf, arrayParameters, sqlOf, type KindSql } from './row-sql.ts';

/** A row with the member it belongs to. */
export interface Owned<Row> {
  readonly shard: number;
  readonly memberId: string;
  readonly row: Row;
}

interface KindChanges {
  readonly kind: AnyRowKind;
  readonly cleared: { readonly shard: number; readonly memberId: string }[];
  readonly removed: Owned<RowShape>[];
  readonly written: Owned<RowShape>[];
}

/** Writes the changed rows of all members, kind by kind: what goes before what comes. */
export async function writeRows(sql: Sql, members: readonly Member[]): Promise<void> {
  const writes: Promise<void>[] = [];
  for (const { kind, cleared, removed, written } of collectChanges(members)) {
    if (cleared.length > 0) writes.push(clearRows(sql, kind, cleared));
    if (removed.length > 0) writes.push(removeRows(sql, kind, removed));
    if (written.length > 0) writes.push(putRows(sql, kind, written));
  }
  await Promise.all(writes);
}

/** One pass over the members, most of whom changed one kind of row; the kinds in the order of the facets. */
function collectChanges(members: readonly Member[]): Iterable<KindChanges> {
  const [first] = members;
  const byKind = new Map<AnyRowKind, KindChanges>();
  for (const { kind } of first?.facets.rowKinds ?? []) {
    byKind.set(kind, { kind, cleared: [], removed: [], written: [] });
  }
  for (const member of members) {
    const owner = { shard: member.shard, memberId: member.id };
    for (const view of member.views) {
      for (const set of view?.sets ?? []) {
        const into = set === undefined ? undefined : byKind.get(set.kind);
        if (set === undefined || into === undefined) continue;
        const { isCleared, removed, written } = set.changes();
        if (isCleared) into.cleared.push(owner);
        for (const row of removed) into.removed.push({ ...owner, row });
        for (const row of written) into.written.push({ ...owner, row });
      }
    }
  }
  return byKind.values();
}

function ownerColumns(rows: readonly { readonly shard: number; readonly memberId: string }[]): [Buffer, Buffer] {
  return [int4Array(rows.map((one) => one.shard)), uuidArray(rows.map((one) => one.memberId))];
}

/** Deletes every row of a kind of these members (index: primary key). */
export async function clearRows(
  sql: Sql,
  kind: AnyRowKind,
  owners: readonly { readonly shard: number; readonly memberId: string }[],
): Promise<void> {
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
async function removeRows(sql: Sql, kind: AnyRowKind, rows: readonly Owned<RowShape>[]): Promise<void> {
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
    [...ownerColumns(rows), ...keyFields.map(({ field, type }) => arrayOf(type, valuesOf(rows, field)))],
  );
}

function valuesOf(rows: readonly Owned<RowShape>[], field: string) {
  return rows.map(({ row }) => row[field] ?? null);
}

/** Writes rows as their kind is written (index: primary key). */
async function putRows(sql: Sql, kind: AnyRowKind, rows: readonly Owned<RowShape>[]): Promise<void> {
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
    [...ownerColumns(rows), ...fields.map(({ field, type }) => arrayOf(type, valuesOf(rows, field)))],
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
