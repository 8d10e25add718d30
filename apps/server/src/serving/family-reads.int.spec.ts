import { routes } from '@perennial/contracts/staff';
import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, dayMs, settled, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let members: Client['members'];

interface Told {
  /** Whose identities the fact carries. */
  readonly by: object;
  readonly attributes: object;
}

let serial = 0;

/** An order and a few attributes, told by one identity; the order is named after the fact. */
function told(name: string, { by, attributes }: Told): readonly object[] {
  serial += 1;
  const occurredAt = new Date(started - (100 - serial) * dayMs).toISOString();
  const fact = { occurredAt, channel: 'shop', storeId: 's1', identities: by };
  const payload = { orderId: name, amountMinor: 1_000, currency: 'CNY', lines: [] };
  return [
    { ...fact, messageId: `order-${name}`, type: 'order.paid', payload },
    { ...fact, messageId: `attributes-${name}`, type: 'attributes.changed', payload: { attributes } },
  ];
}

async function idOf(q: string): Promise<string> {
  const { items } = await members.search({ query: { q } });
  expect(items, q).toHaveLength(1);
  return items[0]?.member.id ?? '';
}

beforeAll(async () => {
  served = await startServedPlatform();
  ({ members } = served.administrator);
});
afterAll(() => served.close());

/** What a member is expected to be made of. */
interface Family {
  readonly id: string;
  readonly orders: readonly string[];
  /** Attributes in clear; personal ones first. */
  readonly personal: Readonly<Record<string, string>>;
  readonly plain: Readonly<Record<string, string>>;
  readonly identities: readonly string[];
}

const reason = 'asked for';
type Reader = (family: Family) => Promise<void>;

const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted((a, b) => (a < b ? -1 : 1));
const byName = (attributes: readonly { readonly name: string; readonly value: unknown }[]) =>
  Object.fromEntries(attributes.map(({ name, value }) => [name, value]));

/** Each route that reads of one member, with what it has to show; a route without a reader fails. */
const readers: Readonly<Record<string, Reader>> = {
  async get({ id, plain, personal, identities, orders }) {
    const profile = await members.get({ params: { memberId: id } });
    expect(byName(profile.attributes)).toMatchObject(plain);
    expect(sorted(profile.attributes.map(({ name }) => name))).toEqual(sorted(Object.keys({ ...plain, ...personal })));
    expect(profile.identities).toHaveLength(identities.length);
    expect(profile.identities.every(({ value, isMasked }) => isMasked && value.includes('•'))).toBe(true);
    for (const value of [...identities, ...Object.values(personal)])
      expect(JSON.stringify(profile)).not.toContain(value);
    for (const { value, isPersonal } of profile.attributes) if (isPersonal) expect(value).toMatch(/[•*]/);
    expect(profile.metrics).toContainEqual({ field: 'purchase.count', value: orders.length });
    expect(profile.factsCount).toBe(orders.length * 2);
    expect(profile.label).toContain('•');
  },
  async attributeLog({ id }) {
    expect(await members.attributeLog({ params: { memberId: id } })).toEqual({ locks: [], items: [] });
  },
  async explain({ id }) {
    const { lifecycles } = await members.explain({ params: { memberId: id } });
    expect(lifecycles[0]?.stages.some(({ isTrue }) => isTrue)).toBe(true);
  },
  async timeline({ id, orders }) {
    const seen: { readonly id: string; readonly kind: string; readonly payload: unknown }[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page: Awaited<ReturnType<typeof members.timeline>> = await members.timeline({
        params: { memberId: id },
        query,
      });
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen.map((item) => item.id)).size).toBe(seen.length);
    const facts = seen.filter(({ kind }) => kind === 'fact');
    expect(facts).toHaveLength(orders.length * 2);
    const told = facts.map(({ payload }) => JSON.stringify(payload));
    for (const order of orders) expect(told.filter((text) => text.includes(`"${order}"`))).toHaveLength(1);
  },
  async stages({ id }) {
    const { items } = await members.stages({ params: { memberId: id } });
    expect(items.length).toBeGreaterThan(0);
  },
  async orders({ id, orders }) {
    const { items } = await members.orders({ params: { memberId: id } });
    expect(sorted(items.map(({ orderId }) => orderId))).toEqual(sorted(orders));
  },
  async merges({ id }) {
    const { items } = await members.merges({ params: { memberId: id } });
    expect(items.length).toBeGreaterThan(0);
    const undoable = items.filter(({ canUndo }) => canUndo);
    expect(undoable.every(({ kind, survivorId }) => kind === 'merged' && survivorId === id)).toBe(true);
  },
  async reveal({ id, personal, plain, identities }) {
    const revealed = await members.reveal({ params: { memberId: id }, body: { reason } });
    expect(byName(revealed.attributes)).toEqual({ ...personal, ...plain });
    expect(sorted(revealed.identities.map(({ value }) => value))).toEqual(sorted(identities));
  },
  async revealTimeline({ id, orders, personal }) {
    const asked = { params: { memberId: id }, query: { limit: 200 }, body: { reason } };
    const { items } = await members.revealTimeline(asked);
    const told = JSON.stringify(items.filter(({ kind }) => kind === 'fact').map(({ payload }) => payload));
    for (const value of [...orders, ...Object.values(personal)]) expect(told).toContain(JSON.stringify(value));
    expect(told).not.toContain('$secret');
  },
  async export({ id, orders, personal, identities }) {
    const lines = await (await members.export({ params: { memberId: id }, body: { reason } })).text();
    const entries = lines
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    const of = (kind: string) => entries.filter((entry) => entry['kind'] === kind);
    expect(sorted(of('identity').map(({ value }) => String(value)))).toEqual(sorted(identities));
    expect(Object.fromEntries(of('personal').map(({ name, value }) => [name, value]))).toEqual(personal);
    expect(of('fact')).toHaveLength(orders.length * 2);
  },
};

/** Routes that change a member, or tell what they have changed. */
const changing = new Set([
  'addTag',
  'removeTag',
  'addNote',
  'removeNote',
  'setAttributes',
  'overrideAttributes',
  'merge',
  'undoMerge',
  'releaseIdentity',
  'erase',
]);

async function readByEveryRoute(family: Family): Promise<void> {
  for (const [name, route] of Object.entries(routes.members)) {
    if (!route.path.startsWith('/v1/members/{memberId}') || changing.has(name)) continue;
    const read = readers[name];
    expect(read, `${route.method} ${route.path} is read of a whole family, and has no reader here`).toBeDefined();
    await read?.(family);
  }
  for (const identity of family.identities) expect(await idOf(identity)).toBe(family.id);
  const { items } = await members.list({ query: { limit: 100 } });
  expect(items.find(({ id }) => id === family.id)?.label).toContain('•');
}

async function mergeOf(id: string, kind: string): Promise<string> {
  const { items } = await members.merges({ params: { memberId: id } });
  return items.find((merge) => merge.kind === kind)?.id ?? '';
}

describe('a member is read of her whole family', () => {
  it('who is made of two', async () => {
    const [phone, email] = ['+8613811110001', 'two@example.com'];
    await served.send(told('t1', { by: { phone }, attributes: { realName: '王芳芳', city: 'Xiamen' } }));
    await served.send(told('t2', { by: { email }, attributes: { nickname: 'Fangfang', level: 'gold' } }));
    await served.send(told('t3', { by: { phone, email }, attributes: { hobby: 'tea' } }));
    await served.caughtUp();
    await readByEveryRoute({
      id: await idOf(phone),
      orders: ['t1', 't2', 't3'],
      personal: { realName: '王芳芳', nickname: 'Fangfang' },
      plain: { city: 'Xiamen', level: 'gold', hobby: 'tea' },
      identities: [phone, email],
    });
  });

  it('who is made of three, one of whom had taken in another before', async () => {
    const [phone, email, second] = ['+8613811110002', 'three@example.com', '+8613811110003'];
    await served.send(told('h1', { by: { phone }, attributes: { realName: '李丽丽' } }));
    await served.send(told('h2', { by: { email }, attributes: { nickname: 'Lilly' } }));
    await served.send(told('h3', { by: { phone: second }, attributes: { surname: 'Lithree', level: 'silver' } }));
    await served.send(told('h4', { by: { phone: second, email }, attributes: {} }));
    await served.send(told('h5', { by: { phone, email }, attributes: { hobby: 'tea' } }));
    await served.caughtUp();
    const id = await idOf(phone);
    await readByEveryRoute({
      id,
      orders: ['h1', 'h2', 'h3', 'h4', 'h5'],
      personal: { realName: '李丽丽', nickname: 'Lilly', surname: 'Lithree' },
      plain: { level: 'silver', hobby: 'tea' },
      identities: [phone, email, second],
    });
    const { items } = await members.merges({ params: { memberId: id } });
    expect(items.map(({ kind }) => kind)).toEqual(['merged', 'merged']);
    expect(items.filter(({ canUndo }) => canUndo)).toHaveLength(1);
  });

  it('who took in two, one after the other, the second of whom had been given back by somebody else', async () => {
    const [phone, email, card, other] = ['+8613811110005', 'again@example.com', '7700000001', '+8613811110006'];
    await served.send(told('b1', { by: { phone }, attributes: { realName: '周周周' } }));
    await served.send(told('b2', { by: { email }, attributes: { nickname: 'Zoe' } }));
    await served.send(told('b3', { by: { phone, email }, attributes: { city: 'Xiamen' } }));
    await served.send(told('b4', { by: { phone: other }, attributes: {} }));
    await served.send(told('b5', { by: { card_no: card }, attributes: { surname: 'Zhou', level: 'gold' } }));
    await served.send(told('b6', { by: { phone: other, card_no: card }, attributes: {} }));
    await served.caughtUp();
    const otherId = await idOf(other);
    const params = { memberId: otherId, mergeId: await mergeOf(otherId, 'merged') };
    await members.undoMerge({ params, body: { reason } });
    await served.send(told('b7', { by: { phone, card_no: card }, attributes: { hobby: 'tea' } }));
    await served.caughtUp();
    await readByEveryRoute({
      id: await idOf(phone),
      orders: ['b1', 'b2', 'b3', 'b5', 'b7'],
      personal: { realName: '周周周', nickname: 'Zoe', surname: 'Zhou' },
      plain: { city: 'Xiamen', level: 'gold', hobby: 'tea' },
      identities: [phone, email, card],
    });
  });

  it('who was two for a while: each with her own, and what came meanwhile by the identity that it carried', async () => {
    const [phone, email] = ['+8613811110004', 'apart@example.com'];
    await served.send(told('a1', { by: { phone }, attributes: { realName: '赵敏敏' } }));
    await served.send(told('a2', { by: { email }, attributes: { nickname: 'Minnie' } }));
    await served.send(told('a3', { by: { phone, email }, attributes: {} }));
    await served.send(told('a4', { by: { phone }, attributes: { city: 'Xiamen' } }));
    await served.send(told('a5', { by: { email }, attributes: { level: 'gold' } }));
    await served.caughtUp();
    const memberId = await idOf(phone);
    const params = { memberId, mergeId: await mergeOf(memberId, 'merged') };
    await members.undoMerge({ params, body: { reason } });
    await served.send(told('a6', { by: { email }, attributes: { hobby: 'tea' } }));
    await served.caughtUp();
    await readByEveryRoute({
      id: await idOf(phone),
      orders: ['a1', 'a3', 'a4'],
      personal: { realName: '赵敏敏' },
      plain: { city: 'Xiamen' },
      identities: [phone],
    });
    await readByEveryRoute({
      id: await idOf(email),
      orders: ['a2', 'a5', 'a6'],
      personal: { nickname: 'Minnie' },
      plain: { level: 'gold', hobby: 'tea' },
      identities: [email],
    });
  });

  it('who is erased by the name of one whom she took in: all three are gone, by every name', async () => {
    const [phone, email, second] = ['+8613811110002', 'three@example.com', '+8613811110003'];
    const memberId = await idOf(second);
    const { items } = await members.merges({ params: { memberId } });
    const absorbed = items.map(({ absorbedId }) => absorbedId ?? '');
    const [inner = ''] = absorbed;
    const erased = await members.erase({ params: { memberId: inner }, body: { reason, confirm: inner } });
    expect(erased).toMatchObject({ identitiesErased: 3, factsKept: 10 });
    await served.caughtUp();
    for (const id of [memberId, ...absorbed]) {
      const profile = await members.get({ params: { memberId: id } });
      expect(profile).toMatchObject({ status: 'erased', identities: [], attributes: [] });
      const lines = await (await members.export({ params: { memberId: id }, body: { reason } })).text();
      expect(lines).not.toMatch(/李丽丽|Lilly|Lithree|three@example/);
      expect(lines.split('\n').filter((line) => line.includes('"kind":"fact"'))).toHaveLength(profile.factsCount);
    }
    for (const q of [phone, email, second])
      await settled(async () => expect((await members.search({ query: { q } })).items, q).toEqual([]));
  });

  it('and is erased with it: no route shows anything personal of her, and no merge of hers is taken back', async () => {
    const memberId = await idOf('two@example.com');
    const mergeId = await mergeOf(memberId, 'merged');
    const body = { reason, confirm: memberId };
    const erased = await members.erase({ params: { memberId }, body });
    expect(erased).toMatchObject({ identitiesErased: 2, factsKept: 6 });
    const atOnce = await members.get({ params: { memberId } });
    expect(atOnce).toMatchObject({ status: 'erased', identities: [], attributes: [] });
    await served.caughtUp();
    const profile = await members.get({ params: { memberId } });
    expect(profile).toMatchObject({ status: 'erased', identities: [], attributes: [], tags: [] });
    const past = await members.get({ params: { memberId }, query: { asOf: new Date(started).toISOString() } });
    expect(past.attributes).toEqual([]);
    expect(await codeOf(members.reveal({ params: { memberId }, body: { reason } }))).toBe('member.erased');
    const undo = { params: { memberId, mergeId }, body: { reason } };
    expect(await codeOf(members.undoMerge(undo))).toBe('member.erased');
    expect((await members.merges({ params: { memberId } })).items.every(({ canUndo }) => !canUndo)).toBe(true);
    await settled(async () => expect((await members.search({ query: { q: 'two@example.com' } })).items).toEqual([]));
    const lines = await (await members.export({ params: { memberId }, body: { reason } })).text();
    expect(lines).not.toMatch(/王芳芳|Fangfang|two@example/);
  });

  it('is counted alike on her page, in her timeline and in her export, at every instant', async () => {
    const { items } = await members.list({ query: { limit: 100 } });
    expect(items.length).toBeGreaterThan(4);
    for (const { id } of items) {
      const lines = await (await members.export({ params: { memberId: id }, body: { reason } })).text();
      const exported = lines
        .trim()
        .split('\n')
        .map((line): { kind: string; occurredAt?: string | number } => JSON.parse(line))
        .filter(({ kind }) => kind === 'fact');
      for (const daysAgo of [0, 80, 95, 500]) {
        const asOf = new Date(started - daysAgo * dayMs).toISOString();
        const { factsCount } = await members.get({ params: { memberId: id }, query: { asOf } });
        const timeline = await members.timeline({ params: { memberId: id }, query: { asOf, limit: 200 } });
        const told = timeline.items.filter(({ kind }) => kind === 'fact');
        expect([id, asOf, told.length]).toEqual([id, asOf, factsCount]);
        const until = exported.filter((fact) => new Date(fact.occurredAt ?? 0).getTime() <= Date.parse(asOf));
        expect([id, asOf, until.length]).toEqual([id, asOf, factsCount]);
      }
    }
  });
});
