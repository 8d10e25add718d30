import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';

export interface PendingRow {
  readonly shard: number;
  readonly fact_from: number;
  readonly fact_end: number;
  readonly derived_from: number;
  readonly derived_end: number;
}

/** What waits to be put into a block, per shard (sequential over three tables of one row a shard). */
export async function readUnrecorded(sql: Sql, lens: string): Promise<PendingRow[]> {
  return sql.rows(
    {
      name: 'read_unrecorded',
      text: `select l.shard, l.fact_position as fact_from, greatest(c.position, l.fact_position) as fact_end,
                    l.derived_position as derived_from, greatest(o.position, l.derived_position) as derived_end
               from lens_cursor l
               join shard_cursor c on c.shard = l.shard
               join shard_output o on o.shard = l.shard
              where l.lens = $1 and (c.position > l.fact_position or o.position > l.derived_position)
              order by l.shard`,
    },
    [lens],
  );
}

interface Range {
  readonly shard: number;
  readonly factFrom: number;
  readonly factTo: number;
  readonly derivedFrom: number;
  readonly derivedTo: number;
}

/** The next block id, also the version of snapshots that are sent outside blocks. */
export async function nextBlockId(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ id: number }>(
    { name: 'next_block_id', text: `select nextval(pg_get_serial_sequence('lens_block', 'id')) as id` },
    [],
  );
  if (row === undefined) throw new Error('the sequence of lens_block gave no value');
  return row.id;
}

interface Block {
  readonly lens: string;
  readonly id: number;
}

/** Records a block without its ranges. */
export async function insertBlock(sql: Sql, block: Block): Promise<void> {
  await sql.execute(
    {
      name: 'insert_lens_block',
      text: `insert into lens_block (id, lens, recorded_at) overriding system value values ($1, $2, ${clockMs})`,
    },
    [block.id, block.lens],
  );
}

/** Records what a block holds and moves the cursors past it (indexes: primary keys). */
export async function insertBlockRanges(sql: Sql, block: Block, ranges: readonly Range[]): Promise<void> {
  await sql.execute(
    {
      name: 'insert_lens_block_ranges',
      text: `with range as (
               select * from unnest($3::integer[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[])
                 as r(shard, fact_from, fact_to, derived_from, derived_to)
             ), moved as (
               update lens_cursor l
                  set fact_position = r.fact_to, derived_position = r.derived_to
                 from range r
                where l.shard = r.shard and l.lens = $1
             )
             insert into lens_block_range (shard, lens, block, fact_from, fact_to, derived_from, derived_to)
             select shard, $1::uuid, $2::bigint, fact_from, fact_to, derived_from, derived_to from range`,
    },
    [
      block.lens,
      block.id,
      int4Array(ranges.map((r) => r.shard)),
      int8Array(ranges.map((r) => r.factFrom)),
      int8Array(ranges.map((r) => r.factTo)),
      int8Array(ranges.map((r) => r.derivedFrom)),
      int8Array(ranges.map((r) => r.derivedTo)),
    ],
  );
}

export interface BlockRangeRow {
  readonly block: number;
  readonly shard: number;
  readonly fact_from: number;
  readonly fact_to: number;
  readonly derived_from: number;
  readonly derived_to: number;
}

/** Blocks that were recorded and not acknowledged, with their ranges, in order. */
export async function readOpenBlocks(sql: Sql, lens: string): Promise<BlockRangeRow[]> {
  return sql.rows(
    {
      name: 'read_open_blocks',
      text: `select r.block, r.shard, r.fact_from, r.fact_to, r.derived_from, r.derived_to
               from lens_block b
               join lens_block_range r on r.lens = b.lens and r.block = b.id
              where b.lens = $1
              order by r.block, r.shard`,
    },
    [lens],
  );
}

/** Forgets what a block held in these shards (index: primary key). */
export async function deleteBlockRanges(sql: Sql, block: Block, shards: readonly number[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_lens_block_ranges',
      text: `delete from lens_block_range where shard = any($3::integer[]) and lens = $1 and block = $2`,
    },
    [block.lens, block.id, int4Array(shards)],
  );
}

/** Forgets a block whose ranges are gone (index: primary key). */
export async function deleteBlock(sql: Sql, block: Block): Promise<void> {
  await sql.execute({ name: 'delete_lens_block', text: `delete from lens_block where id = $1` }, [block.id]);
}

/** Says that the lens has just taken something in (index: primary key). */
export async function noteShipped(sql: Sql, lens: string): Promise<void> {
  await sql.execute({ name: 'note_lens_shipped', text: `update lens set shipped_at = ${clockMs} where id = $1` }, [
    lens,
  ]);
}

export interface LagRow {
  readonly rows: number;
  readonly oldest_at: number | null;
  readonly blocks: number;
  readonly now: number;
}

/** The lens that was made known last, or null: what a process that cannot reach its lens goes by. */
export async function readNewestLens(sql: Sql): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>(
    { name: 'read_newest_lens', text: `select id from lens order by created_at desc limit 1` },
    [],
  );
  return row?.id ?? null;
}

/**
 * What the lens lacks: unrecorded rows of both logs and those of open blocks. The oldest is looked up once a shard that lags
 * (index: primary keys of fact and derived_fact).
 */
export async function readLensLag(sql: Sql, lens: string | null): Promise<LagRow | undefined> {
  const [row] = await sql.rows<LagRow>(
    {
      name: 'read_lens_lag',
      text: `with acknowledged as (
               select h.shard, coalesce(min(r.fact_from), l.fact_position, 0) as fact_position,
                      coalesce(min(r.derived_from), l.derived_position, 0) as derived_position
                 from shard_head h
                 left join lens_cursor l on l.shard = h.shard and l.lens = $1
                 left join lens_block_range r on r.shard = h.shard and r.lens = $1
                group by h.shard, l.fact_position, l.derived_position
             )
             select coalesce(sum(h.position - a.fact_position + o.position - a.derived_position), 0)::bigint as rows,
                    least(min((select f.recorded_at from fact f
                                where f.shard = a.shard and f.position = a.fact_position + 1)),
                          min((select d.recorded_at from derived_fact d
                                where d.shard = a.shard and d.position = a.derived_position + 1))) as oldest_at,
                    (select count(*) from lens_block where lens_block.lens = $1) as blocks,
                    ${clockMs} as now
               from acknowledged a
               join shard_head h on h.shard = a.shard
               join shard_output o on o.shard = a.shard`,
    },
    [lens],
  );
  return row;
}
