import { roles } from '@perennial/contracts';
import type { Role } from '@perennial/contracts';
import type { SessionRow } from '@perennial/postgres/access';
import type { UserCaller } from '../kernel/caller.ts';

/** The database's check keeps roles to the list; anything else is a bug. */
export function roleOf(text: string): Role {
  const role = roles.find((one) => one === text);
  if (role === undefined) throw new Error(`unknown role ${text}`);
  return role;
}

export function toUserCaller(row: SessionRow, sessionHash: Buffer): UserCaller {
  return {
    kind: 'user',
    id: row.id,
    email: row.email,
    name: row.name,
    role: roleOf(row.role),
    storeIds: row.store_ids,
    hasPassword: row.password_hash !== null,
    hasFactor: row.has_factor,
    mustAddFactor: row.must_add_factor,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    sessionHash,
    sessionExpiresAt: row.session_expires_at,
    sessionConfirmedAt: row.session_confirmed_at,
  };
}
