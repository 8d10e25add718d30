import type { Sql } from '../database/database.ts';
import { int4Array, int8Array, uuidArray } from '../wire/binary-arrays.ts';

/** The member row, as `memberOfRow` reads it. */
export interface MemberRow {
  readonly shard: number;
  readonly id: string;
  readonly position: number;
  readonly clock_at: number;
  readonly wake_at: number | null;
  readonly program_version: number;
  readonly status: number;
  readonly state: Buffer | null;
  readonly due: string;
}

const columns = `m.shard, m.id, m.position, m.clock_at, m.wake_at, m.program_version, m.status, m.state, m.due`;

interface Key {
  readonly shard: number;
  readonly id: string;
}

/** Locks members in (shard, id) order (index: primary key). */
export async function lockMembers(sql: Sql, keys: readonly Key[]): Promise<MemberRow[]> {
  return sql.rows(
    {
      name: 'lock_members',
      text: `select ${columns}
               from unnest($1::integer[], $2::uuid[]) as k(shard, id)
               join member m on m.shard = k.shard and m.id = k.id
              order by m.shard, m.id
                for update of m`,
    },
    [int4Array(keys.map((k) => k.shard)), uuidArray(keys.map((k) => k.id))],
  );
}

/** Reads members without a lock, for views (index: primary key). */
export async function readMembers(sql: Sql, keys: readonly Key[]): Promise<MemberRow[]> {
  return sql.rows(
    {
      name: 'read_members',
      text: `select ${columns}
               from unnest($1::integer[], $2::uuid[]) as k(shard, id)
               join member m on m.shard = k.shard and m.id = k.id`,
    },
    [int4Array(keys.map((k) => k.shard)), uuidArray(keys.map((k) => k.id))],
  );
}

/** Locks members whose wake is due at their shard's seal, earliest first, at most `limitPerShard` a shard (index: member_due). */
export async function lockWoken(
  sql: Sql,
  seals: readonly { readonly shard: number; readonly sealedAt: number }[],
  limitPerShard: number,
): Promise<MemberRow[]> {
  return sql.rows(
    {
      name: 'lock_woken',
      text: `select ${columns}
               from unnest($1::integer[], $2::bigint[]) as s(shard, sealed_at)
              cross join lateral (
                select * from member
                 where member.shard = s.shard and member.wake_at <= s.sealed_at and member.status = 0
                   and not exists (select from parked_member p where p.shard = member.shard and p.member_id = member.id)
                 order by member.wake_at
                 limit $3
                   for update skip locked
              ) m`,
    },
    [int4Array(seals.map((s) => s.shard)), int8Array(seals.map((s) => s.sealedAt)), limitPerShard],
  );
}

/** Locks members folded under an older version, at most `limitPerShard` a shard (index: member_behind). */
export async function lockBehind(
  sql: Sql,
  shards: readonly number[],
  version: { readonly below: number; readonly limitPerShard: number },
): Promise<MemberRow[]> {
  return sql.rows(
    {
      name: 'lock_behind',
      text: `select ${columns}
               from unnest($1::integer[]) as s(shard)
              cross join lateral (
                select * from member
                 where member.shard = s.shard and member.program_version < $2 and member.program_version > 0 and member.status <= 1
                   and not exists (select from parked_member p where p.shard = member.shard and p.member_id = member.id)
                 limit $3
                   for update skip locked
              ) m`,
    },
    [int4Array(shards), version.below, version.limitPerShard],
  );
}

/** Members of a shard in order of id (index: primary key). */
export async function pageMembers(
  sql: Sql,
  page: { readonly shard: number; readonly afterId: string | null; readonly limit: number },
): Promise<MemberRow[]> {
  return sql.rows(
    {
      name: 'page_members',
      text: `select ${columns}
               from member m
              where m.shard = $1 and ($2::uuid is null or m.id > $2::uuid)
              order by m.id
              limit $3`,
    },
    [page.shard, page.afterId, page.limit],
  );
}
