import {
  columnOf,
  keyValues,
  openView,
  type AnyRowKind,
  type Facets,
  type Member,
  type Need,
  type RowKey,
  type RowShape,
} from '@perennial/domain';
import type { MemberNeeds, MemberPlace, StoredRow } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { int4Array, int8Array, uuidArray } from '../wire/binary-arrays.ts';
import { loadStates } from './member-facets.ts';
import { arrayOf, arrayParameters, rowOf, sqlOf, type OwnedSqlRow } from './row-sql.ts';

interface Place {
  readonly shard: number;
  readonly id: string;
}

function places(members: readonly Place[]): [Buffer, Buffer] {
  return [int4Array(members.map((one) => one.shard)), uuidArray(members.map((one) => one.id))];
}

/** Rows of one kind of many members by the leading columns of their keys (index: primary key). */
async function readByKeys(
  sql: Sql,
  kind: AnyRowKind,
  asked: readonly { readonly member: Place; readonly key: RowKey }[],
): Promise<OwnedSqlRow[]> {
  const { columns, keyFields } = sqlOf(kind);
  const length = asked[0]?.key.length ?? 0;
  const own = keyFields.slice(0, length);
  const names = own.map(({ column }) => column);
  return sql.rows(
    {
      name: `load_${kind.table}_by_${length}`,
      text: `select t.shard, t.member_id, ${prefixed(columns)}
               from unnest($1::integer[], $2::uuid[], ${arrayParameters(
                 own.map(({ type }) => type),
                 3,
               )})
                 as k(shard, member_id, ${names.join(', ')})
               join ${kind.table} t on t.shard = k.shard and t.member_id = k.member_id
                and ${names.map((name) => `t.${name} = k.${name}`).join(' and ')}`,
    },
    [
      ...places(asked.map(({ member }) => member)),
      ...own.map(({ type }, n) =>
        arrayOf(
          type,
          asked.map(({ key }) => key[n] ?? null),
        ),
      ),
    ],
  );
}

function prefixed(columns: string): string {
  return columns.replace(/(^|, )/gu, '$1t.');
}

/** Every row of a kind of these members that still holds (index: primary key). */
async function readLive(sql: Sql, kind: AnyRowKind, members: readonly Place[]): Promise<OwnedSqlRow[]> {
  const { columns } = sqlOf(kind);
  const live = kind.live === null ? '' : `where t.${columnOf(kind.live)} is null`;
  return sql.rows(
    {
      name: `load_all_${kind.table}`,
      text: `select t.shard, t.member_id, ${prefixed(columns)}
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join ${kind.table} t on t.shard = k.shard and t.member_id = k.member_id
              ${live}`,
    },
    places(members),
  );
}

/** Every row of a kind of these members, those that hold no longer too (index: primary key). */
export async function readAllRows(sql: Sql, kind: AnyRowKind, members: readonly Place[]): Promise<OwnedSqlRow[]> {
  const { columns } = sqlOf(kind);
  return sql.rows(
    {
      name: `load_history_of_${kind.table}`,
      text: `select t.shard, t.member_id, ${prefixed(columns)}
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join ${kind.table} t on t.shard = k.shard and t.member_id = k.member_id`,
    },
    places(members),
  );
}

/** Every row of every kind of these members, kind by kind, as the facets see them. */
export async function* readRowsOf(
  sql: Sql,
  { rowKinds }: Facets,
  members: readonly MemberPlace[],
): AsyncGenerator<readonly StoredRow[]> {
  for (const { kind } of rowKinds) {
    const kindSql = sqlOf(kind);
    const rows = await readAllRows(sql, kind, members);
    yield rows.map((row) => ({ memberId: row.member_id, table: kind.table, row: rowOf(kindSql, row) }));
  }
}

/** Live rows of a kind that are due (index: the partial one on the due column). */
async function readDue(
  sql: Sql,
  kind: AnyRowKind,
  asked: readonly { readonly member: Place; readonly upTo: number }[],
): Promise<OwnedSqlRow[]> {
  const { columns } = sqlOf(kind);
  const live = kind.live === null ? '' : `and t.${columnOf(kind.live)} is null`;
  return sql.rows(
    {
      name: `load_due_${kind.table}`,
      text: `select t.shard, t.member_id, ${prefixed(columns)}
               from unnest($1::integer[], $2::uuid[], $3::bigint[]) as k(shard, member_id, up_to)
               join ${kind.table} t on t.shard = k.shard and t.member_id = k.member_id
                and t.${columnOf(kind.dueAt ?? '')} <= k.up_to ${live}`,
    },
    [...places(asked.map(({ member }) => member)), int8Array(asked.map(({ upTo }) => upTo))],
  );
}

type RowNeed = Exclude<Need, { readonly by: 'state' | 'history' }>;

interface Asked {
  readonly member: Member;
  readonly need: RowNeed;
}

/** Loads what members need, one statement a kind and way of asking; what memory has already stays. */
export async function loadRows(sql: Sql, needed: readonly MemberNeeds[]): Promise<void> {
  const states: { readonly member: Member; readonly facet: string }[] = [];
  const rows = new Map<string, Asked[]>();
  for (const { member, needs } of needed) {
    for (const need of needs) {
      if (need.by === 'history' || asksForNothing(need)) continue;
      if (need.by === 'state') states.push({ member, facet: need.facet });
      else addTo(rows, groupOf(need), { member, need });
    }
  }
  if (states.length > 0) await loadStates(sql, states);
  for (const asked of rows.values()) await loadGroup(sql, asked);
}

/** As the hint of a fact that could have set attributes, and set none. */
function asksForNothing(need: Need): boolean {
  return (need.by === 'key' || need.by === 'prefix') && need.keys.length === 0;
}

function addTo<Value>(groups: Map<string, Value[]>, name: string, value: Value): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [value]);
  else group.push(value);
}

function groupOf(need: RowNeed): string {
  const length = need.by === 'key' || need.by === 'prefix' ? (need.keys[0]?.length ?? 0) : 0;
  return `${need.kind.table} ${need.by} ${length}`;
}

async function loadGroup(sql: Sql, asked: readonly Asked[]): Promise<void> {
  const [first] = asked;
  if (first === undefined) return;
  const { kind } = first.need;
  const missing = asked.filter(({ member, need }) => !isThere(member, need));
  if (missing.length === 0) return;
  const rows = await readGroup(sql, kind, missing);
  const { facet } = ownerOf(first.member, kind);
  const groups = Map.groupBy(rows, (row) => row.member_id);
  const kindSql = sqlOf(kind);
  for (const { member, need } of missing) {
    const own = (groups.get(member.id) ?? []).map((row) => rowOf(kindSql, row));
    supplyTo(openView(member, facet).setOf(kind), need, own);
  }
}

function ownerOf(member: Member, kind: AnyRowKind) {
  const found = member.facets.rowKinds.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no facet keeps ${kind.table}`);
  return found;
}

function isThere(member: Member, need: RowNeed): boolean {
  const { kind } = need;
  return openView(member, ownerOf(member, kind).facet).setOf(kind).isWhole;
}

async function readGroup(sql: Sql, kind: AnyRowKind, asked: readonly Asked[]): Promise<OwnedSqlRow[]> {
  const keys: { readonly member: Place; readonly key: RowKey }[] = [];
  const due: { readonly member: Place; readonly upTo: number }[] = [];
  const whole = new Map<string, Place>();
  for (const { member, need } of asked) {
    if (need.by === 'all') whole.set(member.id, member);
    else if (need.by === 'due') due.push({ member, upTo: need.upTo });
    else for (const key of need.keys) keys.push({ member, key });
  }
  if (whole.size > 0) return readLive(sql, kind, [...whole.values()]);
  return due.length > 0 ? readDue(sql, kind, due) : readByKeys(sql, kind, distinct(keys));
}

/** Steps of one batch often need the same row. */
function distinct<Key extends { readonly member: Place; readonly key: RowKey }>(keys: readonly Key[]): readonly Key[] {
  return [...new Map(keys.map((one) => [`${one.member.id}\0${one.key.join('\0')}`, one])).values()];
}

type AnyRowSet = ReturnType<ReturnType<typeof openView>['setOf']>;

function supplyTo(set: AnyRowSet, need: RowNeed, rows: readonly RowShape[]): void {
  switch (need.by) {
    case 'key':
      return set.supplyKeys(need.keys, rows);
    case 'prefix':
      return set.supplyPrefixes(need.keys, rows);
    case 'due':
      return set.supplyKeys(
        rows.map((row) => keyValues(set.kind, row)),
        rows,
      );
    case 'all':
      return set.supplyWhole(rows);
  }
}
