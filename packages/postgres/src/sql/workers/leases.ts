import type { Sql } from '../../database/database.ts';
import { clockMs } from '../clock.ts';

export interface LeaseRequest {
  readonly worker: string;
  readonly leaseMs: number;
}

/** Says that the worker lives (index: primary key). */
export async function noteWorker(sql: Sql, worker: string): Promise<void> {
  await sql.execute(
    {
      name: 'note_worker',
      text: `insert into worker (worker, started_at, seen_at) values ($1, ${clockMs}, ${clockMs})
                 on conflict (worker) do update set seen_at = excluded.seen_at`,
    },
    [worker],
  );
}

/** Workers that were seen within `leaseMs` (small table, sequential). */
export async function countWorkers(sql: Sql, leaseMs: number): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    { name: 'count_workers', text: `select count(*) as count from worker where seen_at > ${clockMs} - $1::bigint` },
    [leaseMs],
  );
  return row?.count ?? 0;
}

/** Forgets workers that are long dead: twenty leases (small table, sequential). */
export async function forgetDeadWorkers(sql: Sql, leaseMs: number): Promise<void> {
  await sql.execute(
    { name: 'forget_workers', text: `delete from worker where seen_at < ${clockMs} - 20 * $1::bigint` },
    [leaseMs],
  );
}

/** Extends the worker's own leases and returns their shards in order (small table, sequential). */
export async function renewLeases(sql: Sql, request: LeaseRequest): Promise<number[]> {
  const rows = await sql.rows<{ shard: number }>(
    {
      name: 'renew_leases',
      text: `update shard_lease set expires_at = ${clockMs} + $2::bigint where worker = $1 returning shard`,
    },
    [request.worker, request.leaseMs],
  );
  return rows.map((row) => row.shard).toSorted((a, b) => a - b);
}

/** Takes at most `limit` shards whose lease has run out. */
export async function acquireLeases(sql: Sql, request: LeaseRequest, limit: number): Promise<number[]> {
  const rows = await sql.rows<{ shard: number }>(
    {
      name: 'acquire_leases',
      text: `with free as (
               select shard from shard_lease
                where expires_at <= ${clockMs} and worker is distinct from $1
                order by shard limit $3 for update skip locked
             )
             update shard_lease l
                set worker = $1, expires_at = ${clockMs} + $2::bigint
               from free
              where l.shard = free.shard
          returning l.shard`,
    },
    [request.worker, request.leaseMs, limit],
  );
  return rows.map((row) => row.shard);
}

/** Gives shards back: those beyond `keep`, highest first; all of them with `keep` 0. */
export async function releaseLeases(sql: Sql, worker: string, keep: number): Promise<void> {
  await sql.execute(
    {
      name: 'release_leases',
      text: `update shard_lease
                set worker = null, expires_at = 0
              where worker = $1
                and shard in (select shard from shard_lease where worker = $1 order by shard offset $2)`,
    },
    [worker, keep],
  );
}

export async function forgetWorker(sql: Sql, worker: string): Promise<void> {
  await sql.execute({ name: 'forget_worker', text: `delete from worker where worker = $1` }, [worker]);
}
