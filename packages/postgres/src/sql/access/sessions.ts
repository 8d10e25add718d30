import type { Sql } from '../../database/database.ts';
import { deleteForgottenAttempts } from './attempts.ts';
import { deleteExpiredChallenges } from './challenges.ts';
import { deleteExpiredDevices } from './known-devices.ts';
import { hasFactor } from './users.ts';
import type { ConsoleUserRow } from './users.ts';

export interface SessionRow extends ConsoleUserRow {
  readonly session_id: string;
  readonly session_expires_at: number;
  readonly session_used_at: number;
  readonly session_confirmed_at: number;
  /** The role asks for a second factor, and there is none. */
  readonly must_add_factor: boolean;
}

export interface TokenRow {
  readonly tokenHash: Buffer;
  /** Null: of the first administrator, who is not named yet. */
  readonly userId: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** When a session still lives: it has not ended, and was used after `usedAfter`. */
export interface SessionQuery {
  readonly tokenHash: Buffer;
  readonly now: number;
  readonly usedAfter: number;
}

/** The user of a living session; disabled users have none (index: primary key of console_session). */
export async function readSession(sql: Sql, query: SessionQuery): Promise<SessionRow | undefined> {
  const rows = await sql.rows<SessionRow>(
    {
      name: 'read_session',
      text: `select u.id, u.email, u.name, u.role, u.store_ids, u.password_hash, u.is_disabled, u.created_at, u.last_seen_at,
                    ${hasFactor} as has_factor, s.id as session_id, s.expires_at as session_expires_at,
                    s.last_used_at as session_used_at, s.confirmed_at as session_confirmed_at,
                    exists (select 1 from factor_role r where r.role = u.role) and not ${hasFactor} as must_add_factor
               from console_session s join console_user u on u.id = s.user_id
              where s.token_hash = $1 and s.expires_at > $2 and s.last_used_at > $3 and not u.is_disabled`,
    },
    [query.tokenHash, query.now, query.usedAfter],
  );
  return rows[0];
}

export interface NewSession {
  readonly id: string;
  readonly tokenHash: Buffer;
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly device: string;
  readonly address: string;
}

/** Whoever begins a session has just proved who she is. */
export async function insertSession(sql: Sql, session: NewSession): Promise<void> {
  await sql.execute(
    {
      name: 'insert_session',
      text: `insert into console_session
               (id, token_hash, user_id, created_at, expires_at, device, address, last_used_at, confirmed_at)
             values ($1::uuid, $2, $3::uuid, $4, $5, $6, $7, $4, $4)`,
    },
    [
      session.id,
      session.tokenHash,
      session.userId,
      session.createdAt,
      session.expiresAt,
      session.device,
      session.address,
    ],
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

/** Forgets what has ended: sessions, those not used after `usedAfter`, links, begun sign-ins, old failures, devices. */
export async function deleteExpiredTokens(sql: Sql, now: number, usedAfter: number): Promise<void> {
  await deleteExpiredSessions(sql, now, usedAfter);
  await deleteExpiredLinks(sql, now);
  await deleteExpiredChallenges(sql, now);
  await deleteForgottenAttempts(sql, now);
  await deleteExpiredDevices(sql, now);
}

/** Small table, sequential. */
async function deleteExpiredSessions(sql: Sql, now: number, usedAfter: number): Promise<void> {
  await sql.execute(
    {
      name: 'delete_expired_sessions',
      text: `delete from console_session where expires_at <= $1 or last_used_at <= $2`,
    },
    [now, usedAfter],
  );
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

/** Whether this is a link that names the first administrator; looking does not take it (index: primary key). */
export async function isFirstLink(sql: Sql, tokenHash: Buffer, now: number): Promise<boolean> {
  const rows = await sql.rows<{ found: number }>(
    {
      name: 'is_first_link',
      text: `select 1 as found from sign_in_link where token_hash = $1 and expires_at > $2 and user_id is null`,
    },
    [tokenHash, now],
  );
  return rows.length === 1;
}

/** Forgets every link of nobody: there is an administrator (small table, sequential). */
export async function deleteFirstLinks(sql: Sql): Promise<void> {
  await sql.execute({ name: 'delete_first_links', text: `delete from sign_in_link where user_id is null` }, []);
}

/** Takes a link of a user: deleting it and reading it are one statement, so that it works once (index: primary key). */
export async function takeSignInLink(sql: Sql, tokenHash: Buffer, now: number): Promise<string | undefined> {
  const rows = await sql.rows<{ user_id: string }>(
    {
      name: 'take_sign_in_link',
      text: `delete from sign_in_link where token_hash = $1 and expires_at > $2 and user_id is not null returning user_id`,
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
