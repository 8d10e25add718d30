import type { Sql } from '../../database/database.ts';

export interface AttemptRow {
  readonly key: Buffer;
  readonly failures: number;
  readonly blocked_until: number;
  readonly forgotten_at: number;
}

/** The row of a key, locked, and made where there was none; callers come in the order of their keys (index: primary key). */
export async function lockAttempts(sql: Sql, key: Buffer): Promise<AttemptRow> {
  const rows = await sql.rows<AttemptRow>(
    {
      name: 'lock_attempts',
      text: `insert into sign_in_attempt (key, failures, blocked_until, forgotten_at) values ($1, 0, 0, 0)
             on conflict (key) do update set failures = sign_in_attempt.failures
             returning key, failures, blocked_until, forgotten_at`,
    },
    [key],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('an upsert returned no row');
  return row;
}

export async function writeAttempts(sql: Sql, row: AttemptRow): Promise<void> {
  await sql.execute(
    {
      name: 'write_attempts',
      text: `update sign_in_attempt set failures = $2, blocked_until = $3, forgotten_at = $4 where key = $1`,
    },
    [row.key, row.failures, row.blocked_until, row.forgotten_at],
  );
}

/** Gives back one that was counted before it was known to succeed (index: primary key). */
export async function giveAttemptBack(sql: Sql, key: Buffer): Promise<void> {
  await sql.execute(
    {
      name: 'give_attempt_back',
      text: `update sign_in_attempt set failures = greatest(failures - 1, 0), blocked_until = 0 where key = $1`,
    },
    [key],
  );
}

export async function deleteAttempts(sql: Sql, key: Buffer): Promise<void> {
  await sql.execute({ name: 'delete_attempts', text: `delete from sign_in_attempt where key = $1` }, [key]);
}

/** Index: sign_in_attempt_by_end. */
export async function deleteForgottenAttempts(sql: Sql, now: number): Promise<void> {
  await sql.execute(
    { name: 'delete_forgotten_attempts', text: `delete from sign_in_attempt where forgotten_at <= $1` },
    [now],
  );
}
