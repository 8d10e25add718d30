import type { Sql } from '../../../database/database.ts';

/** Somebody who was sent to the provider and is not back. */
export interface ProviderVisitRow {
  readonly intent: 'sign_in' | 'confirm' | 'link';
  readonly session_hash: Buffer | null;
  readonly next: string;
  readonly created_at: number;
  readonly expires_at: number;
}

export async function insertProviderVisit(
  sql: Sql,
  row: ProviderVisitRow & { readonly stateHash: Buffer; readonly cookieHash: Buffer },
): Promise<void> {
  await sql.execute(
    {
      name: 'insert_provider_visit',
      text: `insert into provider_visit (state_hash, cookie_hash, intent, session_hash, next, created_at, expires_at)
             values ($1, $2, $3, $4::bytea, $5, $6, $7)`,
    },
    [row.stateHash, row.cookieHash, row.intent, row.session_hash, row.next, row.created_at, row.expires_at],
  );
}

/** Taking it is deleting it, by the browser alone that began it (index: primary key). */
export async function takeProviderVisit(
  sql: Sql,
  asked: { readonly stateHash: Buffer; readonly cookieHash: Buffer; readonly now: number },
): Promise<ProviderVisitRow | undefined> {
  const rows = await sql.rows<ProviderVisitRow>(
    {
      name: 'take_provider_visit',
      text: `delete from provider_visit where state_hash = $1 and cookie_hash = $2 and expires_at > $3
              returning intent, session_hash, next, created_at, expires_at`,
    },
    [asked.stateHash, asked.cookieHash, asked.now],
  );
  return rows[0];
}

/** Index: provider_visit_by_end. */
export async function deleteExpiredProviderVisits(sql: Sql, now: number): Promise<void> {
  await sql.execute(
    { name: 'delete_expired_provider_visits', text: `delete from provider_visit where expires_at <= $1` },
    [now],
  );
}
