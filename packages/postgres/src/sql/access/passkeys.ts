import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

export interface PasskeyRow {
  readonly factor_id: string;
  readonly credential_id: Buffer;
  readonly public_key: Buffer;
  readonly sign_count: number;
  readonly transports: readonly string[];
}

/** False when the credential is known already (index: unique on credential_id). */
export async function insertPasskey(sql: Sql, row: PasskeyRow): Promise<boolean> {
  const rows = await sql.rows<{ kept: number }>(
    {
      name: 'insert_passkey',
      text: `insert into user_passkey (factor_id, credential_id, public_key, sign_count, transports)
             values ($1::uuid, $2, $3, $4, $5::text[]) on conflict (credential_id) do nothing returning 1 as kept`,
    },
    [row.factor_id, row.credential_id, row.public_key, row.sign_count, textArray(row.transports)],
  );
  return rows.length === 1;
}

/** The passkeys of a user that count, oldest first (index: user_factor_by_user). */
export async function listPasskeys(sql: Sql, userId: string): Promise<PasskeyRow[]> {
  return sql.rows(
    {
      name: 'list_passkeys',
      text: `select p.factor_id, p.credential_id, p.public_key, p.sign_count, p.transports
               from user_factor f join user_passkey p on p.factor_id = f.id
              where f.user_id = $1::uuid and f.confirmed_at is not null order by f.created_at, f.id`,
    },
    [userId],
  );
}

/** The passkey of a credential, with whose it is (index: unique on credential_id). */
export async function readPasskey(
  sql: Sql,
  credentialId: Buffer,
): Promise<(PasskeyRow & { readonly user_id: string }) | undefined> {
  const rows = await sql.rows<PasskeyRow & { readonly user_id: string }>(
    {
      name: 'read_passkey',
      text: `select p.factor_id, p.credential_id, p.public_key, p.sign_count, p.transports, f.user_id
               from user_passkey p join user_factor f on f.id = p.factor_id
              where p.credential_id = $1 and f.confirmed_at is not null`,
    },
    [credentialId],
  );
  return rows[0];
}

/** Takes a use by its count: false when that or a later one was taken, unless the authenticator counts nothing (index: primary key). */
export async function takePasskeyUse(sql: Sql, factorId: string, signCount: number): Promise<boolean> {
  const rows = await sql.rows<{ taken: number }>(
    {
      name: 'take_passkey_use',
      text: `update user_passkey set sign_count = $2::bigint
              where factor_id = $1::uuid and (sign_count < $2::bigint or (sign_count = 0 and $2::bigint = 0))
              returning 1 as taken`,
    },
    [factorId, signCount],
  );
  return rows.length === 1;
}

export interface PasskeyChallengeRow {
  readonly purpose: 'register' | 'sign_in' | 'confirm';
  readonly session_hash: Buffer | null;
  readonly factor_id: string | null;
  readonly nonce: Buffer;
  readonly expires_at: number;
}

export async function insertPasskeyChallenge(
  sql: Sql,
  row: PasskeyChallengeRow & { readonly tokenHash: Buffer },
): Promise<void> {
  await sql.execute(
    {
      name: 'insert_passkey_challenge',
      text: `insert into passkey_challenge (token_hash, purpose, session_hash, factor_id, nonce, expires_at)
             values ($1, $2, $3::bytea, $4::uuid, $5, $6)`,
    },
    [row.tokenHash, row.purpose, row.session_hash, row.factor_id, row.nonce, row.expires_at],
  );
}

/** Taking a challenge is deleting it, whether what answers it is right or not (index: primary key). */
export async function takePasskeyChallenge(
  sql: Sql,
  asked: {
    readonly tokenHash: Buffer;
    readonly purpose: string;
    readonly sessionHash: Buffer | null;
    readonly now: number;
  },
): Promise<PasskeyChallengeRow | undefined> {
  const rows = await sql.rows<PasskeyChallengeRow>(
    {
      name: 'take_passkey_challenge',
      text: `delete from passkey_challenge
              where token_hash = $1 and purpose = $2 and session_hash is not distinct from $3::bytea and expires_at > $4
              returning purpose, session_hash, factor_id, nonce, expires_at`,
    },
    [asked.tokenHash, asked.purpose, asked.sessionHash, asked.now],
  );
  return rows[0];
}

/** Index: passkey_challenge_by_end. */
export async function deleteExpiredPasskeyChallenges(sql: Sql, now: number): Promise<void> {
  await sql.execute(
    { name: 'delete_expired_passkey_challenges', text: `delete from passkey_challenge where expires_at <= $1` },
    [now],
  );
}
