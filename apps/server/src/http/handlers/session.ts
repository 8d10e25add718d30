import type { StartedSession } from '../../use-cases/access/sessions.ts';
import { describeSession } from '../../use-cases/access/sign-in.ts';
import type { SignedIn, SignIn } from '../../use-cases/access/sign-in.ts';
import type { Caller, UserCaller } from '../../use-cases/kernel/caller.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import type { GroupHandlers, HandlerContext } from '../routing/handlers.ts';

/** Sign-in, sign-out, the own password: what is here alone is the cookie. */
export function createSessionHandlers(signIn: SignIn): GroupHandlers<'session'> {
  const open = ({ cookie }: HandlerContext, { token, caller }: StartedSession): SignedIn => {
    cookie.set(token, caller.sessionExpiresAt);
    return describeSession(caller);
  };
  return {
    me: async (call) => describeSession(requireUser(call.caller)),
    signIn: async (call) => open(call, await signIn.byPassword(call, { ...call.body, address: call.address })),
    signInByLink: async (call) => open(call, await signIn.byLink(call, { ...call.body, address: call.address })),
    signOut: async (call) => {
      await signIn.end(requireUser(call.caller));
      call.cookie.clear();
      return {};
    },
    changePassword: async (call) => {
      await signIn.changePassword({ ...call, caller: requireUser(call.caller) }, call.body);
      return {};
    },
  };
}

/** Routes closed to keys have a user; anything else is a bug in the table. */
function requireUser(caller: Caller): UserCaller {
  if (caller.kind !== 'user') throw new ProblemError('auth.required');
  return caller;
}
