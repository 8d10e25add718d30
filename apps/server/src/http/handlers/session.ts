import type { OwnAccount } from '../../use-cases/access/own-account.ts';
import type { FirstStep } from '../../use-cases/access/sessions.ts';
import { describeSession } from '../../use-cases/access/sign-in.ts';
import type { SignedIn, SignIn } from '../../use-cases/access/sign-in.ts';
import type { StartedSession } from '../../use-cases/access/visitor.ts';
import type { Caller, UserCaller } from '../../use-cases/kernel/caller.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import type { GroupHandlers, HandlerContext } from '../routing/handlers.ts';

/** The way in and the own account: what is here alone are the cookies. */
export function createSessionHandlers(signIn: SignIn, account: OwnAccount): GroupHandlers<'session'> {
  const open = ({ cookie }: HandlerContext, { token, caller, device }: StartedSession): SignedIn => {
    cookie.set(token, caller.sessionExpiresAt);
    cookie.setDevice(device.token, device.expiresAt);
    return describeSession(caller);
  };
  const answer = (call: HandlerContext, step: FirstStep) =>
    step.step === 'done' ? { step: step.step, session: open(call, step.started) } : step;
  return {
    me: async (call) => describeSession(requireUser(call.caller)),
    signIn: async (call) => answer(call, await signIn.byPassword(call, call.body, call.visitor)),
    signInByLink: async (call) => answer(call, await signIn.byLink(call, call.body.token, call.visitor)),
    secondStep: async (call) => open(call, await signIn.bySecondStep(call, call.body, call.visitor)),
    nameFirstAdministrator: async (call) =>
      open(call, await signIn.asFirstAdministrator(call, call.body, call.visitor)),
    ...createAccountHandlers(account),
  };
}

type PublicRoutes = 'me' | 'signIn' | 'signInByLink' | 'secondStep' | 'nameFirstAdministrator';

function createAccountHandlers(account: OwnAccount): Omit<GroupHandlers<'session'>, PublicRoutes> {
  return {
    confirm: async (call) => done(account.confirm(own(call), call.body.proof, call.visitor)),
    signOut: async (call) => {
      await account.signOut(requireUser(call.caller));
      call.cookie.clear();
      return {};
    },
    list: async (call) => ({ items: await account.sessions(requireUser(call.caller)) }),
    endOthers: (call) => done(account.endOtherSessions(own(call))),
    end: (call) => done(account.endSession(own(call), call.params.sessionId)),
    changePassword: (call) => done(account.changePassword(own(call), call.body)),
    factors: (call) => account.factors(requireUser(call.caller)),
    addTotp: (call) => account.addTotp(own(call), call.body.name),
    confirmTotp: async (call) => {
      const given = { factorId: call.params.factorId, code: call.body.code };
      return { recoveryCodes: await account.confirmTotp(own(call), given) };
    },
    removeFactor: (call) => done(account.removeFactor(own(call), call.params.factorId)),
    renewRecoveryCodes: async (call) => ({ recoveryCodes: await account.renewRecoveryCodes(own(call)) }),
  };
}

async function done(act: Promise<void>): Promise<Record<string, never>> {
  await act;
  return {};
}

function own<C extends HandlerContext<Caller>>(call: C): C & { readonly caller: UserCaller } {
  return { ...call, caller: requireUser(call.caller) };
}

/** Routes closed to keys have a user; anything else is a bug in the table. */
function requireUser(caller: Caller): UserCaller {
  if (caller.kind !== 'user') throw new ProblemError('auth.required');
  return caller;
}
