import type { Sql } from '../../database/database.ts';

export interface FactorRow {
  readonly id: string;
  readonly user_id: string;
  readonly kind: 'totp' | 'passkey';
  readonly name: string;
  readonly created_at: number;
  readonly confirmed_at: number | null;
  readonly last_used_at: number | null;
}

const columns = 'id, user_id, kind, name, created_at, confirmed_at, last_used_at';

/** The second factors of a user that count, oldest first (index: user_factor_by_user). */
export async function listFactors(sql: Sql, userId: string): Promise<FactorRow[]> {
  return sql.rows(
    {
      name: 'list_factors',
      text: `select ${columns} from user_factor where user_id = $1::uuid and confirmed_at is not null order by created_at, id`,
    },
    [userId],
  );
}

export async function insertFactor(sql: Sql, factor: Omit<FactorRow, 'last_used_at'>): Promise<void> {
  await sql.execute(
    {
      name: 'insert_factor',
      text: `insert into user_factor (id, user_id, kind, name, created_at, confirmed_at)
             values ($1::uuid, $2::uuid, $3, $4, $5, $6)`,
    },
    [factor.id, factor.user_id, factor.kind, factor.name, factor.created_at, factor.confirmed_at],
  );
}

/** From now on the factor counts; false when there is none of this user, or it counted before (index: primary key). */
export async function confirmFactor(
  sql: Sql,
  { id, userId, at }: { readonly id: string; readonly userId: string; readonly at: number },
): Promise<boolean> {
  const count = await sql.execute(
    {
      name: 'confirm_factor',
      text: `update user_factor set confirmed_at = $3 where id = $1::uuid and user_id = $2::uuid and confirmed_at is null`,
    },
    [id, userId, at],
  );
  return count === 1;
}

export async function noteFactorUsed(sql: Sql, id: string, at: number): Promise<void> {
  await sql.execute(
    { name: 'note_factor_used', text: `update user_factor set last_used_at = $2 where id = $1::uuid` },
    [id, at],
  );
}

/** False when this user has none such (index: primary key). */
export async function deleteFactor(sql: Sql, id: string, userId: string): Promise<boolean> {
  const count = await sql.execute(
    { name: 'delete_factor', text: `delete from user_factor where id = $1::uuid and user_id = $2::uuid` },
    [id, userId],
  );
  return count === 1;
}

/** Every factor of a user, also what was only begun (index: user_factor_by_user). */
export async function deleteFactors(sql: Sql, userId: string): Promise<void> {
  await sql.execute({ name: 'delete_factors', text: `delete from user_factor where user_id = $1::uuid` }, [userId]);
}

/** What was begun and not finished (index: user_factor_by_user). */
export async function deleteBegunFactors(sql: Sql, userId: string): Promise<void> {
  await sql.execute(
    {
      name: 'delete_begun_factors',
      text: `delete from user_factor where user_id = $1::uuid and confirmed_at is null`,
    },
    [userId],
  );
}

/** Roles whose people must have a second factor (small table). */
export async function listFactorRoles(sql: Sql): Promise<string[]> {
  const rows = await sql.rows<{ role: string }>(
    { name: 'list_factor_roles', text: `select role from factor_role order by role` },
    [],
  );
  return rows.map(({ role }) => role);
}

export async function deleteFactorRoles(sql: Sql): Promise<void> {
  await sql.execute({ name: 'delete_factor_roles', text: `delete from factor_role` }, []);
}

export async function insertFactorRole(sql: Sql, role: string): Promise<void> {
  await sql.execute(
    { name: 'insert_factor_role', text: `insert into factor_role (role) values ($1) on conflict (role) do nothing` },
    [role],
  );
}
