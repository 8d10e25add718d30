import type { Role } from '../capabilities/capabilities.ts';

/** A person with an account of the console. */
export interface UserCaller {
  readonly kind: 'user';
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** Stores whose members store staff see; empty for other roles. */
  readonly storeIds: readonly string[];
}

/** A program with an API key. */
export interface KeyCaller {
  readonly kind: 'key';
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

/** A member, for herself alone: she is named by her id, because nothing else of hers may stand in logs. */
export interface MemberCaller {
  readonly kind: 'member';
  readonly id: string;
}

/** A till or another device of a store, whoever stands at it. */
export interface DeviceCaller {
  readonly kind: 'device';
  readonly id: string;
  readonly name: string;
  readonly storeId: string;
}

/** Whoever runs the command line on the installation's machine; there is no account behind it. */
export interface CommandLineCaller {
  readonly kind: 'command_line';
  readonly id: 'command line';
}

/** Who asks for something, once it is known: the same for HTTP, the command line and a till. */
export type Caller = UserCaller | KeyCaller | MemberCaller | DeviceCaller | CommandLineCaller;

export const callerKinds = [
  'user',
  'key',
  'member',
  'device',
  'command_line',
] as const satisfies readonly Caller['kind'][];
