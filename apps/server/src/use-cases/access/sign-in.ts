import { capabilities, can } from '@perennial/contracts';
import type { Capability, Role } from '@perennial/contracts';
import type { User } from '@perennial/contracts/staff';
import type { AuditAction } from '../audit/audit-action.ts';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { Caller, UserCaller } from '../kernel/caller.ts';
import type { Sessions, StartedSession } from './sessions.ts';
import type { Users } from './users.ts';

type Anybody = CallContext<Caller | undefined>;

/** Who is signed in, and what they may do. */
export interface SignedIn {
  readonly user: User;
  readonly capabilities: Capability[];
  readonly sessionExpiresAt: number;
}

/** Sign-in, sign-out, the own password. `address` is the network address, for limits. */
export interface SignIn {
  /** Throws `auth.sign_in_failed` or `auth.too_many_attempts`. */
  byPassword(
    context: Anybody,
    credentials: { readonly email: string; readonly password: string; readonly address: string },
  ): Promise<StartedSession>;
  /** Throws `auth.link_invalid` or `auth.too_many_attempts`; a link works once. */
  byLink(context: Anybody, link: { readonly token: string; readonly address: string }): Promise<StartedSession>;
  end(caller: UserCaller): Promise<void>;
  /** Other sessions end. Throws `auth.password_needed` when a password is set and the current one is not given. */
  changePassword(
    context: CallContext<UserCaller>,
    passwords: { readonly newPassword: string; readonly currentPassword?: string | undefined },
  ): Promise<void>;
}

export function createSignIn(parts: {
  readonly sessions: Sessions;
  readonly users: Users;
  readonly audit: Audit;
}): SignIn {
  const { sessions, users, audit } = parts;
  const start = (context: Anybody, action: AuditAction, open: () => Promise<StartedSession>) =>
    audit.act(context, { action }, async (note) => {
      const started = await open();
      note({ subject: started.caller.id });
      return started;
    });
  return {
    byPassword: (context, credentials) => start(context, 'session.signed_in', () => sessions.signIn(credentials)),
    byLink: (context, { token, address }) =>
      start(context, 'session.signed_in_by_link', () => sessions.signInByLink(token, address)),
    end: (caller) => sessions.end(caller),
    changePassword: (context, { newPassword, currentPassword }) =>
      audit.act(context, { action: 'user.password_changed' }, () =>
        users.changePassword(context.caller, newPassword, currentPassword),
      ),
  };
}

export function describeSession(caller: UserCaller): SignedIn {
  return {
    user: {
      id: caller.id,
      email: caller.email,
      name: caller.name,
      role: caller.role,
      storeIds: [...caller.storeIds],
      isDisabled: false,
      hasPassword: caller.hasPassword,
      createdAt: caller.createdAt,
      lastSeenAt: caller.lastSeenAt,
    },
    capabilities: capabilitiesOf(caller.role),
    sessionExpiresAt: caller.sessionExpiresAt,
  };
}

function capabilitiesOf(role: Role): Capability[] {
  return capabilities.filter((capability) => can({ kind: 'user', role }, capability).isAllowed);
}
