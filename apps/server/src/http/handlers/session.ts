import { capabilities, can } from '@perennial/contracts';
import type { Capability, Role } from '@perennial/contracts';
import type { User } from '@perennial/contracts/staff';
import type { Sessions, StartedSession } from '../../use-cases/access/sessions.ts';
import type { Users } from '../../use-cases/access/users.ts';
import type { Caller, UserCaller } from '../../use-cases/kernel/caller.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import type { GroupHandlers, HandlerContext } from '../routing/handlers.ts';

/** Sign-in, sign-out, the own password. */
export function createSessionHandlers(auth: {
  readonly sessions: Sessions;
  readonly users: Users;
}): GroupHandlers<'session'> {
  const open = (call: HandlerContext, started: StartedSession) => {
    call.cookie.set(started.token, started.caller.sessionExpiresAt);
    call.note({ subject: started.caller.id });
    return toMe(started.caller);
  };
  return {
    me: async (call) => toMe(requireUser(call.caller)),
    signIn: async (call) => open(call, await auth.sessions.signIn({ ...call.body, address: call.address })),
    signInByLink: async (call) => open(call, await auth.sessions.signInByLink(call.body.token, call.address)),
    signOut: async (call) => {
      await auth.sessions.end(requireUser(call.caller));
      call.cookie.clear();
      return {};
    },
    changePassword: async (call) => {
      await auth.users.changePassword(requireUser(call.caller), call.body.newPassword, call.body.currentPassword);
      return {};
    },
  };
}

/** Routes closed to keys have a user; anything else is a bug in the table. */
export function requireUser(caller: Caller | undefined): UserCaller {
  if (caller?.kind !== 'user') throw new ProblemError('auth.required');
  return caller;
}

function toMe(caller: UserCaller): { user: User; capabilities: Capability[]; sessionExpiresAt: number } {
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
