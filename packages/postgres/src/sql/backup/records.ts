import type { Sql } from '../../database/database.ts';

/** A backup that was taken of this database. */
export interface BackupRow {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly taken_at: number;
  readonly file: string;
  readonly bytes: number;
}

export async function noteBackup(sql: Sql, { id, taken_at: takenAt, file, bytes }: BackupRow): Promise<void> {
  await sql.execute(
    { name: 'note_backup', text: `insert into backup (id, taken_at, file, bytes) values ($1, $2, $3, $4)` },
    [id, takenAt, file, bytes],
  );
}

/** The newest one (index: backup_newest). */
export async function readLastBackup(sql: Sql): Promise<BackupRow | null> {
  const [row] = await sql.rows<BackupRow>(
    { name: 'read_last_backup', text: `select id, taken_at, file, bytes from backup order by taken_at desc limit 1` },
    [],
  );
  return row ?? null;
}

/** The restore that this database is the work of. */
export interface RestorationRow {
  readonly installation_before: string;
  readonly backup_taken_at: number;
  readonly file: string;
  readonly restored_at: number;
  /** Null while it goes on, and where it was cut off. */
  readonly finished_at: number | null;
}

export async function readRestoration(sql: Sql): Promise<RestorationRow | null> {
  const [row] = await sql.rows<RestorationRow>(
    {
      name: 'read_restoration',
      text: `select installation_before, backup_taken_at, file, restored_at, finished_at from restoration`,
    },
    [],
  );
  return row ?? null;
}

export async function finishRestoration(sql: Sql, at: number): Promise<void> {
  await sql.execute({ name: 'finish_restoration', text: `update restoration set finished_at = $1` }, [at]);
}
