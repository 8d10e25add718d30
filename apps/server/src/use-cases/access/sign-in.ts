import { capabilities, can } from '@perennial/contracts';
import type { Capability, Role } from '@perennial/contracts';
import type { SecondStepProof, User } from '@perennial/contracts/staff';
import type { AuditAction } from '../audit/audit-action.ts';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { Caller, UserCaller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { FirstStep, NoteUser, Sessions } from './sessions.ts';
import type { FirstAdministrator, Users } from './users.ts';
import type { StartedSession, Visitor } from './visitor.ts';

type Anybody = CallContext<Caller | undefined>;

/** Who is signed in, and what they may do. */
export interface SignedIn {
  readonly user: User;
  readonly capabilities: Capability[];
  readonly sessionExpiresAt: number;
  readonly mustAddFactor: boolean;
}

/** The way in. Every attempt is written down, with whom it was for if that is anybody, and why it was refused. */
export interface SignIn {
  /** Throws `auth.sign_in_failed` or `auth.too_many_attempts`. */
  byPassword(
    context: Anybody,
    credentials: { readonly email: string; readonly password: string },
    visitor: Visitor,
  ): Promise<FirstStep>;
  /** Throws `auth.link_invalid`; a link works once. */
  byLink(context: Anybody, token: string, visitor: Visitor): Promise<FirstStep>;
  /** Throws `auth.step_expired`, `auth.code_wrong` or `auth.too_many_attempts`. */
  bySecondStep(
    context: Anybody,
    given: { readonly token: string; readonly proof: SecondStepProof },
    visitor: Visitor,
  ): Promise<StartedSession>;
  /** Throws `auth.link_invalid` once there is an administrator, `auth.password_weak`, `user.email_taken`. */
  asFirstAdministrator(context: Anybody, wanted: FirstAdministrator, visitor: Visitor): Promise<StartedSession>;
}

export function createSignIn(parts: {
  readonly sessions: Sessions;
  readonly users: Users;
  readonly audit: Audit;
}): SignIn {
  const { sessions, users, audit } = parts;
  const attempt = <T>(context: Anybody, action: AuditAction, run: (noteUser: NoteUser) => Promise<T>) =>
    audit.act(context, { action }, async (note) => {
      try {
        return await run((subject) => note({ subject }));
      } catch (error) {
        if (error instanceof ProblemError) note({ reason: error.code });
        throw error;
      }
    });
  return {
    byPassword: (context, credentials, visitor) =>
      attempt(context, 'session.signed_in', (noteUser) => sessions.signIn(credentials, visitor, noteUser)),
    byLink: (context, token, visitor) =>
      attempt(context, 'session.signed_in_by_link', (noteUser) => sessions.signInByLink(token, visitor, noteUser)),
    bySecondStep: (context, given, visitor) =>
      attempt(context, 'session.second_step', (noteUser) => sessions.takeSecondStep(given, visitor, noteUser)),
    asFirstAdministrator: (context, wanted, visitor) =>
      attempt(context, 'user.first_administrator', async (noteUser) => {
        const user = await users.createFirstAdministrator(wanted);
        noteUser(user.id);
        return sessions.start(user, visitor);
      }),
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
      hasFactor: caller.hasFactor,
      createdAt: caller.createdAt,
      lastSeenAt: caller.lastSeenAt,
    },
    capabilities: capabilitiesOf(caller.role),
    sessionExpiresAt: caller.sessionExpiresAt,
    mustAddFactor: caller.mustAddFactor,
  };
}

function capabilitiesOf(role: Role): Capability[] {
  return capabilities.filter((capability) => can({ kind: 'user', role }, capability).isAllowed);
}
