import type { Sql } from '../../../database/database.ts';

/** Whom a provider means by a subject. */
export interface UserIdentityRow {
  readonly id: string;
  readonly user_id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly created_at: number;
  readonly last_used_at: number | null;
}

const columns = 'id, user_id, issuer, subject, created_at, last_used_at';

/** Index: unique on issuer and subject. */
export async function readUserIdentity(
  sql: Sql,
  issuer: string,
  subject: string,
): Promise<UserIdentityRow | undefined> {
  const rows = await sql.rows<UserIdentityRow>(
    {
      name: 'read_user_identity',
      text: `select ${columns} from user_identity where issuer = $1 and subject = $2`,
    },
    [issuer, subject],
  );
  return rows[0];
}

/** Oldest first (index: user_identity_by_user). */
export async function listUserIdentities(sql: Sql, userId: string): Promise<UserIdentityRow[]> {
  return sql.rows(
    {
      name: 'list_user_identities',
      text: `select ${columns} from user_identity where user_id = $1::uuid order by created_at, id`,
    },
    [userId],
  );
}

/** False when the subject is somebody's already (index: unique on issuer and subject). */
export async function insertUserIdentity(sql: Sql, row: Omit<UserIdentityRow, 'last_used_at'>): Promise<boolean> {
  const rows = await sql.rows<{ kept: number }>(
    {
      name: 'insert_user_identity',
      text: `insert into user_identity (id, user_id, issuer, subject, created_at)
             values ($1::uuid, $2::uuid, $3, $4, $5) on conflict (issuer, subject) do nothing returning 1 as kept`,
    },
    [row.id, row.user_id, row.issuer, row.subject, row.created_at],
  );
  return rows.length === 1;
}

export async function noteUserIdentityUsed(sql: Sql, id: string, at: number): Promise<void> {
  await sql.execute(
    { name: 'note_user_identity_used', text: `update user_identity set last_used_at = $2 where id = $1::uuid` },
    [id, at],
  );
}

/** Its sessions go with it. False when this user has none such (index: primary key). */
export async function deleteUserIdentity(sql: Sql, id: string, userId: string): Promise<boolean> {
  const rows = await sql.rows<{ gone: number }>(
    {
      name: 'delete_user_identity',
      text: `delete from user_identity where id = $1::uuid and user_id = $2::uuid returning 1 as gone`,
    },
    [id, userId],
  );
  return rows.length === 1;
}

/** Ends the sessions that began by an identity (index: console_session_by_identity). */
export async function deleteSessionsOfIdentity(sql: Sql, identityId: string): Promise<void> {
  await sql.execute(
    { name: 'delete_sessions_of_identity', text: `delete from console_session where identity_id = $1::uuid` },
    [identityId],
  );
}

/** Lets a session go on without the identity that it began by (index: primary key). */
export async function keepSessionWithoutIdentity(sql: Sql, tokenHash: Buffer): Promise<void> {
  await sql.execute(
    {
      name: 'keep_session_without_identity',
      text: `update console_session set identity_id = null where token_hash = $1`,
    },
    [tokenHash],
  );
}
