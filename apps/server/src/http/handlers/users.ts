import type { SignInLink, Users } from '../../use-cases/access/users.ts';
import type { GroupHandlers } from '../routing/handlers.ts';
import { decodeCursor, toPage } from '../../use-cases/kernel/paging.ts';

/** Where a one-time link leads. Addresses are never logged with their query, and no page refers to another site. */
export function toSignInUrl(publicUrl: string, link: SignInLink): string {
  return `${publicUrl}/sign-in?token=${link.token}`;
}

/** Users of the console and their roles. `publicUrl` is the address that people open the console at. */
export function createUserHandlers(users: Users, publicUrl: () => string): GroupHandlers<'users'> {
  const toLink = (link: SignInLink) => ({ url: toSignInUrl(publicUrl(), link), expiresAt: link.expiresAt });
  return {
    list: async ({ query }) => {
      const [afterEmail] = decodeCursor(query.cursor, ['']);
      const rows = await users.list(afterEmail, query.limit + 1);
      return toPage(rows, query.limit, { item: (user) => user, cursor: (user) => [user.email] });
    },
    create: async ({ body, note }) => {
      const user = await users.create(body);
      note({ subject: user.id, reason: `role ${user.role}` });
      return { user, link: toLink(await users.createLink(user.id)) };
    },
    update: async ({ params, body, note }) => {
      note({ reason: Object.keys(body).join(', ') });
      return users.update(params.userId, body);
    },
    createLink: async ({ params }) => toLink(await users.createLink(params.userId)),
  };
}
