import { can, nameOfRole } from '@perennial/contracts';
import type { Capability, LocalizedText, Role } from '@perennial/contracts';

export interface UserCaller {
  readonly kind: 'user';
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly storeIds: readonly string[];
  readonly hasPassword: boolean;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
  /** SHA-256 of the session's token. */
  readonly sessionHash: Buffer;
  readonly sessionExpiresAt: number;
}

export interface KeyCaller {
  readonly kind: 'key';
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

/** Who sends a request, once it is known. */
export type Caller = UserCaller | KeyCaller;

/** Why this caller may not, or undefined when it may. */
export function refusal(caller: Caller, capability: Capability): LocalizedText | undefined {
  if (caller.kind === 'key') {
    if (caller.scopes.includes(capability)) return undefined;
    return { en: `The key lacks the scope ${capability}.`, zh: `密钥缺少权限范围 ${capability}。` };
  }
  const verdict = can(caller, capability);
  return verdict.isAllowed ? undefined : verdict.reason;
}

/** How the caller is named where people read it: drafts, versions, keys. */
export function nameOfCaller(caller: Caller): string {
  return caller.kind === 'user' ? `${caller.name} (${nameOfRole(caller.role).en})` : `key ${caller.name}`;
}

/** Stores that the caller is confined to; undefined: to none. */
export function storesOf(caller: Caller): readonly string[] | undefined {
  return caller.kind === 'user' && caller.role === 'store_staff' ? caller.storeIds : undefined;
}
