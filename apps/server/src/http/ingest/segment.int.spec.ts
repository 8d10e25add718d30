import { Analytics } from '@segment/analytics-node';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngestServer, testWriteKey, type IngestServer } from './testing/ingest-server.ts';

let server: IngestServer;
beforeAll(async () => {
  server = await startIngestServer();
});
afterAll(async () => {
  await server?.close();
});

interface StoredFact {
  readonly type: string;
  readonly member_id: string | null;
  readonly occurred_at: number;
  readonly message_id: string;
  readonly channel: string;
  readonly payload: Record<string, unknown>;
}

async function storedOf(marker: string): Promise<readonly StoredFact[]> {
  const rows = await server.database.rows<Omit<StoredFact, 'payload'> & { payload: string }>(
    {
      name: 'test_marked',
      text: `select type, member_id, occurred_at, message_id, channel, payload from fact where payload like '%' || $1 || '%' or message_id like $1 || '%' order by occurred_at, type`,
    },
    [marker],
  );
  return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) }));
}

async function post(call: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}/v1/${call}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${testWriteKey}:`)}`, ...headers },
  });
  // The answer of a test server: its shape is what the tests are about.
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

describe('the unmodified Segment client', () => {
  it('delivers every call, and the anonymous history becomes the member’s', async () => {
    const analytics = new Analytics({ writeKey: testWriteKey, host: server.url, flushAt: 20, flushInterval: 10 });
    const errors: unknown[] = [];
    analytics.on('error', (error) => errors.push(error));
    analytics.page({
      anonymousId: 'seg-anon',
      name: 'Home',
      properties: { url: 'https://shop.example/', marker: 'seg-1' },
    });
    analytics.identify({
      userId: 'seg-user',
      anonymousId: 'seg-anon',
      traits: { email: 'Li@Example.cn', level: 'gold', marker: 'seg-1' },
    });
    analytics.track({ userId: 'seg-user', event: 'Song Played', properties: { title: 'x', marker: 'seg-1' } });
    analytics.track({
      userId: 'seg-user',
      event: 'Order Completed',
      properties: {
        order_id: 'so-1',
        total: 199.5,
        currency: 'CNY',
        products: [{ product_id: 'p1', price: 99.75, quantity: 2, category: '服饰' }],
        marker: 'seg-1',
      },
    });
    analytics.group({ userId: 'seg-user', groupId: 'family', traits: { marker: 'seg-1' } });
    analytics.screen({ userId: 'seg-user', name: 'Cart', properties: { marker: 'seg-1' } });
    await analytics.closeAndFlush({ timeout: 10_000 });
    expect(errors).toEqual([]);
    const facts = await storedOf('seg-1');
    expect(facts.map((fact) => fact.type).toSorted((one, other) => one.localeCompare(other))).toEqual([
      'attributes.changed',
      'group.joined',
      'order.paid',
      'page.viewed',
      'page.viewed',
      'song_played',
    ]);
    const order = facts.find((fact) => fact.type === 'order.paid');
    expect(order?.payload).toMatchObject({
      orderId: 'so-1',
      amountMinor: 19_950,
      lines: [{ productId: 'p1', amountMinor: 19_950, quantity: 2 }],
    });
    expect(JSON.stringify(facts)).not.toMatch(/li@example/i);
    const owners = await server.database.rows<{ type: string; member_id: string }>(
      { name: 'test_owners', text: 'select type, member_id from identity where member_id = $1 order by type' },
      [order?.member_id ?? ''],
    );
    expect(owners.map((owner) => owner.type)).toEqual(['anonymous_id', 'email', 'user_id']);
  });
});

describe('the unmodified RudderStack client', () => {
  it('delivers by gzipped batches', async () => {
    const client = new RudderAnalytics(testWriteKey, { dataPlaneUrl: server.url, flushInterval: 10, flushAt: 5 });
    client.identify({ userId: 'rudder-user', traits: { phone: '13912345678', marker: 'rud-1' } });
    client.track({ userId: 'rudder-user', event: 'Product Viewed', properties: { product_id: 'p9', marker: 'rud-1' } });
    await new Promise<void>((resolve, reject) => {
      void client.flush((error) => (error === undefined || error === null ? resolve() : reject(error)));
    });
    const facts = await storedOf('rud-1');
    expect(facts.map((fact) => fact.type)).toEqual(expect.arrayContaining(['attributes.changed', 'product.viewed']));
    expect(new Set(facts.map((fact) => fact.member_id)).size).toBe(1);
  });
});

describe('the Segment HTTP API', () => {
  it('answers success, takes the key from the body, and corrects the clock by sentAt', async () => {
    const wrongBy = 7_200_000;
    const answer = await post(
      'track',
      {
        writeKey: testWriteKey,
        messageId: 'http-1',
        userId: 'u1',
        event: 'Signed In',
        timestamp: new Date(Date.now() + wrongBy - 2000).toISOString(),
        sentAt: new Date(Date.now() + wrongBy).toISOString(),
      },
      { authorization: '' },
    );
    expect(answer).toEqual({ status: 200, json: { success: true } });
    const [fact] = await storedOf('http-1');
    expect(fact?.type).toBe('member.signed_in');
    expect(Math.abs((fact?.occurred_at ?? 0) - (Date.now() - 2000))).toBeLessThan(5000);
  });

  it('takes a repeat with another sentAt for the same message', async () => {
    const body = { messageId: 'http-2', userId: 'u1', event: 'Clicked', timestamp: '2026-01-01T00:00:00Z' };
    await post('track', { ...body, sentAt: '2026-01-01T00:00:01Z' });
    await post('track', { ...body, sentAt: '2026-01-01T00:00:09Z' });
    expect(await storedOf('http-2')).toHaveLength(1);
    expect(
      (await server.ingestion.quarantine.store.list({ status: 'waiting', limit: 10 })).filter(
        (row) => row.messageId === 'http-2',
      ),
    ).toEqual([]);
  });

  it('joins an alias with the anonymous history', async () => {
    await post('track', { messageId: 'alias-1', anonymousId: 'before', event: 'Looked' });
    await post('alias', { messageId: 'alias-2', previousId: 'before', userId: 'after' });
    await post('track', { messageId: 'alias-3', anonymousId: 'before', event: 'Looked' });
    const [, alias, later] = await storedOf('alias-');
    expect(later?.member_id).toBe(alias?.member_id);
  });

  it.each([
    ['after both are known', ['old', 'new', 'alias']],
    ['before either is', ['alias', 'new', 'old']],
    ['between them', ['new', 'alias', 'old']],
  ])('joins an alias of two user ids %s, though both have an address of their own', async (name, order) => {
    const [first = ''] = name.split(' ');
    const user = (which: string) => `aka-${first}-${which}`;
    const sent: Readonly<Record<string, () => Promise<unknown>>> = {
      old: () =>
        post('identify', { messageId: user('m1'), userId: user('old'), traits: { email: `${first}.o@x.example` } }),
      new: () =>
        post('identify', { messageId: user('m2'), userId: user('new'), traits: { email: `${first}.n@x.example` } }),
      alias: () => post('alias', { messageId: user('m3'), previousId: user('old'), userId: user('new') }),
    };
    for (const which of order) await sent[which]?.();
    await post('track', { messageId: user('m4'), userId: user('old'), event: 'Looked' });
    await post('track', { messageId: user('m5'), userId: user('new'), event: 'Looked' });
    const last = (await storedOf(user('m'))).filter(({ type }) => type === 'looked');
    expect(last).toHaveLength(2);
    expect(last[0]?.member_id).toBe(last[1]?.member_id);
  });

  it('joins nobody by an alias to a placeholder', async () => {
    await post('identify', { messageId: 'aliasnull-1', userId: 'aliasnull-a', traits: {} });
    await post('alias', { messageId: 'aliasnull-2', previousId: 'aliasnull-a', userId: 'undefined' });
    await post('alias', { messageId: 'aliasnull-3', previousId: 'aliasnull-b', userId: 'undefined' });
    const [known, first, second] = await storedOf('aliasnull-');
    expect(first?.member_id).toBe(known?.member_id);
    expect(second?.member_id).not.toBe(known?.member_id);
  });

  it.each([
    ['NaN'],
    ['true'],
    ['[object Object]'],
    ['not_authenticated'],
    ['00000000-0000-0000-0000-000000000000'],
    ['"Null"'],
    ['ＧＵＥＳＴ'],
    ['游客'],
  ])('takes two people who are called %s for two', async (userId) => {
    const marker = `nobody-${userId}`;
    for (const one of ['ann', 'ben']) {
      const traits = { email: `${one}-${Buffer.from(userId).toString('hex')}@x.example` };
      await post('identify', { messageId: `${marker}-${one}`, userId, anonymousId: `${marker}-${one}`, traits });
    }
    const [ann, ben] = await storedOf(marker);
    expect(ann?.member_id).not.toBeNull();
    expect(ben?.member_id).not.toBeNull();
    expect(ann?.member_id).not.toBe(ben?.member_id);
  });

  it.each<[string, string, unknown, number, string]>([
    ['a body that is no JSON', 'track', '{', 400, 'request.malformed_json'],
    ['a list for a body', 'track', [], 400, 'request.invalid'],
    ['neither userId nor anonymousId', 'track', { event: 'x' }, 400, 'request.invalid'],
    ['a track without event', 'track', { userId: 'u' }, 400, 'request.invalid'],
    ['a group without groupId', 'group', { userId: 'u' }, 400, 'request.invalid'],
    ['an alias without previousId', 'alias', { userId: 'u' }, 400, 'request.invalid'],
    ['a batch that is no list', 'batch', { batch: {} }, 400, 'request.invalid'],
    [
      'a message over 32 KB by itself',
      'identify',
      { userId: 'u', traits: { a: 'x'.repeat(33_000) } },
      400,
      'request.invalid',
    ],
    ['a day that no calendar has', 'track', { userId: 'u', event: 'x', timestamp: '2026-02-30' }, 422, 'fact.invalid'],
    [
      'a message over 32 KB',
      'track',
      { userId: 'u', event: 'x', properties: { a: 'x'.repeat(33_000) } },
      400,
      'request.invalid',
    ],
  ])('refuses %s', async (...[, call, body, status, code]) => {
    const answer = await post(call, body);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });

  it('refuses a wrong key, and a batch over 500 KB', async () => {
    expect(
      (await post('track', { userId: 'u', event: 'x' }, { authorization: `Basic ${btoa('other:')}` })).status,
    ).toBe(401);
    expect([400, 413]).toContain(
      (
        await post('batch', {
          batch: [{ type: 'track', userId: 'u', event: 'x', properties: { a: 'x'.repeat(520_000) } }],
        })
      ).status,
    );
  });
});
