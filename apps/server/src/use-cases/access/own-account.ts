import type { Factor, OpenSession } from '@perennial/contracts/staff';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { UserCaller } from '../kernel/caller.ts';
import type { BegunTotp, Factors } from './factors/factors.ts';
import { requireRecentSignIn } from './recent-sign-in.ts';
import type { Confirmation, Sessions } from './sessions.ts';
import type { Users } from './users.ts';
import type { Visitor } from './visitor.ts';

type Own = CallContext<UserCaller>;

/** What somebody does to the own account. Changing a factor asks for a recent sign-in: `auth.confirmation_needed`. */
export interface OwnAccount {
  /** Throws `auth.password_needed`, `auth.code_wrong` or `auth.too_many_attempts`. */
  confirm(context: Own, proof: Confirmation, visitor: Visitor): Promise<void>;
  signOut(caller: UserCaller): Promise<void>;
  sessions(caller: UserCaller): Promise<OpenSession[]>;
  /** Throws `session.not_found`. */
  endSession(context: Own, sessionId: string): Promise<void>;
  endOtherSessions(context: Own): Promise<void>;
  /**
   * Other sessions end. Throws `auth.password_needed` when a password is set and the current one is not given, `auth.password_weak`,
   * `auth.confirmation_needed` for a first password that is set long after signing in.
   */
  changePassword(
    context: Own,
    passwords: { readonly newPassword: string; readonly currentPassword?: string | undefined },
  ): Promise<void>;
  factors(caller: UserCaller): Promise<{ readonly items: Factor[]; readonly recoveryCodesLeft: number }>;
  /** Throws `factor.too_many`. */
  addTotp(context: Own, name: string): Promise<BegunTotp>;
  /** Throws `factor.not_found`, `auth.code_wrong`. */
  confirmTotp(context: Own, given: { readonly factorId: string; readonly code: string }): Promise<string[]>;
  /** Throws `factor.not_found`, `factor.required`. */
  removeFactor(context: Own, factorId: string): Promise<void>;
  /** Throws `factor.not_found`. */
  renewRecoveryCodes(context: Own): Promise<string[]>;
}

export function createOwnAccount(parts: {
  readonly sessions: Sessions;
  readonly users: Users;
  readonly factors: Factors;
  readonly audit: Audit;
  readonly now: () => number;
}): OwnAccount {
  const { sessions, users, factors, audit, now } = parts;
  return {
    confirm: (context, proof, visitor) =>
      audit.act(context, { action: 'session.confirmed' }, () => sessions.confirm(context.caller, proof, visitor)),
    signOut: (caller) => sessions.end(caller),
    sessions: (caller) => sessions.list(caller.id, caller.sessionHash),
    endSession: (context, sessionId) =>
      audit.act(context, { action: 'session.ended', subject: sessionId }, () =>
        sessions.endOne(context.caller.id, sessionId),
      ),
    endOtherSessions: (context) =>
      audit.act(context, { action: 'session.others_ended' }, () =>
        sessions.endAll(context.caller.id, context.caller.sessionHash),
      ),
    changePassword: (context, { newPassword, currentPassword }) =>
      audit.act(context, { action: 'user.password_changed' }, async () => {
        if (!context.caller.hasPassword) requireRecentSignIn(context.caller, now());
        await users.changePassword(context.caller, newPassword, currentPassword);
      }),
    factors: (caller) => factors.list(caller.id),
    addTotp: (context, name) =>
      audit.act(context, { action: 'factor.begun' }, async (note) => {
        requireRecentSignIn(context.caller, now());
        const begun = await factors.beginTotp(context.caller, name);
        note({ subject: begun.factorId });
        return begun;
      }),
    confirmTotp: (context, { factorId, code }) =>
      audit.act(context, { action: 'factor.added', subject: factorId }, () =>
        factors.confirmTotp(context.caller, factorId, code),
      ),
    removeFactor: (context, factorId) =>
      audit.act(context, { action: 'factor.removed', subject: factorId }, async () => {
        requireRecentSignIn(context.caller, now());
        await factors.remove(context.caller, factorId);
      }),
    renewRecoveryCodes: (context) =>
      audit.act(context, { action: 'factor.codes_renewed' }, async () => {
        requireRecentSignIn(context.caller, now());
        return factors.renewCodes(context.caller.id);
      }),
  };
}
