import type { Identity } from '@perennial/contracts/staff';
import {
  confirmSession,
  deleteUserIdentity,
  keepSessionWithoutIdentity,
  listUserIdentities,
  readUserIdentity,
} from '@perennial/postgres/access';
import type { Database } from '@perennial/postgres';
import { ProblemError } from '../../kernel/problem-error.ts';
import type { ProviderPerson } from './person.ts';

/** Somebody with an open session. */
export interface IdentityHolder {
  readonly id: string;
  readonly sessionHash: Buffer;
}

export async function listOwnIdentities(database: Database, userId: string): Promise<Identity[]> {
  return (await listUserIdentities(database, userId)).map((row) => ({
    id: row.id,
    issuer: row.issuer,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }));
}

/** Sessions that began by it end, but for the one that asks. Throws `provider.identity_not_found`. */
export async function unlinkIdentity(database: Database, holder: IdentityHolder, identityId: string): Promise<void> {
  await database.transaction({ name: 'unlink provider' }, async (sql) => {
    await keepSessionWithoutIdentity(sql, holder.sessionHash);
    if (!(await deleteUserIdentity(sql, identityId, holder.id))) throw new ProblemError('provider.identity_not_found');
  });
}

/** Notes that who holds the session has proved at the provider who she is. Throws `provider.other_person`. */
export async function confirmByProvider(
  database: Database,
  holder: IdentityHolder,
  { person, at }: { readonly person: ProviderPerson; readonly at: number },
): Promise<void> {
  const identity = await readUserIdentity(database, person.issuer, person.subject);
  if (identity?.user_id !== holder.id) throw new ProblemError('provider.other_person');
  await confirmSession(database, holder.sessionHash, at);
}
