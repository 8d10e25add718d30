import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

export interface ConsoleUserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly store_ids: readonly string[];
  readonly password_hash: string | null;
  readonly is_disabled: boolean;
  readonly created_at: number;
  readonly last_seen_at: number | null;
  /** Whether a second factor counts. */
  readonly has_factor: boolean;
}

/** Of the user `u`; index: user_factor_by_user. */
export const hasFactor = 'exists (select 1 from user_factor f where f.user_id = u.id and f.confirmed_at is not null)';
const columns = `u.id, u.email, u.name, u.role, u.store_ids, u.password_hash, u.is_disabled, u.created_at, u.last_seen_at,
                 ${hasFactor} as has_factor`;

/** The user of an e-mail address in lower case (index: unique on email). */
export async function readUserByEmail(sql: Sql, email: string): Promise<ConsoleUserRow | undefined> {
  const rows = await sql.rows<ConsoleUserRow>(
    { name: 'read_user_by_email', text: `select ${columns} from console_user u where email = $1` },
    [email],
  );
  return rows[0];
}

/** One user (index: primary key). */
export async function readUser(sql: Sql, id: string): Promise<ConsoleUserRow | undefined> {
  const rows = await sql.rows<ConsoleUserRow>(
    { name: 'read_user', text: `select ${columns} from console_user u where id = $1::uuid` },
    [id],
  );
  return rows[0];
}

/** Locks every row that could be the last administrator, in order, so that two cannot step down at once (small table). */
export async function lockAdministrators(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    {
      name: 'lock_administrators',
      text: `select id from console_user where role = 'administrator' and not is_disabled order by id for update`,
    },
    [],
  );
  return rows.map((row) => row.id);
}

/** Users by e-mail after `afterEmail` (index: unique on email). */
export async function listUsers(sql: Sql, afterEmail: string, limit: number): Promise<ConsoleUserRow[]> {
  return sql.rows(
    { name: 'list_users', text: `select ${columns} from console_user u where email > $1 order by email limit $2` },
    [afterEmail, limit],
  );
}

/** Keeps everybody else from becoming the first administrator meanwhile, until the transaction ends. */
export async function lockUsers(sql: Sql): Promise<void> {
  await sql.run('lock table console_user in share row exclusive mode');
}

/** Whether anybody ever came in: somebody was seen, or has a password (small table). */
export async function hasAnybodySignedIn(sql: Sql): Promise<boolean> {
  const rows = await sql.rows<{ has_signed_in: boolean }>(
    {
      name: 'has_anybody_signed_in',
      text: `select exists (select 1 from console_user where last_seen_at is not null or password_hash is not null)
                 as has_signed_in`,
    },
    [],
  );
  return rows[0]?.has_signed_in ?? false;
}

/** Returns false when the e-mail address is taken (index: unique on email). */
export async function insertUser(
  sql: Sql,
  user: Pick<ConsoleUserRow, 'id' | 'email' | 'name' | 'role' | 'store_ids' | 'created_at'>,
): Promise<boolean> {
  const count = await sql.execute(
    {
      name: 'insert_user',
      text: `insert into console_user (id, email, name, role, store_ids, created_at)
             values ($1::uuid, $2, $3, $4, $5::text[], $6) on conflict (email) do nothing`,
    },
    [user.id, user.email, user.name, user.role, textArray(user.store_ids), user.created_at],
  );
  return count === 1;
}

/** Replaces what an administrator may change (index: primary key). */
export async function updateUser(
  sql: Sql,
  user: Pick<ConsoleUserRow, 'id' | 'name' | 'role' | 'store_ids' | 'is_disabled'>,
): Promise<void> {
  await sql.execute(
    {
      name: 'update_user',
      text: `update console_user set name = $2, role = $3, store_ids = $4::text[], is_disabled = $5 where id = $1::uuid`,
    },
    [user.id, user.name, user.role, textArray(user.store_ids), user.is_disabled],
  );
}

export async function setPasswordHash(sql: Sql, id: string, passwordHash: string): Promise<void> {
  await sql.execute(
    { name: 'set_password_hash', text: `update console_user set password_hash = $2 where id = $1::uuid` },
    [id, passwordHash],
  );
}

/** Notes that the user is here, at most once in five minutes so that reading does not write. */
export async function noteUserSeen(sql: Sql, id: string, at: number): Promise<void> {
  await sql.execute(
    {
      name: 'note_user_seen',
      text: `update console_user set last_seen_at = $2::bigint
              where id = $1::uuid and coalesce(last_seen_at, 0) < $2::bigint - 300000`,
    },
    [id, at],
  );
}
