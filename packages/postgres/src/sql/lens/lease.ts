import type { Sql } from '../../database/database.ts';
import { clockMs } from '../clock.ts';

/** Makes a lens known; does nothing to a known one, and then says false (index: primary key). */
export async function registerLens(sql: Sql, lens: string): Promise<boolean> {
  const count = await sql.execute(
    {
      name: 'register_lens',
      text: `insert into lens (id, created_at) values ($1, ${clockMs}) on conflict (id) do nothing`,
    },
    [lens],
  );
  return count === 1;
}

/** Whether this database has shipped to the lens (index: primary key). */
export async function knowsLens(sql: Sql, lens: string): Promise<boolean> {
  const rows = await sql.rows({ name: 'knows_lens', text: `select 1 from lens where id = $1` }, [lens]);
  return rows.length > 0;
}

/** Cursors at the beginning of every log, at the current program, for a lens that has none yet (index: primary key). */
export async function registerLensCursors(sql: Sql, lens: string): Promise<void> {
  await sql.execute(
    {
      name: 'register_lens_cursors',
      text: `insert into lens_cursor (shard, lens, program_version)
             select shard, $1::uuid, coalesce((select max(version) from program_version), 0) from shard_cursor
                 on conflict (shard, lens) do nothing`,
    },
    [lens],
  );
}

interface Lease {
  readonly lens: string;
  readonly worker: string;
  readonly leaseMs: number;
}

/** Takes or prolongs the lease; false while another worker's holds (index: primary key). Measured by the store's own clock. */
export async function takeLensLease(sql: Sql, lease: Lease): Promise<boolean> {
  const count = await sql.execute(
    {
      name: 'take_lens_lease',
      text: `update lens set worker = $2, lease_expires_at = ${clockMs} + $3::bigint
              where id = $1 and (worker = $2 or lease_expires_at < ${clockMs})`,
    },
    [lease.lens, lease.worker, lease.leaseMs],
  );
  return count === 1;
}
