import type { Database, Sql } from '../../../database/database.ts';
import { int4Array } from '../../../wire/binary-arrays.ts';
import { countFlows } from './count-flows.ts';
import type { FlowCount } from './count-flows.ts';
import { countOutstanding, countOwed } from './count-outstanding.ts';

/** A row a shard, so that there is one to lock (index: primary key). */
export async function prepareCounts(sql: Sql, shards: readonly number[]): Promise<void> {
  await sql.execute(
    {
      name: 'prepare_wallet_counts',
      text: `insert into wallet_count (shard, counted_at, position, output_position)
             select s.shard, null, 0, 0 from unnest($1::integer[]) as s(shard) on conflict do nothing`,
    },
    [int4Array(shards)],
  );
}

/** Shards that something has happened in since they were counted, if that was before an instant; the oldest first (sequential: a row a shard). */
export async function readStaleCounts(sql: Sql, countedBefore: number): Promise<number[]> {
  const rows = await sql.rows<{ shard: number }>(
    {
      name: 'read_stale_wallet_counts',
      text: `select w.shard
               from wallet_count w
               join shard_cursor c on c.shard = w.shard
               join shard_output o on o.shard = w.shard
              where w.counted_at is null
                 or (w.counted_at < $1::bigint and (w.position <> c.position or w.output_position <> o.position))
              order by w.counted_at nulls first, w.shard`,
    },
    [countedBefore],
  );
  return rows.map(({ shard }) => shard);
}

/** From now on no shard counts as counted (sequential: a row a shard). */
export async function forgetCounts(sql: Sql): Promise<void> {
  await sql.execute({ name: 'forget_wallet_counts', text: 'update wallet_count set counted_at = null' }, []);
}

export interface CountedShards {
  readonly shards: number;
  readonly counted: number;
  /** When the shard was counted that was counted longest ago; null: one never was. */
  readonly oldestAt: number | null;
}

/** How the counts stand (sequential: a row a shard). */
export async function readCounts(sql: Sql): Promise<CountedShards> {
  const [row] = await sql.rows<{ shards: number; counted: number; oldest_at: number | null }>(
    {
      name: 'read_wallet_counts',
      text: `select count(*) as shards, count(counted_at) as counted, min(counted_at) as oldest_at from wallet_count`,
    },
    [],
  );
  const { shards = 0, counted = 0, oldest_at = null } = row ?? {};
  return { shards, counted, oldestAt: shards > 0 && counted === shards ? oldest_at : null };
}

interface Place {
  readonly position: number;
  readonly output_position: number;
}

/** False where another process counts the shard (index: primary key). */
async function lockCount(sql: Sql, shard: number): Promise<boolean> {
  const locked = await sql.rows(
    { name: 'lock_wallet_count', text: 'select 1 from wallet_count where shard = $1 for update skip locked' },
    [shard],
  );
  return locked.length > 0;
}

/** How far the log and the output of a shard have come (indexes: primary keys). */
async function readPlace(sql: Sql, shard: number): Promise<Place | undefined> {
  const [place] = await sql.rows<Place>(
    {
      name: 'read_wallet_count_place',
      text: `select c.position, o.position as output_position
               from shard_cursor c join shard_output o on o.shard = c.shard
              where c.shard = $1`,
    },
    [shard],
  );
  return place;
}

async function noteCount(sql: Sql, noted: Place & { readonly shard: number; readonly countedAt: number }) {
  await sql.execute(
    {
      name: 'note_wallet_count',
      text: `update wallet_count set counted_at = $2::bigint, position = $3::bigint, output_position = $4::bigint
              where shard = $1`,
    },
    [noted.shard, noted.countedAt, noted.position, noted.output_position],
  );
}

/**
 * Counts a shard anew, as it is at one moment: everything is read in one snapshot, so that what is left and what became of the rest agree.
 * Nothing of the fold waits for it. False where another process is at it.
 */
export async function countShard(
  database: Database,
  { countedAt, ...count }: FlowCount & { readonly countedAt: number },
): Promise<boolean> {
  return database.transaction({ name: 'count wallets', mode: 'write snapshot' }, async (sql) => {
    const place = (await lockCount(sql, count.shard)) ? await readPlace(sql, count.shard) : undefined;
    if (place === undefined) return false;
    await countFlows(sql, count);
    await countOutstanding(sql, count);
    await countOwed(sql, count.shard);
    await noteCount(sql, { ...place, shard: count.shard, countedAt });
    return true;
  });
}
