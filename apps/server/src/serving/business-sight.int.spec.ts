import { can, roles, routes } from '@perennial/contracts';
import type { Role, Route, RouteGroup } from '@perennial/contracts';
import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, order, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

/** Figures that stand nowhere else. */
const planted = { margin: 4_321_777, cost: '56785.22', lineCost: 7_654_321, earned: 8_765_432 };
const marks = /4321777|56785\.22|7654321|8765432/;
const phone = '+8613722220001';

let served: ServedPlatform;
let memberId: string;
const clients = new Map<Role, Client>();

async function clientOf(role: Role): Promise<Client> {
  const stores = role === 'store_staff' ? { storeIds: ['s1'] } : {};
  const body = { email: `${role}@example.com`, name: role, role, ...stores };
  const { link } = await served.administrator.users.create({ body });
  return served.clientWith(await served.signInByLink(link.url));
}

beforeAll(async () => {
  served = await startServedPlatform();
  const item = { productId: 'p1', name: 'Serum', priceMinor: 10_000_299, marginMinor: planted.margin };
  await served.administrator.reference.putProducts({ body: { items: [item] } });
  const line = { productId: 'p1', quantity: 1, amountMinor: 10_000, unitCost: planted.lineCost, 毛利: planted.earned };
  const bought = order('costly', 2, { identities: { phone } });
  const payload = { orderId: 'costly', amountMinor: 10_000, lines: [line], marginMinor: planted.earned };
  const attributes = { lifetimeMargin: planted.earned, city: 'Xiamen' };
  await served.send([
    { ...bought, payload },
    { messageId: 'earned', type: 'attributes.changed', identities: { phone }, payload: { attributes } },
  ]);
  await served.caughtUp();
  memberId = (await served.administrator.members.search({ query: { q: phone } })).items[0]?.member.id ?? '';
  for (const role of roles) if (role !== 'administrator') clients.set(role, await clientOf(role));
  clients.set('administrator', served.administrator);
});
afterAll(() => served.close());

const asked = { memberId: () => memberId, version: () => '1', productId: () => 'p1' } as const;

/** Every GET route without a file to follow, with what its path asks for. */
const reads = Object.entries<RouteGroup>(routes).flatMap(([group, members]) =>
  Object.entries(members).flatMap(([name, route]: [string, Route]) =>
    route.method === 'GET' && !route.path.includes('/tail') ? [{ id: `${group}.${name}`, path: route.path }] : [],
  ),
);

function pathOf(path: string): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    Object.hasOwn(asked, name) ? asked[name as keyof typeof asked]() : 'none',
  );
  return filled.endsWith('/versions') ? `${filled}?productId=p1&storeId=s1&staffId=x` : filled;
}

async function textFor(role: Role, path: string): Promise<string> {
  const secret = await keyOf(role);
  const answer = await fetch(`${served.address}${path}`, {
    headers: { cookie: secret },
    signal: AbortSignal.timeout(20_000),
  });
  return answer.text();
}

const cookies = new Map<Role, string>();

async function keyOf(role: Role): Promise<string> {
  const known = cookies.get(role);
  if (known !== undefined) return known;
  const { items } = await served.administrator.users.list();
  const user = items.find((one) => one.role === role);
  const link = await served.administrator.users.createLink({ params: { userId: user?.id ?? '' } });
  const cookie = await served.signInByLink(link.url);
  cookies.set(role, cookie);
  return cookie;
}

describe('what things cost and what is earned by them', () => {
  it.each(['store_staff', 'viewer'] as const)('is in no answer to %s', async (role) => {
    for (const { id, path } of reads) expect(await textFor(role, pathOf(path)), id).not.toMatch(marks);
    const bisected = JSON.stringify({ field: 'attribute.lifetimeMargin', operator: '>', value: 1 });
    const { members } = clients.get(role) ?? served.administrator;
    expect(await codeOf(members.list({ query: { condition: bisected } }))).toBe('auth.forbidden');
    const profile = await members.get({ params: { memberId } });
    expect(profile.attributes.map(({ name }) => name)).toEqual(['city']);
  });

  it('is in the answers to those who may see it', async () => {
    for (const role of roles.filter((one) => can({ kind: 'user', role: one }, 'reference.costs').isAllowed)) {
      expect(await textFor(role, '/v1/products'), role).toMatch(/4321777/);
      expect(await textFor(role, '/v1/products.csv'), role).toMatch(/56785\.22/);
      expect(await textFor(role, `/v1/members/${memberId}/timeline`), role).toMatch(/7654321/);
    }
  });

  it('leaves prices and what a customer is charged as they are', async () => {
    expect(await textFor('viewer', '/v1/products.csv')).toMatch(/^.?product_id,name,category,brand,price,version,/);
    expect(await textFor('store_staff', '/v1/products')).toMatch(/10000299/);
  });
});

describe('the rules of the program', () => {
  const ruleRoutes = [
    '/v1/program/versions',
    '/v1/program/versions/1',
    '/v1/program/drafts',
    '/v1/program/presets',
    '/v1/program/schemas',
    '/v1/program/schemas/lifecycles',
  ];

  it.each(['store_staff', 'viewer'] as const)('are not shown to %s, who sees stages by their names', async (role) => {
    const { program, members } = clients.get(role) ?? served.administrator;
    const { documents, note } = await program.current();
    expect(Object.keys(documents).every((path) => path.startsWith('lifecycles/'))).toBe(true);
    expect(JSON.stringify(documents)).toMatch(/"name":\{"en":/);
    expect(JSON.stringify(documents)).not.toMatch(/condition|operator|window/);
    expect(note).toBe('');
    for (const path of ruleRoutes)
      expect(JSON.parse(await textFor(role, path)), path).toMatchObject({ code: 'auth.forbidden' });
    const explained = await members.explain({ params: { memberId } });
    expect(explained.lifecycles[0]).toMatchObject({ stage: expect.any(String), since: expect.any(String) });
    expect(JSON.stringify(explained)).not.toMatch(/operator|"clause":\{/);
    for (const path of ['timeline', 'stages'])
      expect(await textFor(role, `/v1/members/${memberId}/${path}`), path).not.toMatch(/"operator"/);
  });

  it.each(['administrator', 'operator', 'analyst'] as const)('are shown to %s', async (role) => {
    const { program, members } = clients.get(role) ?? served.administrator;
    expect(Object.keys((await program.current()).documents)).toContain('settings.json');
    expect(JSON.stringify(await members.explain({ params: { memberId } }))).toMatch(/"operator"/);
    expect((await program.versions()).items.length).toBeGreaterThan(0);
  });
});
