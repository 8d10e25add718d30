import type { User } from '@perennial/contracts/staff';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { NewUser, SignInLink, UserChange, Users } from './users.ts';

/** Users of the console, their roles, and the one-time links that they first come in by. */
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
}

export interface UserUpdate {
  readonly userId: string;
  readonly change: UserChange;
}

export function createUserManagement({
  users,
  audit,
}: {
  readonly users: Users;
  readonly audit: Audit;
}): UserManagement {
  const createLink = (context: CallContext, userId: string) =>
    audit.act(context, { action: 'user.link_created', subject: userId }, () => users.createLink(userId));
  return {
    createLink,
    async list({ cursor, limit }) {
      const [afterEmail] = decodeCursor(cursor, ['']);
      const rows = await users.list(afterEmail, limit + 1);
      return toPage(rows, limit, { item: (user) => user, cursor: (user) => [user.email] });
    },
    create: (context, wanted) =>
      audit.act(context, { action: 'user.created' }, async (note) => {
        const user = await users.create(wanted);
        note({ subject: user.id, reason: `role ${user.role}` });
        return { user, link: await users.createLink(user.id) };
      }),
    update: (context, { userId, change }) =>
      audit.act(context, { action: 'user.updated', subject: userId }, (note) => {
        note({ reason: Object.keys(change).join(', ') });
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
