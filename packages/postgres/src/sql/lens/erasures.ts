import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { clockMs } from '../clock.ts';
import { factColumns, type FactRow } from '../fact-row.ts';
import { placeArrays } from '../place-arrays.ts';

export interface LensErasureRow {
  readonly shard: number;
  readonly member_id: string;
  readonly position: number;
  /** Comma-separated; null for a member's own log. */
  readonly positions: string | null;
}

/** Notes what the lens has to forget of members' own logs; the caller holds the heads of their shards (index: primary key). */
export async function noteErasures(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'note_lens_erasures',
      text: `insert into lens_erasure (shard, member_id, position)
             select k.shard, k.member_id, h.position
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join shard_head h on h.shard = k.shard
                 on conflict do nothing`,
    },
    placeArrays(members),
  );
}

/** In place of a member: the log of nobody. */
export const nobodyId = '00000000-0000-0000-0000-000000000000';

/** The same of facts at these positions of the log of another one, or of nobody (index: primary key). */
export async function noteErasureAt(
  sql: Sql,
  host: { readonly shard: number; readonly id: string },
  positions: readonly number[],
): Promise<void> {
  await sql.execute(
    {
      name: 'note_erasure_at',
      text: `insert into lens_erasure (shard, member_id, position, positions)
             values ($1, $2::uuid, $3, string_to_array($4, ',')::bigint[])
                 on conflict (shard, member_id, position) do update set positions = lens_erasure.positions || excluded.positions`,
    },
    [host.shard, host.id, Math.max(...positions), positions.join()],
  );
}

/** What a lens that has everything up to there has to forget, at most `limit` (indexes: primary keys). */
export async function readErasures(sql: Sql, lens: string, limit: number): Promise<readonly LensErasureRow[]> {
  return sql.rows(
    {
      name: 'read_lens_erasures',
      text: `select e.shard, e.member_id, e.position, array_to_string(e.positions, ',') as positions
               from lens_erasure e
               join lens_cursor c on c.shard = e.shard and c.lens = $1::uuid and c.fact_position >= e.position
              order by e.shard, e.member_id, e.position limit $2`,
    },
    [lens, limit],
  );
}

/** What is left of a log's facts or of those at some positions, in order, at most `limit` (indexes: fact_by_member, primary key). */
export async function readFactsLeft(
  sql: Sql,
  { shard, member_id, positions }: LensErasureRow,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<FactRow[]> {
  const isWhole = positions === null;
  const wanted = isWhole
    ? 'f.member_id = $2::uuid and f.kind = 0'
    : `f.position = any(string_to_array($2, ',')::bigint[]) and f.kind in (0, 6)`;
  return sql.rows(
    {
      name: isWhole ? 'read_facts_left' : 'read_facts_left_at',
      text: `select ${factColumns}
               from fact f
              where f.shard = $1 and ${wanted} and f.position > $3
              order by f.position limit $4`,
    },
    [shard, positions ?? member_id, after, limit],
  );
}

/** The lens is to have her anew as she stands (index: primary key). */
export async function touchErased(sql: Sql, { shard, member_id }: LensErasureRow): Promise<void> {
  await sql.execute(
    {
      name: 'touch_erased',
      text: `insert into lens_touch (shard, member_id, touched_at) select $1, $2::uuid, ${clockMs} where $2::uuid <> '${nobodyId}'
                 on conflict (shard, member_id) do update set touched_at = greatest(lens_touch.touched_at + 1, excluded.touched_at)`,
    },
    [shard, member_id],
  );
}

/** The lens has forgotten it (index: primary key). */
export async function endErasure(sql: Sql, { shard, member_id, position }: LensErasureRow): Promise<void> {
  await sql.execute(
    {
      name: 'end_lens_erasure',
      text: 'delete from lens_erasure where shard = $1 and member_id = $2::uuid and position = $3',
    },
    [shard, member_id, position],
  );
}
