import type { Sql } from '../../database/database.ts';
import type { ConsoleUserRow } from './users.ts';

export interface SessionRow extends ConsoleUserRow {
  readonly session_expires_at: number;
}

export interface TokenRow {
  readonly tokenHash: Buffer;
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** The user of a living session; disabled users have none (index: primary key of console_session). */
export async function readSession(sql: Sql, tokenHash: Buffer, now: number): Promise<SessionRow | undefined> {
  const rows = await sql.rows<SessionRow>(
    {
      name: 'read_session',
      text: `select u.id, u.email, u.name, u.role, u.store_ids, u.password_hash, u.is_disabled, u.created_at, u.last_seen_at,
                    s.expires_at as session_expires_at
               from console_session s join console_user u on u.id = s.user_id
              where s.token_hash = $1 and s.expires_at > $2 and not u.is_disabled`,
    },
    [tokenHash, now],
  );
  return rows[0];
}

export async function insertSession(sql: Sql, session: TokenRow): Promise<void> {
  await sql.execute(
    {
      name: 'insert_session',
      text: `insert into console_session (token_hash, user_id, created_at, expires_at) values ($1, $2::uuid, $3, $4)`,
    },
    [session.tokenHash, session.userId, session.createdAt, session.expiresAt],
  );
}

export async function deleteSession(sql: Sql, tokenHash: Buffer): Promise<void> {
  await sql.execute({ name: 'delete_session', text: `delete from console_session where token_hash = $1` }, [tokenHash]);
}

/** Ends the sessions of a user but for one, which may be null (index: console_session_by_user). */
export async function deleteOtherSessions(sql: Sql, userId: string, kept: Buffer | null): Promise<void> {
  await sql.execute(
    {
      name: 'delete_other_sessions',
      text: `delete from console_session where user_id = $1::uuid and token_hash is distinct from $2::bytea`,
    },
    [userId, kept],
  );
}

/** Forgets sessions and links that have ended. */
export async function deleteExpiredTokens(sql: Sql, now: number): Promise<void> {
  await deleteExpiredSessions(sql, now);
  await deleteExpiredLinks(sql, now);
}

/** Index: console_session_by_expiry. */
async function deleteExpiredSessions(sql: Sql, now: number): Promise<void> {
  await sql.execute({ name: 'delete_expired_sessions', text: `delete from console_session where expires_at <= $1` }, [
    now,
  ]);
}

/** Small table, sequential. */
async function deleteExpiredLinks(sql: Sql, now: number): Promise<void> {
  await sql.execute({ name: 'delete_expired_links', text: `delete from sign_in_link where expires_at <= $1` }, [now]);
}

export async function insertSignInLink(sql: Sql, link: TokenRow): Promise<void> {
  await sql.execute(
    {
      name: 'insert_sign_in_link',
      text: `insert into sign_in_link (token_hash, user_id, created_at, expires_at) values ($1, $2::uuid, $3, $4)`,
    },
    [link.tokenHash, link.userId, link.createdAt, link.expiresAt],
  );
}

/** Takes a link: deleting it and reading it are one statement, so that it works once (index: primary key). */
export async function takeSignInLink(sql: Sql, tokenHash: Buffer, now: number): Promise<string | undefined> {
  const rows = await sql.rows<{ user_id: string }>(
    {
      name: 'take_sign_in_link',
      text: `delete from sign_in_link where token_hash = $1 and expires_at > $2 returning user_id`,
    },
    [tokenHash, now],
  );
  return rows[0]?.user_id;
}

/** Forgets the links of a user that were not used (small table, sequential). */
export async function deleteSignInLinks(sql: Sql, userId: string): Promise<void> {
  await sql.execute({ name: 'delete_sign_in_links', text: `delete from sign_in_link where user_id = $1::uuid` }, [
    userId,
  ]);
}
