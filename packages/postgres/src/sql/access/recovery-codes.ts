import type { Sql } from '../../database/database.ts';

export async function insertRecoveryCode(
  sql: Sql,
  code: { readonly codeHash: Buffer; readonly userId: string; readonly createdAt: number },
): Promise<void> {
  await sql.execute(
    {
      name: 'insert_recovery_code',
      text: `insert into recovery_code (code_hash, user_id, created_at) values ($1, $2::uuid, $3)`,
    },
    [code.codeHash, code.userId, code.createdAt],
  );
}

/** Taking a code is deleting it, so that it works once (index: primary key). */
export async function takeRecoveryCode(sql: Sql, codeHash: Buffer, userId: string): Promise<boolean> {
  const rows = await sql.rows<{ taken: number }>(
    {
      name: 'take_recovery_code',
      text: `delete from recovery_code where code_hash = $1 and user_id = $2::uuid returning 1 as taken`,
    },
    [codeHash, userId],
  );
  return rows.length === 1;
}

/** Index: recovery_code_by_user. */
export async function countRecoveryCodes(sql: Sql, userId: string): Promise<number> {
  const rows = await sql.rows<{ codes: number }>(
    { name: 'count_recovery_codes', text: `select count(*) as codes from recovery_code where user_id = $1::uuid` },
    [userId],
  );
  return rows[0]?.codes ?? 0;
}

/** Index: recovery_code_by_user. */
export async function deleteRecoveryCodes(sql: Sql, userId: string): Promise<void> {
  await sql.execute({ name: 'delete_recovery_codes', text: `delete from recovery_code where user_id = $1::uuid` }, [
    userId,
  ]);
}
