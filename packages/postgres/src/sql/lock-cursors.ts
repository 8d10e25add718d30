import type { Sql } from '../database/database.ts';
import { int4Array } from '../wire/binary-arrays.ts';

/** Locks free cursors in shard order (index: primary key). Cursors that another worker holds are left out. */
export async function lockCursors(sql: Sql, shards: readonly number[]): Promise<{ shard: number; position: number }[]> {
  return sql.rows(
    {
      name: 'lock_cursors',
      text: `select shard, position
               from shard_cursor
              where shard = any($1::integer[])
              order by shard
                for update skip locked`,
    },
    [int4Array(shards)],
  );
}
