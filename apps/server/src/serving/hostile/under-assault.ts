import { roles, scopes } from '@perennial/contracts';
import { startServedPlatform } from '../testing/served-platform.ts';
import type { ServedPlatform } from '../testing/served-platform.ts';
import type { Assault } from './assault.ts';

/** A server with real stores and some members, somebody of each role, keys of both kinds, and what they can name. */
export async function startUnderAssault(): Promise<{
  readonly served: ServedPlatform;
  readonly target: Omit<Assault, 'seed' | 'requests'>;
}> {
  const served = await startServedPlatform();
  const { administrator } = served;
  const credentials = new Map<string, readonly string[]>([
    ['nobody', []],
    ['writer', [`authorization: Bearer ${served.writeKey}`]],
  ]);
  for (const role of roles) {
    const storeIds = role === 'store_staff' ? ['s1'] : [];
    const { link } = await administrator.users.create({
      body: { email: `${role}@example.com`, name: role, role, storeIds },
    });
    credentials.set(role, [`cookie: ${await served.signInByLink(link.url)}`]);
  }
  const { secret } = await administrator.keys.create({ body: { kind: 'api', name: 'all', scopes: [...scopes] } });
  credentials.set('program', [`authorization: Bearer ${secret}`]);
  const draft = await administrator.program.createDraft({ body: { name: 'A draft' } });
  // Who may do most gets furthest.
  const whos = [...credentials.keys(), 'administrator', 'administrator', 'administrator', 'writer'];
  const known = {
    memberId: [served.memberId, 'phone:+8613800138000'],
    version: ['1'],
    draftId: [draft.id],
    productId: ['p1'],
    storeId: ['s1'],
    staffId: ['a1'],
  };
  return { served, target: { port: Number(new URL(served.address).port), credentials, whos, known } };
}
