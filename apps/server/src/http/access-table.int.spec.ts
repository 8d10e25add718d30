import { canCall, capabilitiesClosedToKeys, isCapability, roles, routes, scopes } from '@perennial/contracts';
import type { Route, RouteGroup } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

/** Reviewed by hand; what asks for a capability follows from the table of capabilities. A new route of these kinds fails until it is put here. */
const openToAnybody = [
  'session.askPasskey',
  'session.nameFirstAdministrator',
  'session.returnFromProvider',
  'session.secondStep',
  'session.signIn',
  'session.signInByLink',
  'session.signInByPasskey',
  'session.visitProvider',
  'session.ways',
  'wallets.statementKeys',
];
const ownAccount = [
  'session.addPasskey',
  'session.addTotp',
  'session.askConfirmation',
  'session.changePassword',
  'session.confirm',
  'session.confirmPasskey',
  'session.confirmTotp',
  'session.end',
  'session.endOthers',
  'session.factors',
  'session.identities',
  'session.list',
  'session.me',
  'session.removeFactor',
  'session.renameFactor',
  'session.renewRecoveryCodes',
  'session.signOut',
  'session.unlinkProvider',
  'session.visitProviderAgain',
];
const openToWhoIsSignedIn = ['installation.get', ...ownAccount];
const closedToKeys = [
  'audit.export',
  'audit.list',
  'installation.resumeDelivery',
  'keys.create',
  'keys.revoke',
  'members.overrideAttributes',
  ...ownAccount,
  'users.changePolicy',
  'users.create',
  'users.createLink',
  'users.endSession',
  'users.endSessions',
  'users.list',
  'users.policy',
  'users.resetFactors',
  'users.sessions',
  'users.update',
  'wallets.decide',
  'wallets.propose',
  'wallets.renewStatementKey',
];

const all = Object.entries<RouteGroup>(routes).flatMap(([group, members]) =>
  Object.entries(members).map(([name, route]) => ({ id: `${group}.${name}`, route })),
);
const guarded = all.filter(({ route }) => route.access !== 'public');
const idsWhere = (is: (route: Route) => boolean) => all.flatMap(({ id, route }) => (is(route) ? [id] : [])).toSorted();

let server: TestServer;
/** Headers of who was somebody once, or never. */
const strangers = new Map<string, Readonly<Record<string, string>>>();
const cookies = new Map<string, string>();
const keys = new Map<string, string>();

beforeAll(async () => {
  server = await startTestServer({ transport: 'inject' });
  const ended = await server.signIn('administrator');
  const dayMs = 86_400_000;
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const short = { kind: 'api', name: 'short', scopes: [...scopes], expiresAt: Date.now() + dayMs } as const;
  strangers.set('a session that expired', { cookie: ended });
  strangers.set('a key that expired', bearer((await server.keys.create(short, 'test')).secret));
  server.clock.offsetMs = 8 * dayMs;
  for (const role of roles) cookies.set(role, await server.signIn(role));
  const revoked = await server.keys.create({ kind: 'api', name: 'revoked', scopes: [...scopes] }, 'test');
  await server.keys.revoke(revoked.key.id);
  const left = await server.signIn('administrator');
  await server.fetch('/v1/session', { method: 'DELETE', headers: { cookie: left } });
  const write = await server.keys.create({ kind: 'write', name: 'shop', source: 'shop' }, 'test');
  for (const scope of scopes)
    keys.set(scope, (await server.keys.create({ kind: 'api', name: scope, scopes: [scope] }, 'test')).secret);
  strangers.set('nothing', {});
  strangers.set('a session that was signed out of', { cookie: left });
  strangers.set('a key that was revoked', bearer(revoked.secret));
  strangers.set('a write key', bearer(write.secret));
  strangers.set('a key that nobody has', bearer(`sk_api_${'x'.repeat(32)}`));
  strangers.set('a key cut short', bearer((keys.get('members.read') ?? '').slice(0, -1)));
  strangers.set('an empty bearer', { authorization: 'Bearer ' });
  strangers.set('another scheme', { authorization: `Basic ${Buffer.from(`${write.secret}:`).toString('base64')}` });
  strangers.set('a wrong key beside a right session', { ...bearer('sk_api_no'), cookie: cookies.get('viewer') ?? '' });
  strangers.set('a session as a key', bearer((cookies.get('administrator') ?? '').split('=')[1] ?? ''));
  strangers.set('a key as a session', { cookie: `perennial_session=${keys.get('members.read')}` });
  strangers.set('a cookie of many bytes', { cookie: `perennial_session=${'x'.repeat(4_000)}` });
});
afterAll(() => server?.close());

async function call(
  route: Route,
  headers: Readonly<Record<string, string>>,
): Promise<{ status: number; code: string }> {
  const path = route.path.replaceAll(/\{\w+\}/g, '1');
  const answer = await server.fetch(path, { method: route.method, headers });
  const { code } = answer.status < 400 ? { code: '' } : ((await answer.json()) as { code: string });
  return { status: answer.status, code };
}

describe('every route of the contract', () => {
  it('has a verdict on who may call it', () => {
    expect(idsWhere((route) => route.access === 'public')).toEqual(openToAnybody);
    expect(idsWhere((route) => route.access === 'signed-in')).toEqual(openToWhoIsSignedIn);
    expect(idsWhere((route) => route.isOpenToKeys === false)).toEqual(closedToKeys);
    expect(idsWhere((route) => route.access === 'member')).toEqual([]);
    const known = [...openToAnybody, ...openToWhoIsSignedIn, ...idsWhere(({ access }) => isCapability(access))];
    expect(known.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
  });

  it('that asks for what no key can carry is closed to keys', () => {
    const capabilities: readonly string[] = capabilitiesClosedToKeys;
    for (const { id, route } of all)
      if (capabilities.includes(route.access)) expect([id, route.isOpenToKeys]).toEqual([id, false]);
  });

  it.each(guarded)('$id refuses whoever is nobody now', async ({ route }) => {
    for (const [name, headers] of strangers) expect([name, (await call(route, headers)).status]).toEqual([name, 401]);
  });

  it.each(guarded.filter(({ id }) => id !== 'session.signOut'))(
    '$id lets in each role and each scope by the table, and nobody else',
    async ({ id, route }) => {
      for (const role of roles) {
        const { status, code } = await call(route, { cookie: cookies.get(role) ?? '' });
        const isAllowed = openToWhoIsSignedIn.includes(id) || canCall({ kind: 'user', role }, route).isAllowed;
        expect([role, status === 403 && code === 'auth.forbidden']).toEqual([role, !isAllowed]);
      }
      for (const [scope, secret] of keys) {
        const { code } = await call(route, { authorization: `Bearer ${secret}` });
        const isAllowed = !closedToKeys.includes(id) && (route.access === scope || route.access === 'signed-in');
        expect([scope, code === 'auth.forbidden']).toEqual([scope, !isAllowed]);
      }
    },
  );
});
