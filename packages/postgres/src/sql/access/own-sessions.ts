import type { Sql } from '../../database/database.ts';

export interface OpenSessionRow {
  readonly id: string;
  readonly token_hash: Buffer;
  readonly device: string;
  readonly address: string;
  readonly created_at: number;
  readonly last_used_at: number;
  readonly expires_at: number;
}

/** Living sessions of a user, last used first (index: console_session_by_user). */
export async function listSessions(
  sql: Sql,
  query: { readonly userId: string; readonly now: number; readonly usedAfter: number; readonly limit: number },
): Promise<OpenSessionRow[]> {
  return sql.rows(
    {
      name: 'list_sessions',
      text: `select id, token_hash, device, address, created_at, last_used_at, expires_at from console_session
              where user_id = $1::uuid and expires_at > $2 and last_used_at > $3
              order by last_used_at desc, id limit $4`,
    },
    [query.userId, query.now, query.usedAfter, query.limit],
  );
}

/** False when this user has none such (index: console_session_by_id). */
export async function deleteSessionById(sql: Sql, id: string, userId: string): Promise<boolean> {
  const rows = await sql.rows<{ ended: number }>(
    {
      name: 'delete_session_by_id',
      text: `delete from console_session where id = $1::uuid and user_id = $2::uuid returning 1 as ended`,
    },
    [id, userId],
  );
  return rows.length === 1;
}

/** Notes that a session is in use, and from where (index: primary key). */
export async function noteSessionUsed(
  sql: Sql,
  use: { readonly tokenHash: Buffer; readonly at: number; readonly address: string },
): Promise<void> {
  await sql.execute(
    {
      name: 'note_session_used',
      text: `update console_session set last_used_at = greatest(last_used_at, $2::bigint), address = $3 where token_hash = $1`,
    },
    [use.tokenHash, use.at, use.address],
  );
}

/** Notes that its owner has proved again who she is (index: primary key). */
export async function confirmSession(sql: Sql, tokenHash: Buffer, at: number): Promise<void> {
  await sql.execute(
    { name: 'confirm_session', text: `update console_session set confirmed_at = $2 where token_hash = $1` },
    [tokenHash, at],
  );
}
