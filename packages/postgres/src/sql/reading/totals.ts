import type { Sql } from '../../database/database.ts';
import { int4Array, int8Array } from '../../wire/binary-arrays.ts';

/** Live members. Counts an index from end to end (about 0.1 s a million): callers keep the answer for a while. */
export async function countLiveMembers(sql: Sql): Promise<number> {
  const rows = await sql.rows<{ count: number }>(
    { name: 'count_live_members', text: `select count(*) as count from member where status = 0` },
    [],
  );
  return rows[0]?.count ?? 0;
}

/**
 * What of each shard's log was counted already, up to a position, and how many facts that was. A fact of nobody that turned out to be
 * somebody's is one fact, in two places and with a mark: as exports have it.
 */
export interface CountedLog {
  readonly shard: number;
  readonly position: number;
  readonly facts: number;
}

/** Goes on counting facts where the last count ended (primary key): a whole log but once. */
export async function countFactsFrom(sql: Sql, counted: readonly CountedLog[]): Promise<readonly CountedLog[]> {
  const rows = await sql.rows<CountedLog>(
    {
      name: 'count_facts_from',
      text: `select h.shard, h.position, count(*) filter (where f.kind = 0) - count(*) filter (where f.kind = 6) as facts
               from unnest($1::integer[], $2::bigint[]) as counted(shard, position)
               join shard_head h on h.shard = counted.shard
               join fact f on f.shard = h.shard and f.position > counted.position and f.position <= h.position
              group by h.shard, h.position`,
    },
    [int4Array(counted.map(({ shard }) => shard)), int8Array(counted.map(({ position }) => position))],
  );
  const further = new Map(rows.map((row) => [row.shard, row]));
  return counted.map((log) => {
    const found = further.get(log.shard);
    return found === undefined ? log : { ...found, facts: log.facts + found.facts };
  });
}

/** Steps in all logs, facts and what is no fact: positions are dense, so the ends of the logs say it (small table). */
export async function countLoggedSteps(sql: Sql): Promise<number> {
  const rows = await sql.rows<{ count: number }>(
    { name: 'count_logged_steps', text: `select coalesce(sum(position), 0) as count from shard_head` },
    [],
  );
  return rows[0]?.count ?? 0;
}

/** Bytes of the database on disk. */
export async function readDatabaseBytes(sql: Sql): Promise<number> {
  const rows = await sql.rows<{ bytes: number }>(
    { name: 'read_database_bytes', text: `select pg_database_size(current_database()) as bytes` },
    [],
  );
  return rows[0]?.bytes ?? 0;
}

/** Workers that were seen since an instant (small table). */
export async function readLiveWorkers(sql: Sql, sinceAt: number): Promise<number> {
  const rows = await sql.rows<{ count: number }>(
    { name: 'read_live_workers', text: `select count(*) as count from worker where seen_at >= $1` },
    [sinceAt],
  );
  return rows[0]?.count ?? 0;
}
