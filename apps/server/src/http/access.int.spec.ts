import { roles, routes, canCall } from '@perennial/contracts';
import type { Route, RouteGroup } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

const all = Object.entries<RouteGroup>(routes).flatMap(([group, members]) =>
  Object.entries(members).map(([name, route]) => ({ id: `${group}.${name}`, route })),
);

let server: TestServer;
const cookies = new Map<string, string>();

beforeAll(async () => {
  server = await startTestServer({ transport: 'inject' });
  for (const role of roles) cookies.set(role, await server.signIn(role));
});
afterAll(() => server.close());

/** The status of a call with nothing but its path: who is let in gets as far as the parsing of it. */
async function statusOf(route: Route, headers: Readonly<Record<string, string>>): Promise<number> {
  const path = route.path.replaceAll(/\{\w+\}/g, '1');
  return (await server.fetch(path, { method: route.method, headers })).status;
}

describe('every route', () => {
  it.each(all.filter(({ route }) => route.access !== 'public'))(
    '$id refuses who is not signed in',
    async ({ route }) => {
      expect(await statusOf(route, {})).toBe(401);
      expect(await statusOf(route, { cookie: 'perennial_session=forged' })).toBe(401);
      expect(await statusOf(route, { authorization: `Bearer sk_api_${'x'.repeat(32)}` })).toBe(401);
      expect(await statusOf(route, { authorization: 'Basic eDp5' })).toBe(401);
    },
  );

  it.each(all.filter(({ id, route }) => route.access !== 'public' && id !== 'session.signOut'))(
    '$id lets in exactly the roles of the table',
    async ({ route }) => {
      for (const role of roles) {
        const status = await statusOf(route, { cookie: cookies.get(role) ?? '' });
        const mayCall = canCall({ kind: 'user', role }, route).isAllowed;
        expect([role, status === 403]).toEqual([role, !mayCall]);
        expect([role, status === 401]).toEqual([role, false]);
        expect([role, status >= 500]).toEqual([role, false]);
      }
    },
  );

  it.each(all.filter(({ route }) => route.method !== 'GET'))(
    '$id refuses a change that another site sends',
    async ({ route }) => {
      const cookie = cookies.get('administrator') ?? '';
      expect(await statusOf(route, { cookie, 'sec-fetch-site': 'cross-site' })).toBe(403);
      expect(await statusOf(route, { cookie, 'sec-fetch-site': 'same-site' })).toBe(403);
      expect(await statusOf(route, { cookie, origin: 'https://evil.example' })).toBe(403);
    },
  );

  it.each(all.filter(({ route }) => route.access !== 'public'))(
    '$id refuses an API key without its scope',
    async ({ route }) => {
      const other = route.access === 'reference.read' ? 'overview.read' : 'reference.read';
      const { secret } = await server.keys.create({ kind: 'api', name: 'narrow', scopes: [other] }, 'test');
      const isForAnybody = route.access === 'signed-in' && route.isOpenToKeys !== false;
      expect((await statusOf(route, { authorization: `Bearer ${secret}` })) === 403).toBe(!isForAnybody);
    },
  );

  it('refuses a write key where an API key is needed', async () => {
    const { secret } = await server.keys.create({ kind: 'write', name: 'shop', source: 'shop' }, 'test');
    expect(await statusOf(routes.members.list, { authorization: `Bearer ${secret}` })).toBe(401);
  });

  it('lets an API key in within its scopes, and nowhere that keys, users and the audit log are kept', async () => {
    const { secret } = await server.keys.create({ kind: 'api', name: 'all', scopes: ['members.read'] }, 'test');
    const headers = { authorization: `Bearer ${secret}` };
    expect(await statusOf(routes.members.list, headers)).toBe(404);
    for (const { route } of all.filter((one) => one.route.isOpenToKeys === false))
      expect(await statusOf(route, headers)).toBe(403);
  });
});

describe('every route, called by an administrator,', () => {
  it.each(all.filter(({ route }) => typeof route.body === 'object'))(
    '$id refuses a body that is none of its own',
    async ({ id, route }) => {
      const headers = { cookie: cookies.get('administrator') ?? '', 'content-type': 'application/json' };
      const path = route.path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
      for (const body of ['[]', '"text"', 'null', '{"unknown":1}']) {
        const answer = await server.fetch(path, { method: route.method, headers, body });
        // An update whose every field is optional takes an empty one, and then finds nobody; so does a visit to a provider that is not there.
        const takesNothing = typeof route.body === 'object' && route.body.safeParse({}).success;
        const findsNobody = route.method === 'PATCH' || id === 'session.visitProvider';
        const isEmpty = body === '{"unknown":1}' && takesNothing;
        expect([body, answer.status]).toEqual([body, isEmpty && findsNobody ? 404 : 400]);
      }
    },
  );

  it.each(
    all.filter(({ route }) =>
      Object.keys(route.params?.shape ?? {}).some((name) => /^(?!job|import|rehearsal)\w+Id$|^version$/.test(name)),
    ),
  )('$id refuses a path that cannot be one of its own', async ({ route }) => {
    const path = route.path.replaceAll(/\{\w+\}/g, 'not-an-id');
    const answer = await server.fetch(path, {
      method: route.method,
      headers: { cookie: cookies.get('administrator') ?? '' },
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'request.invalid']);
  });

  it.each(all.filter(({ route }) => route.query !== undefined))(
    '$id refuses values that its query does not take',
    async ({ route }) => {
      const names = Object.keys(route.query?.shape ?? {});
      const limits = names.filter((name) => ['limit', 'asOf', 'from', 'days'].includes(name));
      for (const name of limits) {
        for (const value of ['', '-1', '1e99', 'x'.repeat(2_000), '\u0000']) {
          const path = route.path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
          const answer = await server.fetch(`${path}?${name}=${encodeURIComponent(value)}`, {
            method: route.method,
            headers: { cookie: cookies.get('administrator') ?? '' },
          });
          expect([name, value, answer.status]).toEqual([name, value, 400]);
        }
      }
    },
  );

  it('takes no upload in another form than bytes', async () => {
    const answer = await server.fetch('/v1/imports/uploads?fileName=a.csv', {
      method: 'POST',
      headers: { cookie: cookies.get('administrator') ?? '', 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(415);
  });
});

it('writes refused attempts of somebody known into the audit log', async () => {
  const { items } = await server
    .client({ cookie: cookies.get('administrator') ?? '' })
    .audit.list({ query: { action: 'member.erased' } });
  expect(items.map((item) => item.outcome)).toContain('refused');
});
