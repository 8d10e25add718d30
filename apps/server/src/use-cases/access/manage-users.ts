import type { OpenSession, User } from '@perennial/contracts/staff';
import type { Database } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { Caller } from '../kernel/caller.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Factors } from './factors/factors.ts';
import { requireRecentSignIn } from './recent-sign-in.ts';
import type { Sessions } from './sessions.ts';
import { changeSignInPolicy, readSignInPolicy } from './sign-in-policy.ts';
import type { SignInPolicy } from './sign-in-policy.ts';
import type { NewUser, SignInLink, UserChange, Users } from './users.ts';

/**
 * Users of the console, their roles, their sessions and factors, and the one-time links that they first come in by. Whoever lets
 * somebody in, or makes coming in easier, must have signed in recently: `auth.confirmation_needed`.
 */
export interface UserManagement {
  list(request: PageRequest): Promise<Page<User>>;
  /** Throws `user.email_taken`. */
  create(context: CallContext, user: NewUser): Promise<{ readonly user: User; readonly link: SignInLink }>;
  /** Throws `user.not_found`, `user.last_administrator`. */
  update(context: CallContext, request: UserUpdate): Promise<User>;
  /** Throws `user.not_found`. */
  createLink(context: CallContext, userId: string): Promise<SignInLink>;
  /** The way back in for whoever lost a password; without an address for the first administrator. Throws `user.not_found`. */
  createLinkByEmail(context: CallContext, email: string | undefined): Promise<SignInLink>;
  /** Throws `user.not_found`. */
  sessions(context: CallContext, userId: string): Promise<OpenSession[]>;
  /** Throws `session.not_found`. */
  endSession(context: CallContext, of: { readonly userId: string; readonly sessionId: string }): Promise<void>;
  endSessions(context: CallContext, userId: string): Promise<void>;
  /** For somebody who lost what the second step asks for; ends the user's sessions. Throws `user.not_found`. */
  resetFactors(context: CallContext, userId: string): Promise<void>;
  /** The same by e-mail address. Throws `user.not_found`. */
  resetFactorsByEmail(context: CallContext, email: string): Promise<void>;
  policy(): Promise<SignInPolicy>;
  changePolicy(context: CallContext, policy: SignInPolicy): Promise<SignInPolicy>;
}

export interface UserUpdate {
  readonly userId: string;
  readonly change: UserChange;
}

export interface UserManagementParts {
  readonly database: Database;
  readonly users: Users;
  readonly sessions: Sessions;
  readonly factors: Factors;
  readonly audit: Audit;
  readonly now: () => number;
}

export function createUserManagement(parts: UserManagementParts): UserManagement {
  const { users, audit, now } = parts;
  const createLink = (context: CallContext, userId: string) =>
    audit.act(context, { action: 'user.link_created', subject: userId }, () => {
      requireRecentSignIn(context.caller, now());
      return users.createLink(userId);
    });
  return {
    ...manageSignIn(parts),
    createLink,
    async list({ cursor, limit }) {
      const [afterEmail] = decodeCursor(cursor, ['']);
      const rows = await users.list(afterEmail, limit + 1);
      return toPage(rows, limit, { item: (user) => user, cursor: (user) => [user.email] });
    },
    create: (context, wanted) =>
      audit.act(context, { action: 'user.created' }, async (note) => {
        requireRecentSignIn(context.caller, now());
        const user = await users.create(wanted);
        note({ subject: user.id, reason: `role ${user.role}` });
        return { user, link: await users.createLink(user.id) };
      }),
    update: (context, { userId, change }) =>
      audit.act(context, { action: 'user.updated', subject: userId }, async (note) => {
        note({ reason: Object.keys(change).join(', ') });
        if (change.role !== undefined) requireRecentSignIn(context.caller, now());
        return users.update(userId, change);
      }),
    async createLinkByEmail(context, email) {
      if (email === undefined) {
        const act = { action: 'user.link_created', subject: 'first administrator' } as const;
        return audit.act(context, act, () => users.createFirstLink());
      }
      const user = await users.findByEmail(email);
      if (user === undefined) throw new ProblemError('user.not_found');
      return createLink(context, user.id);
    },
  };
}

function manageSignIn({
  database,
  users,
  sessions,
  factors,
  audit,
  now,
}: UserManagementParts): Pick<
  UserManagement,
  'sessions' | 'endSession' | 'endSessions' | 'resetFactors' | 'resetFactorsByEmail' | 'policy' | 'changePolicy'
> {
  const resetFactors = (context: CallContext, userId: string) =>
    audit.act(context, { action: 'user.factors_reset', subject: userId }, async () => {
      requireRecentSignIn(context.caller, now());
      await users.get(userId);
      await factors.reset(userId);
    });
  return {
    async sessions({ caller }, userId) {
      await users.get(userId);
      return sessions.list(userId, sessionOf(caller));
    },
    endSession: (context, { userId, sessionId }) =>
      audit.act(context, { action: 'user.session_ended', subject: userId }, (note) => {
        note({ reason: sessionId });
        return sessions.endOne(userId, sessionId);
      }),
    endSessions: (context, userId) =>
      audit.act(context, { action: 'user.sessions_ended', subject: userId }, async () => {
        await users.get(userId);
        await sessions.endAll(userId, sessionOf(context.caller));
      }),
    resetFactors,
    async resetFactorsByEmail(context, email) {
      const user = await users.findByEmail(email);
      if (user === undefined) throw new ProblemError('user.not_found');
      await resetFactors(context, user.id);
    },
    policy: () => readSignInPolicy(database),
    changePolicy: (context, policy) =>
      audit.act(context, { action: 'user.policy_changed' }, async (note) => {
        note({ reason: policy.factorRoles.join(' ') });
        requireRecentSignIn(context.caller, now());
        await changeSignInPolicy(database, policy);
        return readSignInPolicy(database);
      }),
  };
}

/** The session that asks; of a command there is none, and no session has an empty hash. */
function sessionOf(caller: Caller): Buffer {
  return caller.kind === 'user' ? caller.sessionHash : Buffer.alloc(0);
}
