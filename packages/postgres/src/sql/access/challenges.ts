import type { Sql } from '../../database/database.ts';

export interface ChallengeRow {
  readonly user_id: string;
  readonly nonce: Buffer;
  readonly expires_at: number;
}

export async function insertChallenge(
  sql: Sql,
  row: ChallengeRow & { readonly tokenHash: Buffer; readonly triesLeft: number; readonly createdAt: number },
): Promise<void> {
  await sql.execute(
    {
      name: 'insert_challenge',
      text: `insert into sign_in_challenge (token_hash, user_id, nonce, tries_left, created_at, expires_at)
             values ($1, $2::uuid, $3, $4, $5, $6)`,
    },
    [row.tokenHash, row.user_id, row.nonce, row.triesLeft, row.createdAt, row.expires_at],
  );
}

/** Takes one of the tries before the proof is looked at, so that many at once do not get more (index: primary key). */
export async function takeChallengeTry(sql: Sql, tokenHash: Buffer, now: number): Promise<ChallengeRow | undefined> {
  const rows = await sql.rows<ChallengeRow>(
    {
      name: 'take_challenge_try',
      text: `update sign_in_challenge set tries_left = tries_left - 1
              where token_hash = $1 and expires_at > $2 and tries_left > 0 returning user_id, nonce, expires_at`,
    },
    [tokenHash, now],
  );
  return rows[0];
}

/** False when somebody was quicker: a challenge is met once (index: primary key). */
export async function deleteChallenge(sql: Sql, tokenHash: Buffer): Promise<boolean> {
  const rows = await sql.rows<{ taken: number }>(
    { name: 'delete_challenge', text: `delete from sign_in_challenge where token_hash = $1 returning 1 as taken` },
    [tokenHash],
  );
  return rows.length === 1;
}

/** What was begun by a password or link of before (small table, sequential). */
export async function deleteChallenges(sql: Sql, userId: string): Promise<void> {
  await sql.execute({ name: 'delete_challenges', text: `delete from sign_in_challenge where user_id = $1::uuid` }, [
    userId,
  ]);
}

/** Small table, sequential. */
export async function deleteExpiredChallenges(sql: Sql, now: number): Promise<void> {
  await sql.execute(
    { name: 'delete_expired_challenges', text: `delete from sign_in_challenge where expires_at <= $1` },
    [now],
  );
}
