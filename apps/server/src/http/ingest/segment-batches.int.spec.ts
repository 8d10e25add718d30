import { Analytics } from '@segment/analytics-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngestServer, testWriteKey, type IngestServer } from './testing/ingest-server.ts';

const shopOrigin = 'https://shop.example';

let server: IngestServer;
beforeAll(async () => {
  server = await startIngestServer({ browserOrigins: [shopOrigin] });
});
afterAll(async () => {
  await server?.close();
});

async function send(path: string, body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${testWriteKey}:`)}`, ...headers },
  });
  // The answer of a test server: its shape is what the tests are about.
  return { status: answer.status, headers: answer.headers, json: (await answer.json()) as Record<string, unknown> };
}

const sendBatch = (path: string, batch: readonly unknown[]) => send(path, JSON.stringify({ batch }));

async function loggedIds(prefix: string): Promise<readonly string[]> {
  const rows = await server.database.rows<{ message_id: string; is_backfill: boolean }>(
    {
      name: 'test_logged_ids',
      text: `select message_id, is_backfill from fact where message_id like $1 || '%' order by message_id`,
    },
    [prefix],
  );
  return rows.map((row) => (row.is_backfill ? `${row.message_id} (history)` : row.message_id));
}

async function waiting(prefix: string): Promise<readonly string[]> {
  const rows = await server.ingestion.quarantine.store.list({ status: 'waiting', limit: 100 });
  return rows
    .map((row) => row.messageId)
    .filter((id) => id.startsWith(prefix))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

describe('a batch with messages that are none', () => {
  it('is taken but for those, which are named and kept for repair', async () => {
    const answer = await sendBatch('/v1/batch', [
      { type: 'identify', userId: 'mix-1', traits: { email: 'mix-1@shop.example' }, messageId: 'mix-a' },
      { type: 'track', userId: 'mix-1', messageId: 'mix-b' },
      { type: 'identified', userId: 'mix-1', messageId: 'mix-c' },
      { type: 'track', event: 'Nobody Here', messageId: 'mix-d' },
      { type: 'page', userId: 'mix-1', properties: { text: 'x'.repeat(40_000) }, messageId: 'mix-e' },
      { type: 'track', userId: 'mix-1', event: 'Seen', timestamp: '2026-04-31T10:00:00Z', messageId: 'mix-f' },
      {
        type: 'track',
        userId: 'mix-1',
        event: 'Order Completed',
        properties: { order_id: 'M', total: '?' },
        messageId: 'mix-g',
      },
      'no message',
      { type: 'track', userId: 'mix-1', event: 'Seen', messageId: 'mix-h' },
    ]);
    expect(answer.status).toBe(200);
    expect(answer.json.success).toBe(true);
    expect(answer.json.problems).toMatchObject([
      { index: 1, messageId: 'mix-b', verdict: 'quarantined', reason: 'a track message has no event' },
      { index: 2, messageId: 'mix-c', verdict: 'quarantined' },
      { index: 3, messageId: 'mix-d', verdict: 'quarantined' },
      { index: 4, messageId: 'mix-e', verdict: 'quarantined' },
      { index: 5, messageId: 'mix-f', verdict: 'quarantined', code: 'fact.invalid' },
      { index: 6, messageId: 'mix-g', verdict: 'quarantined', reason: '/properties/total: not an amount' },
      { index: 7, messageId: '', verdict: 'rejected' },
    ]);
    expect(await loggedIds('mix-')).toEqual(['mix-a', 'mix-h']);
    expect(await waiting('mix-')).toEqual(['mix-b', 'mix-c', 'mix-d', 'mix-e', 'mix-f', 'mix-g']);
  });

  it('loses the unmodified client nothing of what is good', async () => {
    const analytics = new Analytics({ writeKey: testWriteKey, host: server.url, flushAt: 3, flushInterval: 10 });
    const errors: unknown[] = [];
    analytics.on('error', (error) => errors.push(error));
    analytics.track({ userId: 'sdk-1', event: 'Seen', messageId: 'sdk-a' });
    analytics.track({
      userId: 'sdk-1',
      event: 'Order Completed',
      properties: { order_id: 'S', total: 'free' },
      messageId: 'sdk-b',
    });
    analytics.track({ userId: 'sdk-1', event: 'Seen', messageId: 'sdk-c' });
    await analytics.closeAndFlush({ timeout: 10_000 });
    expect(errors).toEqual([]);
    expect(await loggedIds('sdk-')).toEqual(['sdk-a', 'sdk-c']);
    expect(await waiting('sdk-')).toEqual(['sdk-b']);
  });
});

describe('the paths of server libraries', () => {
  it.each(['/v1/batch', '/v1/b', '/v1/import'])('%s takes live traffic', async (path) => {
    const id = `live${path.replaceAll('/', '-')}-1`;
    await sendBatch(path, [{ type: 'track', userId: 'live', event: 'Seen', messageId: id }]);
    expect(await loggedIds(id)).toEqual([id]);
  });

  it('take history where the sender says that it is', async () => {
    await sendBatch('/v1/batch?backfill=true', [{ type: 'track', userId: 'live', event: 'Seen', messageId: 'past-1' }]);
    expect(await loggedIds('past-')).toEqual(['past-1 (history)']);
  });
});

describe('ids of 64 bits', () => {
  it('are two people and two orders where the last digits differ', async () => {
    const lines = [
      '{"userId":7234567890123456781,"traits":{"email":"w1@shop.example"},"messageId":"wide-1"}',
      '{"userId":7234567890123456799,"traits":{"email":"w2@shop.example"},"messageId":"wide-2"}',
    ];
    for (const line of lines) expect((await send('/v1/identify', line)).status).toBe(200);
    const [counted] = await server.database.rows<{ members: number }>(
      {
        name: 'test_members_of',
        text: `select count(distinct member_id)::int as members from fact where message_id like 'wide-%'`,
      },
      [],
    );
    expect(counted?.members).toBe(2);
    const fact = (orderId: string) =>
      `{"messageId":"facts-${orderId}","type":"order.placed","payload":{"orderId":${orderId},"amountMinor":1},"identities":{"external_id:erp":${orderId}}}`;
    const answer = await send('/v1/facts', `[${fact('5987654321098765431')},${fact('5987654321098765499')}]`);
    expect(answer.json).toMatchObject({ accepted: 2, quarantined: 0 });
    const orders = await server.database.rows<{ payload: string }>(
      {
        name: 'test_wide_orders',
        text: `select payload from fact where message_id like 'facts-59%' order by message_id`,
      },
      [],
    );
    expect(orders.map(({ payload }) => JSON.parse(payload).orderId)).toEqual([
      '5987654321098765431',
      '5987654321098765499',
    ]);
  });
});

describe('browsers', () => {
  const message = (messageId: string) =>
    JSON.stringify({ writeKey: testWriteKey, anonymousId: 'b-1', messageId, event: 'Seen', name: 'Home' });

  it.each(['/v1/t', '/v1/p', '/v1/i'])('of a registered origin may read the answer of %s', async (path) => {
    const headers = { origin: shopOrigin, 'content-type': 'text/plain', authorization: '' };
    const answer = await send(path, message(`browser${path.replaceAll('/', '-')}`), headers);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(shopOrigin);
  });

  it('of other origins may not, not even an error', async () => {
    const answer = await send('/v1/t', message('browser-other'), {
      origin: 'https://elsewhere.example',
      authorization: '',
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    const refused = await send('/v1/t', '{', { origin: shopOrigin });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, shopOrigin]);
  });

  it('are answered before they send headers of their own', async () => {
    const ask = (origin: string) =>
      fetch(`${server.url}/v1/batch`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
      });
    const answer = await ask(shopOrigin);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-headers')).toContain('authorization');
    expect((await ask('https://elsewhere.example')).headers.get('access-control-allow-headers')).toBeNull();
  });

  it('get the settings of a key that is known, and of no other', async () => {
    const answer = await fetch(`${server.url}/v1/projects/${testWriteKey}/settings`);
    expect(await answer.json()).toMatchObject({
      integrations: {
        'Segment.io': { apiKey: testWriteKey, apiHost: `${new URL(server.url).host}/v1`, protocol: 'http' },
      },
    });
    expect((await fetch(`${server.url}/v1/projects/nobody/settings`)).status).toBe(401);
  });
});
