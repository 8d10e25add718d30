import type { Sql } from '../../database/database.ts';
import { int4Array } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';

interface Key {
  readonly shard: number;
  readonly id: string;
}

/** Parked members of these shards; the table is all but empty (index: primary key). */
export async function readParked(sql: Sql, shards: readonly number[]): Promise<{ shard: number; member_id: string }[]> {
  return sql.rows(
    {
      name: 'read_parked',
      text: `select shard, member_id from parked_member where shard = any($1::integer[])`,
    },
    [int4Array(shards)],
  );
}

/** Parks a member at the step that threw; the first error stands. */
export async function parkMember(
  sql: Sql,
  parked: { readonly shard: number; readonly id: string; readonly position: number; readonly error: string },
): Promise<void> {
  await sql.execute(
    {
      name: 'park_member',
      text: `insert into parked_member (shard, member_id, position, error, parked_at)
             values ($1, $2, $3, $4, ${clockMs})
                 on conflict (shard, member_id) do nothing`,
    },
    [parked.shard, parked.id, parked.position, parked.error],
  );
}

export async function unparkMember(sql: Sql, key: Key): Promise<number> {
  return sql.execute({ name: 'unpark_member', text: `delete from parked_member where shard = $1 and member_id = $2` }, [
    key.shard,
    key.id,
  ]);
}

export interface ParkedRow {
  readonly shard: number;
  readonly member_id: string;
  readonly position: number;
  /** Why, with the place in the code; facts hold no personal values, so neither does it. */
  readonly error: string;
  readonly parked_at: number;
}

/** Newest first (a table that is all but empty). */
export async function listParked(sql: Sql, limit: number): Promise<ParkedRow[]> {
  return sql.rows(
    {
      name: 'list_parked',
      text: `select shard, member_id, position, error, parked_at from parked_member order by parked_at desc limit $1`,
    },
    [limit],
  );
}
