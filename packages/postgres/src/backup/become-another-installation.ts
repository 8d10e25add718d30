import type pg from 'pg';

/** The backup that a database is filled from. */
export interface RestoredFrom {
  readonly installationId: string;
  /** Epoch milliseconds. */
  readonly takenAt: number;
  readonly file: string;
  readonly restoredAt: number;
}

/** Of whoever was signed in, or about to be, when the backup was taken. */
const signIns = [
  'console_session',
  'sign_in_link',
  'sign_in_challenge',
  'passkey_challenge',
  'provider_visit',
  'known_device',
];

/** What one installation knows of its lens, its processes and its backups, and what another must not take for its own. */
const ownThings = [
  'lens_block_range',
  'lens_block',
  'lens_cursor',
  'lens_erasure',
  'lens_part',
  'lens_repair',
  'lens_touch',
  'lens',
  'worker',
  'backup',
  'restoration',
  'delivery_pause',
];

/** Budgets are not among them: what was granted before the backup is in the logs that it has, and what was left in the slices. */
export const emptiedTables: readonly string[] = [...signIns, ...ownThings];

/**
 * Makes what was restored an installation of its own: with an id that neither the folder nor the lens of the other has, with nobody signed
 * in, with a lens that has to be filled from the start, and with nothing handed to anybody until somebody says so. Answers the new id.
 */
export async function becomeAnotherInstallation(client: pg.Client, from: RestoredFrom): Promise<string> {
  for (const table of emptiedTables) await client.query(`delete from public.${table}`);
  await client.query('update shard_lease set worker = null, expires_at = 0');
  await client.query(
    `update import_job set status = 'failed', error = 'The backup was taken while it ran.', finished_at = $1, updated_at = $1
      where status = 'running'`,
    [from.restoredAt],
  );
  await client.query(
    `insert into restoration (installation_before, backup_taken_at, file, restored_at) values ($1, $2, $3, $4)`,
    [from.installationId, from.takenAt, from.file, from.restoredAt],
  );
  await client.query(`insert into delivery_pause (reason, paused_at) values ('restored', $1)`, [from.restoredAt]);
  const { rows } = await client.query<{ readonly id: string }>(
    'update installation set id = gen_random_uuid() returning id',
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('the backup has no row of an installation');
  return id;
}
