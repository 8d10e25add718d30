import type { Sql } from '../../database/database.ts';

export interface InstallationRow {
  readonly shard_count: number;
  readonly zone: string;
  readonly currency: string;
  readonly created_at: number;
}

export async function readInstallation(sql: Sql): Promise<InstallationRow | null> {
  const [row] = await sql.rows<InstallationRow>(
    { name: 'read_installation', text: `select shard_count, zone, currency, created_at from installation` },
    [],
  );
  return row ?? null;
}

const perShardTables = ['shard_head', 'shard_cursor', 'shard_output', 'shard_lease'] as const;

/** Creates the installation and its shards once; an existing one is left as it is and returned. */
export async function ensureInstallation(
  sql: Sql,
  wanted: { readonly shardCount: number; readonly zone: string; readonly currency: string },
): Promise<InstallationRow> {
  await sql.execute(
    {
      name: 'insert_installation',
      text: `insert into installation (shard_count, zone, currency, created_at)
             values ($1, $2, $3, (extract(epoch from clock_timestamp()) * 1000)::bigint)
                 on conflict (singleton) do nothing`,
    },
    [wanted.shardCount, wanted.zone, wanted.currency],
  );
  for (const table of perShardTables) {
    await sql.execute(
      {
        name: `ensure_${table}`,
        text: `insert into ${table} (shard)
               select shard from installation, generate_series(0, shard_count - 1) as s(shard)
                   on conflict (shard) do nothing`,
      },
      [],
    );
  }
  const row = await readInstallation(sql);
  if (row === null) throw new Error('the installation row is missing after it was written');
  return row;
}
