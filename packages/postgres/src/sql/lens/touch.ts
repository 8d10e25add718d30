import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array, uuidArray } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';

export interface TouchRow {
  readonly shard: number;
  readonly member_id: string;
  readonly touched_at: number;
}

export async function readTouches(sql: Sql, limit: number): Promise<TouchRow[]> {
  return sql.rows(
    {
      name: 'read_touches',
      text: `select shard, member_id, touched_at from lens_touch order by shard, member_id limit $1`,
    },
    [limit],
  );
}

/** Forgets touches that were not renewed since they were read (index: primary key). */
export async function deleteTouches(sql: Sql, rows: readonly TouchRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_touches',
      text: `delete from lens_touch t
              using unnest($1::integer[], $2::uuid[], $3::bigint[]) as k(shard, member_id, touched_at)
              where t.shard = k.shard and t.member_id = k.member_id and t.touched_at = k.touched_at`,
    },
    [
      int4Array(rows.map((row) => row.shard)),
      uuidArray(rows.map((row) => row.member_id)),
      int8Array(rows.map((row) => row.touched_at)),
    ],
  );
}

/**
 * Shards in which nobody is behind the newest effective program version any more, and that were not sent since; marks them as sent
 * (indexes: primary key of lens_cursor, member_behind).
 */
export async function takeShardsPastPublish(sql: Sql, lens: string): Promise<number[]> {
  const rows = await sql.rows<{ shard: number }>(
    {
      name: 'take_shards_past_publish',
      text: `update lens_cursor l
                set program_version = v.version
               from (select coalesce(max(version), 0) as version from program_version where effective_at <= ${clockMs}) v
              where l.lens = $1 and l.program_version < v.version
                and not exists (select 1 from member m
                                 where m.shard = l.shard and m.program_version < v.version and m.status = 0
                                   and not exists (select 1 from parked_member p
                                                    where p.shard = m.shard and p.member_id = m.id))
          returning l.shard`,
    },
    [lens],
  );
  return rows.map((row) => row.shard);
}

/** Touches every member of these shards; returns how many (index: primary key of member). */
export async function touchShards(sql: Sql, shards: readonly number[]): Promise<number> {
  return sql.execute(
    {
      name: 'touch_shards',
      text: `insert into lens_touch (shard, member_id, touched_at)
             select shard, id, ${clockMs} from member where shard = any($1::integer[]) order by shard, id
                 on conflict (shard, member_id) do update set touched_at = greatest(lens_touch.touched_at + 1, excluded.touched_at)`,
    },
    [int4Array(shards)],
  );
}
