import type { Sql } from '../../database/database.ts';
import { clockMs } from '../clock.ts';

export interface InstallationRow {
  /** UUID; the data folder and the lens carry it too. */
  readonly id: string;
  readonly shard_count: number;
  readonly zone: string;
  readonly currency: string;
  /** Where telephone numbers without a country are dialled, ISO 3166-1; '' for nowhere. */
  readonly phone_country: string;
  readonly created_at: number;
  /** Whether messages were logged before their ids were keyed. */
  readonly has_unkeyed_messages: boolean;
  /** Whether customer numbers were kept without the source that they are of. */
  readonly has_unqualified_ids: boolean;
}

export async function readInstallation(sql: Sql): Promise<InstallationRow | null> {
  const [row] = await sql.rows<InstallationRow>(
    {
      name: 'read_installation',
      text: `select id, shard_count, zone, currency, phone_country, created_at, has_unkeyed_messages,
                    has_unqualified_ids from installation`,
    },
    [],
  );
  return row ?? null;
}

const perShardTables = ['shard_head', 'shard_cursor', 'shard_output', 'shard_lease'] as const;

export interface InstallationWanted {
  readonly shardCount: number;
  readonly zone: string;
  readonly currency: string;
  readonly phoneCountry?: string | undefined;
}

/** Creates the installation and its shards once; an existing one is left as it is and returned. */
export async function ensureInstallation(sql: Sql, wanted: InstallationWanted): Promise<InstallationRow> {
  await insertInstallation(sql, wanted);
  for (const table of perShardTables) await insertShards(sql, table);
  const row = await readInstallation(sql);
  if (row === null) throw new Error('the installation row is missing after it was written');
  return row;
}

async function insertInstallation(sql: Sql, wanted: InstallationWanted): Promise<void> {
  await sql.execute(
    {
      name: 'insert_installation',
      text: `insert into installation (shard_count, zone, currency, phone_country, created_at)
             values ($1, $2, $3, $4, ${clockMs})
                 on conflict (singleton) do nothing`,
    },
    [wanted.shardCount, wanted.zone, wanted.currency, wanted.phoneCountry ?? ''],
  );
}

/** A row of this table for every shard that has none yet. */
async function insertShards(sql: Sql, table: (typeof perShardTables)[number]): Promise<void> {
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

/** Keeps which keyring makes the message keys of this database; the first one that is noted stays. Answers the one kept. */
export async function noteMessageKey(sql: Sql, check: string): Promise<string> {
  const [row] = await sql.rows<{ message_key_check: string }>(
    {
      name: 'note_message_key',
      text: `update installation set message_key_check = coalesce(message_key_check, $1::uuid) returning message_key_check`,
    },
    [check],
  );
  if (row === undefined) throw new Error('the installation has not been set up');
  return row.message_key_check;
}

/** Which keyring made the message keys of this database; null before the first start. */
export async function readMessageKeyCheck(sql: Sql): Promise<string | null> {
  const [row] = await sql.rows<{ message_key_check: string | null }>(
    { name: 'read_message_key_check', text: `select message_key_check from installation` },
    [],
  );
  return row?.message_key_check ?? null;
}
