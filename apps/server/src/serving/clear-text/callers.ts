import { capabilityTable, roles, scopes } from '@perennial/contracts';
import type { Role, canCall } from '@perennial/contracts';
import type { ServedPlatform } from '../testing/served-platform.ts';

export interface AskingCaller {
  readonly name: string;
  /** As the audit log names them. */
  readonly id: string;
  readonly rights: Parameters<typeof canCall>[0];
  readonly headers: Readonly<Record<string, string>>;
  readonly mayReveal: boolean;
}

/** Everybody of the staff by role, and two keys that carry all that keys can, one of them without the right to reveal. */
export async function everybodyOf(served: ServedPlatform): Promise<readonly AskingCaller[]> {
  const { administrator } = served;
  const revealing: readonly Role[] = capabilityTable['members.reveal'];
  const people: AskingCaller[] = [];
  for (const role of roles) {
    // Store staff see the members of their stores: hers is one of them.
    const body = {
      email: `${role}@example.com`,
      name: `A ${role}`,
      role,
      storeIds: role === 'store_staff' ? ['s1'] : [],
    };
    const { user, link } = await administrator.users.create({ body });
    const headers = { cookie: await served.signInByLink(link.url) };
    const rights = { kind: 'user', role } as const;
    people.push({ name: role, id: user.id, rights, headers, mayReveal: revealing.includes(role) });
  }
  const keyOf = async (name: string, carried: readonly Scope[]): Promise<AskingCaller> => {
    const { key, secret } = await administrator.keys.create({ body: { kind: 'api', name, scopes: [...carried] } });
    const rights = { kind: 'key', scopes: carried } as const;
    const headers = { authorization: `Bearer ${secret}` };
    return { name, id: key.id, rights, headers, mayReveal: carried.includes('members.reveal') };
  };
  const others = scopes.filter((scope) => scope !== 'members.reveal');
  return [...people, await keyOf('a key with every scope', scopes), await keyOf('a key that may not reveal', others)];
}

type Scope = (typeof scopes)[number];
