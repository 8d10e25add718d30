import type {
  Attestation,
  Factor,
  Identity,
  OpenSession,
  PasskeyCreationOptions,
  PasskeyRequestOptions,
} from '@perennial/contracts/staff';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { UserCaller } from '../kernel/caller.ts';
import type { BegunTotp, Factors } from './factors/factors.ts';
import type { Challenge, Passkeys } from './passkeys/passkeys.ts';
import type { CompanySignIn } from './provider/company-sign-in.ts';
import type { Visit } from './provider/provider.ts';
import { requireRecentSignIn } from './recent-sign-in.ts';
import type { Confirmation, Sessions } from './sessions.ts';
import type { Users } from './users.ts';
import type { Visitor } from './visitor.ts';

type Own = CallContext<UserCaller>;

/** What somebody does to the own account. Changing a factor asks for a recent sign-in: `auth.confirmation_needed`. */
export interface OwnAccount {
  /** Throws `auth.password_needed`, `auth.code_wrong` or `auth.too_many_attempts`. */
  confirm(context: Own, proof: Confirmation, visitor: Visitor): Promise<void>;
  /** Throws `factor.not_found`, `passkey.address_needed`. */
  askConfirmation(caller: UserCaller): Promise<Challenge<PasskeyRequestOptions>>;
  /** Where to sign out as well, for who came by the provider. */
  signOut(caller: UserCaller): Promise<string | null>;
  /** Throws `provider.none`, `provider.unavailable`. */
  visitProvider(context: Own, asked: { readonly intent: 'confirm' | 'link'; readonly next: string }): Promise<Visit>;
  identities(caller: UserCaller): Promise<Identity[]>;
  /** Throws `provider.identity_not_found`, `auth.provider_only`. */
  unlinkProvider(context: Own, identityId: string): Promise<void>;
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
  /** Throws `factor.too_many`, `passkey.address_needed`. */
  addPasskey(context: Own, name: string): Promise<Challenge<PasskeyCreationOptions>>;
  /** Throws `auth.step_expired`, `auth.passkey_refused`, `passkey.known`. */
  confirmPasskey(context: Own, given: { readonly token: string; readonly response: Attestation }): Promise<string[]>;
  /** Throws `factor.not_found`. */
  renameFactor(context: Own, given: { readonly factorId: string; readonly name: string }): Promise<void>;
  /** Throws `factor.not_found`, `factor.required`. */
  removeFactor(context: Own, factorId: string): Promise<void>;
  /** Throws `factor.not_found`. */
  renewRecoveryCodes(context: Own): Promise<string[]>;
}

export interface OwnAccountParts {
  readonly sessions: Sessions;
  readonly users: Users;
  readonly factors: Factors;
  readonly passkeys: Passkeys;
  readonly company: CompanySignIn;
  readonly audit: Audit;
  readonly now: () => number;
}

export function createOwnAccount(parts: OwnAccountParts): OwnAccount {
  const { sessions, users, passkeys, company, audit, now } = parts;
  return {
    ...changeFactors(parts),
    confirm: (context, proof, visitor) =>
      audit.act(context, { action: 'session.confirmed' }, () => sessions.confirm(context.caller, proof, visitor)),
    askConfirmation: (caller) => passkeys.askHolder(caller),
    async signOut(caller) {
      await sessions.end(caller);
      return company.signOutUrl(caller);
    },
    visitProvider: (context, asked) => company.visitAgain(context, asked),
    identities: (caller) => company.identities(caller.id),
    unlinkProvider: (context, identityId) => company.unlink(context, identityId),
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
  };
}

type FactorActs =
  | 'factors'
  | 'addTotp'
  | 'confirmTotp'
  | 'addPasskey'
  | 'confirmPasskey'
  | 'renameFactor'
  | 'removeFactor'
  | 'renewRecoveryCodes';

function changeFactors({ factors, audit, now }: OwnAccountParts): Pick<OwnAccount, FactorActs> {
  /** Begins a factor, and writes down which. */
  const begin = <T extends { readonly factorId: string }>(context: Own, run: () => Promise<T>) =>
    audit.act(context, { action: 'factor.begun' }, async (note) => {
      requireRecentSignIn(context.caller, now());
      const begun = await run();
      note({ subject: begun.factorId });
      return begun;
    });
  return {
    factors: (caller) => factors.list(caller.id),
    addTotp: (context, name) => begin(context, () => factors.beginTotp(context.caller, name)),
    confirmTotp: (context, { factorId, code }) =>
      audit.act(context, { action: 'factor.added', subject: factorId }, () =>
        factors.confirmTotp(context.caller, factorId, code),
      ),
    addPasskey: (context, name) => begin(context, () => factors.beginPasskey(context.caller, name)),
    confirmPasskey: (context, given) =>
      audit.act(context, { action: 'factor.added' }, async (note) => {
        const { factorId, recoveryCodes } = await factors.confirmPasskey(context.caller, given);
        note({ subject: factorId });
        return recoveryCodes;
      }),
    renameFactor: (context, { factorId, name }) =>
      audit.act(context, { action: 'factor.renamed', subject: factorId }, () =>
        factors.rename(context.caller.id, factorId, name),
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
