import type { Role } from '@perennial/contracts';
import { deleteFactorRoles, insertFactorRole, listFactorRoles } from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import { roleOf } from './user-caller.ts';

/** What the installation asks of everybody with a role. */
export interface SignInPolicy {
  readonly factorRoles: readonly Role[];
}

export async function readSignInPolicy(database: Database): Promise<SignInPolicy> {
  return { factorRoles: (await listFactorRoles(database)).map(roleOf) };
}

/** Whoever has such a role and no second factor comes no further than the own account, at once. */
export async function changeSignInPolicy(database: Database, policy: SignInPolicy): Promise<void> {
  await database.transaction({ name: 'change sign-in policy' }, async (sql) => {
    await deleteFactorRoles(sql);
    for (const role of policy.factorRoles) await insertFactorRole(sql, role);
  });
}
