import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { placeArrays } from '../place-arrays.ts';

/** Live members. Counts an index from end to end (about 0.1 s a million): callers keep the answer for a while. */
export async function countLiveMembers(sql: Sql): Promise<number> {
  const rows = await sql.rows<{ count: number }>(
    { name: 'count_live_members', text: `select count(*) as count from member where status = 0` },
    [],
  );
  return rows[0]?.count ?? 0;
}

/** Facts in all logs: positions are dense, so the ends of the logs say it (small table). */
export async function countLoggedFacts(sql: Sql): Promise<number> {
  const rows = await sql.rows<{ count: number }>(
    { name: 'count_logged_facts', text: `select coalesce(sum(position), 0) as count from shard_head` },
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

/** Facts in the own logs of these members (index: fact_by_member). */
export async function countFactsOf(sql: Sql, members: readonly MemberPlace[]): Promise<number> {
  const rows = await sql.rows<{ count: number }>(
    {
      name: 'count_facts_of',
      text: `select count(*) as count
               from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
               join fact f on f.shard = wanted.shard and f.member_id = wanted.member_id
              where f.kind = 0`,
    },
    placeArrays(members),
  );
  return rows[0]?.count ?? 0;
}

/** Workers that were seen since an instant (small table). */
export async function readLiveWorkers(sql: Sql, sinceAt: number): Promise<number> {
  const rows = await sql.rows<{ count: number }>(
    { name: 'read_live_workers', text: `select count(*) as count from worker where seen_at >= $1` },
    [sinceAt],
  );
  return rows[0]?.count ?? 0;
}
