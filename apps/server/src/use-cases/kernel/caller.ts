import { nameOfRole } from '@perennial/contracts';
import type {
  CommandLineCaller,
  DeviceCaller,
  KeyCaller,
  MemberCaller,
  UserCaller as User,
} from '@perennial/contracts';

/** A user with what her session knows of her. */
export interface UserCaller extends User {
  readonly email: string;
  readonly hasPassword: boolean;
  readonly hasFactor: boolean;
  /** The role asks for a second factor that is not set up: nothing but the own account is open. */
  readonly mustAddFactor: boolean;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
  /** SHA-256 of the session's token. */
  readonly sessionHash: Buffer;
  readonly sessionExpiresAt: number;
  /** When she last proved who she is. */
  readonly sessionConfirmedAt: number;
}

export type { KeyCaller };

/** Who asks for something, once it is known. */
export type Caller = UserCaller | KeyCaller | MemberCaller | DeviceCaller | CommandLineCaller;

/** How the caller is named where people read it: drafts, versions, keys. */
export function nameOfCaller(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return `${caller.name} (${nameOfRole(caller.role).en})`;
    case 'key':
    case 'device':
      return `${caller.kind} ${caller.name}`;
    case 'member':
      return `member ${caller.id}`;
    case 'command_line':
      return caller.id;
  }
}

/** Stores that the caller is confined to; undefined: to none. A member is confined to herself, so that no store is hers. */
export function storesOf(caller: Caller): readonly string[] | undefined {
  switch (caller.kind) {
    case 'user':
      return caller.role === 'store_staff' ? caller.storeIds : undefined;
    case 'device':
      return [caller.storeId];
    case 'member':
      return [];
    case 'key':
    case 'command_line':
      return undefined;
  }
}
