import {
  columnOf,
  keyText,
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

/**
 * Loads what members need, one statement a kind and way of asking, all of them sent together; what memory has already stays. On one
 * connection they are answered in their order, so what is known of a kind grows as if one had waited for the other.
 */
export async function loadRows(sql: Sql, needed: readonly MemberNeeds[]): Promise<void> {
  const states: { readonly member: Member; readonly facet: string }[] = [];
  const groups = new Map<AnyRowKind, (Asked[] | undefined)[]>();
  for (const { member, needs } of needed) {
    for (const need of needs) {
      if (need.by === 'history' || asksForNothing(need)) continue;
      if (need.by === 'state') states.push({ member, facet: need.facet });
      else if (!isThere(setOf(member, need.kind), need)) addTo(groups, { member, need });
    }
  }
  const loads: Promise<void>[] = [];
  if (states.length > 0) loads.push(loadStates(sql, states));
  for (const [kind, ways] of groups)
    for (const asked of ways) if (asked !== undefined) loads.push(loadGroup(sql, kind, asked));
  await Promise.all(loads);
}

/** As the hint of a fact that could have set attributes, and set none. */
function asksForNothing(need: Need): boolean {
  return (need.by === 'key' || need.by === 'prefix') && need.keys.length === 0;
}

function addTo(groups: Map<AnyRowKind, (Asked[] | undefined)[]>, asked: Asked): void {
  const { kind } = asked.need;
  let ways = groups.get(kind);
  if (ways === undefined) groups.set(kind, (ways = []));
  (ways[wayOf(asked.need)] ??= []).push(asked);
}

/** Needs that one statement answers have the same number: keys by how many of their columns are given. */
function wayOf(need: RowNeed): number {
  if (need.by === 'all') return 0;
  if (need.by === 'due') return 1;
  if (need.by === 'ever') return 2;
  const length = need.keys[0]?.length ?? 0;
  return 2 * length + (need.by === 'key' ? 1 : 2);
}

type AnyRowSet = ReturnType<ReturnType<typeof openView>['setOf']>;

function setOf(member: Member, kind: AnyRowKind): AnyRowSet {
  return openView(member, member.facets.ownerOf(kind)).setOf(kind);
}

function isThere(set: AnyRowSet, need: RowNeed): boolean {
  if (need.by === 'due') return set.isDueKnown(need.upTo);
  if (need.by === 'ever') return set.isComplete;
  if (!set.isWhole) return false;
  // All rows that still hold are not all rows.
  return need.by === 'all' || need.kind.live === null || need.keys.every((key) => isKeyThere(set, need.by, key));
}

function isKeyThere(set: AnyRowSet, by: 'key' | 'prefix', key: RowKey): boolean {
  return by === 'key' ? set.isKnown(keyText(key)) : set.isPrefixKnown(keyText(key));
}

/** The needs of a member stand together: all of her rows are taken in with the first. */
async function loadGroup(sql: Sql, kind: AnyRowKind, asked: readonly Asked[]): Promise<void> {
  const rows = Map.groupBy(await readGroup(sql, kind, asked), (row) => row.member_id);
  const kindSql = sqlOf(kind);
  let owner: Member | null = null;
  for (const { member, need } of asked) {
    const own = member === owner ? [] : (rows.get(member.id) ?? []);
    owner = member;
    supplyTo(
      setOf(member, kind),
      need,
      own.map((row) => rowOf(kindSql, row)),
    );
  }
}

async function readGroup(sql: Sql, kind: AnyRowKind, asked: readonly Asked[]): Promise<OwnedSqlRow[]> {
  const keys = createKeys();
  const due: { readonly member: Place; readonly upTo: number }[] = [];
  const whole = new Map<string, Place>();
  for (const { member, need } of asked) {
    if (need.by === 'all' || need.by === 'ever') whole.set(member.id, member);
    else if (need.by === 'due') due.push({ member, upTo: need.upTo });
    else for (const key of need.keys) keys.add(member, key);
  }
  if (whole.size > 0) {
    const read = asked[0]?.need.by === 'ever' ? readAllRows : readLive;
    return read(sql, kind, [...whole.values()]);
  }
  return due.length > 0 ? readDue(sql, kind, due) : readByKeys(sql, kind, keys.all);
}

interface AskedKey {
  readonly member: Place;
  readonly key: RowKey;
}

/** So few keys of one member are compared one by one, which is quicker than to make a text of each. */
const comparedMax = 16;

/** Keys of members who come one after the other, each once: steps of one batch often need the same row. */
function createKeys() {
  const all: AskedKey[] = [];
  let from = 0;
  let texts: Set<string> | null = null;

  function isNew(member: Place, key: RowKey): boolean {
    if (all[from]?.member !== member) {
      from = all.length;
      texts = null;
    }
    if (all.length - from < comparedMax) {
      for (let n = from; n < all.length; n += 1) if (isSameKey(all[n]?.key ?? [], key)) return false;
      return true;
    }
    texts ??= new Set(all.slice(from).map((one) => keyText(one.key)));
    const text = keyText(key);
    const isUnknown = !texts.has(text);
    texts.add(text);
    return isUnknown;
  }

  return {
    all,
    add(member: Place, key: RowKey): void {
      if (isNew(member, key)) all.push({ member, key });
    },
  };
}

function isSameKey(a: RowKey, b: RowKey): boolean {
  for (let n = 0; n < a.length; n += 1) if (a[n] !== b[n]) return false;
  return a.length === b.length;
}

function supplyTo(set: AnyRowSet, need: RowNeed, rows: readonly RowShape[]): void {
  switch (need.by) {
    case 'key':
      return set.supplyKeys(need.keys, rows);
    case 'prefix':
      return set.supplyPrefixes(need.keys, rows);
    case 'due':
      return set.supplyDue(need.upTo, rows);
    case 'all':
      return set.supplyWhole(rows);
    case 'ever':
      return set.supplyEver(rows);
  }
}
