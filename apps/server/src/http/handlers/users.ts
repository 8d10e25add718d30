import type { UserManagement } from '../../use-cases/access/manage-users.ts';
import type { SignInPolicy } from '../../use-cases/access/sign-in-policy.ts';
import { toSignInUrl } from '../../use-cases/access/sign-in-url.ts';
import type { SignInLink } from '../../use-cases/access/users.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

/** Users of the console and their roles. `publicUrl` is the address that people open the console at. */
export function createUserHandlers(users: UserManagement, publicUrl: () => string): GroupHandlers<'users'> {
  const toLink = (link: SignInLink) => ({ url: toSignInUrl(publicUrl(), link), expiresAt: link.expiresAt });
  return {
    list: ({ query }) => users.list(query),
    create: async (call) => {
      const { user, link } = await users.create(call, call.body);
      return { user, link: toLink(link) };
    },
    update: (call) => users.update(call, { userId: call.params.userId, change: call.body }),
    sessions: async (call) => ({ items: await users.sessions(call, call.params.userId) }),
    endSession: async (call) => {
      await users.endSession(call, call.params);
      return {};
    },
    endSessions: async (call) => {
      await users.endSessions(call, call.params.userId);
      return {};
    },
    resetFactors: async (call) => {
      await users.resetFactors(call, call.params.userId);
      return {};
    },
    policy: async () => toPolicy(await users.policy()),
    changePolicy: async (call) => toPolicy(await users.changePolicy(call, call.body)),
    createLink: async (call) => toLink(await users.createLink(call, call.params.userId)),
  };
}

function toPolicy({ factorRoles }: SignInPolicy) {
  return { factorRoles: [...factorRoles] };
}
