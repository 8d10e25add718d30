import type { Sql } from '../../database/database.ts';

export interface TotpRow {
  readonly factor_id: string;
  readonly master_key_id: string;
  readonly secret: Buffer;
  readonly last_step: number;
}

export async function insertTotp(sql: Sql, row: Omit<TotpRow, 'last_step'>): Promise<void> {
  await sql.execute(
    {
      name: 'insert_totp',
      text: `insert into user_totp (factor_id, master_key_id, secret) values ($1::uuid, $2, $3)`,
    },
    [row.factor_id, row.master_key_id, row.secret],
  );
}

/** The authenticators of a user, those that were only begun apart from those that count (index: user_factor_by_user). */
export async function listTotps(sql: Sql, userId: string, state: 'begun' | 'confirmed'): Promise<TotpRow[]> {
  return sql.rows(
    {
      name: 'list_totps',
      text: `select t.factor_id, t.master_key_id, t.secret, t.last_step
               from user_factor f join user_totp t on t.factor_id = f.id
              where f.user_id = $1::uuid and (f.confirmed_at is not null) = $2 order by f.created_at, f.id`,
    },
    [userId, state === 'confirmed'],
  );
}

/** Takes the code of a time step: false when it or a later one was taken, by whichever process (index: primary key). */
export async function takeTotpStep(sql: Sql, factorId: string, step: number): Promise<boolean> {
  const count = await sql.execute(
    {
      name: 'take_totp_step',
      text: `update user_totp set last_step = $2::bigint where factor_id = $1::uuid and last_step < $2::bigint`,
    },
    [factorId, step],
  );
  return count === 1;
}

/** Secrets under another master key than this one (index: user_totp_by_master_key). */
export async function readTotpsNotUnder(sql: Sql, masterKeyId: string, limit: number): Promise<TotpRow[]> {
  return sql.rows(
    {
      name: 'read_totps_not_under',
      text: `select factor_id, master_key_id, secret, last_step from user_totp where master_key_id <> $1 limit $2`,
    },
    [masterKeyId, limit],
  );
}

export async function replaceTotpSecret(sql: Sql, row: Omit<TotpRow, 'last_step'>): Promise<void> {
  await sql.execute(
    {
      name: 'replace_totp_secret',
      text: `update user_totp set master_key_id = $2, secret = $3 where factor_id = $1::uuid`,
    },
    [row.factor_id, row.master_key_id, row.secret],
  );
}
