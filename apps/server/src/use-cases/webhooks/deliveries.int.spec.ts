import type { Client } from '@perennial/contracts/staff';
import { openWithMaster } from '@perennial/engine';
import { plantDelivery } from '@perennial/postgres/testing';
import type { PlantedDelivery } from '@perennial/postgres/testing';
import { readDelivery, readWebhookSecret } from '@perennial/postgres/webhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSecret, sign } from '../../channels/webhook/signature.ts';
import { startReceiver } from '../../channels/webhook/testing/receivers.ts';
import type { Answering } from '../../channels/webhook/testing/receivers.ts';
import { codeOf } from '../../http/testing/code-of.ts';
import { said, startWebhookServer } from './testing/webhook-server.ts';
import type { WebhookServer } from './testing/webhook-server.ts';

let server: WebhookServer;
let webhooks: Client['webhooks'];
let operator: Client;
let webhookId = '';
let params: { readonly webhookId: string };
const memberId = '0190f5a0-0000-7000-8000-000000000001';
const at = Date.parse('2026-03-01T08:00:00Z');

beforeAll(async () => {
  server = await startWebhookServer();
  ({ webhooks } = server.client({ cookie: await server.signIn('administrator') }));
  operator = server.client({ cookie: await server.signIn('operator') });
});
afterAll(() => server?.close());
beforeEach(async () => {
  await server.database.run('delete from webhook_delivery; delete from outbox; delete from webhook');
  webhookId = (await webhooks.create({ body: said({}) })).webhook.id;
  params = { webhookId };
});

function plant(shard: number, position: number, changes: Partial<PlantedDelivery> = {}): Promise<void> {
  return plantDelivery(server.database, { webhookId, shard, position, memberId, at, ...changes });
}

type Query = NonNullable<Parameters<Client['webhooks']['deliveries']>[0]['query']>;

/** All ids of the log, page by page. */
async function idsOf(query: Query = {}): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await webhooks.deliveries({ params, query: cursor === undefined ? query : { ...query, cursor } });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}

describe('the log of a webhook', () => {
  it('is told newest first, each once, also where many happened at one instant', async () => {
    for (let n = 0; n < 12; n += 1) await plant(n % 3, n + 1, { state: n % 3 === 0 ? 0 : n % 3 === 1 ? 1 : 2 });
    await plant(0, 99, { at: at + 1 });
    const ids = await idsOf({ limit: 2 });
    expect(ids).toHaveLength(13);
    expect(new Set(ids).size).toBe(13);
    expect(ids).toEqual(await idsOf({ limit: 200 }));
    expect(ids.slice(0, 3)).toEqual(['0-99', '2-12', '2-9']);
  });

  it('goes on where it was while more is handed over', async () => {
    for (let n = 1; n <= 4; n += 1) await plant(0, n);
    const first = await webhooks.deliveries({ params, query: { limit: 2 } });
    await plant(0, 5, { at: at + 5 });
    const rest = await webhooks.deliveries({ params, query: { limit: 200, cursor: first.nextCursor ?? '' } });
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(['0-4', '0-3', '0-2', '0-1']);
  });

  it('is narrowed by how deliveries stand and by type, and by both', async () => {
    await plant(0, 1, { state: 1 });
    await plant(0, 2, { state: 2, type: 'member.erased' });
    await plant(0, 3, { type: 'member.erased' });
    await plant(1, 4, { state: 2 });
    expect(await idsOf({ state: 'dead' })).toEqual(['1-4', '0-2']);
    expect(await idsOf({ state: 'waiting' })).toEqual(['0-3']);
    expect(await idsOf({ type: 'member.erased' })).toEqual(['0-3', '0-2']);
    expect(await idsOf({ type: 'member.erased', state: 'dead' })).toEqual(['0-2']);
    expect(await idsOf({ type: 'member.merged' })).toEqual([]);
    expect(await codeOf(webhooks.deliveries({ params, query: { memberId } }))).toBe('member.not_found');
  });

  it('holds what is of this webhook alone', async () => {
    const { webhook } = await webhooks.create({ body: said({ name: 'Other' }) });
    await plant(0, 1);
    await plant(0, 1, { webhookId: webhook.id, state: 2 });
    expect(await idsOf({ state: 'dead' })).toEqual([]);
    expect(await webhooks.get({ params })).toMatchObject({ waitingCount: 1, deadCount: 0 });
    const other = { webhookId: webhook.id };
    expect(await webhooks.get({ params: other })).toMatchObject({ waitingCount: 0, deadCount: 1 });
  });

  it('says of the webhook how many wait, since when, and how many were given up', async () => {
    await plant(0, 1, { at: at + 7 });
    await plant(1, 1, { at });
    await plant(1, 2, { at: at - 5, state: 1 });
    await plant(2, 1, { state: 2 });
    expect(await webhooks.get({ params })).toMatchObject({
      waitingCount: 2,
      deadCount: 1,
      oldestWaitingAt: '2026-03-01T08:00:00.000Z',
    });
  });

  it('is read by who may read it, with what is sent', async () => {
    await plant(2, 8, { payload: '{"to":"new","sinceAt":0}', state: 1 });
    const told = await operator.webhooks.delivery({ params: { ...params, deliveryId: '2-8' } });
    const [listed] = (await operator.webhooks.deliveries({ params })).items;
    const { body, ...delivery } = told;
    expect(delivery).toEqual(listed);
    expect(delivery).toMatchObject({ id: '2-8', memberId, state: 'delivered', attempts: 3, nextAttemptAt: null });
    expect(JSON.parse(body)).toEqual({
      type: 'stage.changed',
      timestamp: '2026-03-01T07:59:59.000Z',
      data: {
        memberId,
        eventId: delivery.eventId,
        sequence: 8,
        recordedAt: '2026-03-01T08:00:00.000Z',
        to: 'new',
        sinceAt: '1970-01-01T00:00:00.000Z',
      },
    });
  });

  it('has no delivery under an id that is none', async () => {
    await plant(0, 1);
    for (const deliveryId of ['0-2', '1-1', '1', 'x', '0-1-1', '9'.repeat(60), '0-' + '9'.repeat(15)]) {
      const one = { ...params, deliveryId };
      expect(await codeOf(webhooks.delivery({ params: one }))).toBe('webhook.delivery_not_found');
      expect(await codeOf(webhooks.sendAgain({ params: one }))).toBe('webhook.delivery_not_found');
    }
    expect(await codeOf(webhooks.deliveries({ params, query: { cursor: 'bm8' } }))).toBe('request.cursor_invalid');
  });
});

describe('what is sent again', () => {
  it('waits anew under the same id, whether it was delivered or given up', async () => {
    await plant(0, 1, { state: 1 });
    await plant(0, 2, { state: 2 });
    const before = await webhooks.deliveries({ params });
    for (const { id, eventId } of before.items) {
      const again = await webhooks.sendAgain({ params: { ...params, deliveryId: id } });
      expect(again).toMatchObject({ id, eventId, state: 'waiting', attempts: 0 });
      expect(Date.parse(again.nextAttemptAt ?? '')).toBeGreaterThan(at);
    }
    expect(await idsOf({ state: 'waiting' })).toEqual(['0-2', '0-1']);
  });

  it('is not sent by who may only read', async () => {
    await plant(0, 1, { state: 2 });
    expect(await codeOf(operator.webhooks.sendAgain({ params: { ...params, deliveryId: '0-1' } }))).toBe(
      'auth.forbidden',
    );
    expect(await idsOf({ state: 'dead' })).toEqual(['0-1']);
  });

  it('is all that was given up, oldest first, and nothing else', async () => {
    await server.database.run(
      `insert into webhook_delivery (shard, webhook_id, position, member_id, type, created_at, state, attempts, next_at)
       select n % 3, '${webhookId}', n, '${memberId}', 'stage.changed', ${at} - n, case when n % 5 = 0 then 1 else 2 end, 9, 0
         from generate_series(1, 3000) n`,
    );
    expect(await webhooks.sendDeadAgain({ params })).toEqual({ count: 2_400 });
    const kept = {
      name: 'test_revived',
      text: `select state, attempts, count(*) from webhook_delivery group by 1, 2 order by 1`,
    };
    expect(await server.database.rows(kept, [])).toEqual([
      { state: 0, attempts: 0, count: 2_400 },
      { state: 1, attempts: 9, count: 600 },
    ]);
    const order = {
      name: 'test_revived_order',
      text: `select count(*) from webhook_delivery one join webhook_delivery other on one.next_at > other.next_at
              where one.state = 0 and other.state = 0 and one.created_at < other.created_at`,
    };
    expect(await server.database.rows(order, [])).toEqual([{ count: 0 }]);
    expect(await webhooks.sendDeadAgain({ params })).toEqual({ count: 0 });
  });
});

describe('a webhook that is tried out', () => {
  async function tried(answer: Answering, changes: Parameters<typeof said>[0] = {}) {
    const receiver = await startReceiver(answer);
    try {
      const made = await webhooks.create({ body: said({ url: `${receiver.url}?token=s3cret`, ...changes }) });
      const { id } = made.webhook;
      const outcome = await webhooks.test({ params: { webhookId: id } });
      return { ...made, id, outcome, receiver };
    } finally {
      await receiver.close();
    }
  }

  it('is sent an event that is signed with its secret, and nothing is written into its log', async () => {
    const { secret, id, outcome, receiver } = await tried((response) => response.end());
    const [call] = receiver.received;
    expect(outcome).toMatchObject({ isDelivered: true, status: 200, code: null });
    expect(call?.body).toBe(outcome.body);
    expect(JSON.parse(outcome.body)).toMatchObject({ type: 'webhook.test', data: { webhookId: id } });
    const eventId = String(call?.headers['webhook-id']);
    const key = readSecret(secret);
    if (key === null) throw new Error('the secret is one');
    const timestampSeconds = Number(call?.headers['webhook-timestamp']);
    expect(call?.headers['webhook-signature']).toBe(sign([key], { id: eventId, timestampSeconds, body: outcome.body }));
    expect((await webhooks.deliveries({ params: { webhookId: id } })).items).toEqual([]);
  });

  it('says what came back that was no success, and leaves the webhook as it is', async () => {
    const { id, outcome } = await tried((response) => response.writeHead(500).end('no'));
    expect(outcome).toMatchObject({ isDelivered: false, status: 500, code: 'webhook.status' });
    expect(await webhooks.get({ params: { webhookId: id } })).toMatchObject({ state: 'active', lastFailedAt: null });
  });

  it('says that nobody answered in time', async () => {
    const { outcome } = await tried(() => undefined, { timeoutMs: 500 });
    expect(outcome).toMatchObject({ isDelivered: false, status: null, code: 'webhook.timeout' });
  });

  it('is sent nothing where its address may not be called', async () => {
    const strict = await startWebhookServer({ allowsPrivate: false });
    try {
      const its = strict.client({ cookie: await strict.signIn('administrator') }).webhooks;
      const url = 'http://127.0.0.1:9/hook';
      expect(await codeOf(its.create({ body: said({ url }) }))).toBe('webhook.url_refused');
      const { webhook } = await its.create({ body: said({}) });
      // As one that was made while private addresses were allowed.
      await strict.database.run(`update webhook set url = '${url}'`);
      expect(await its.test({ params: { webhookId: webhook.id } })).toMatchObject({
        isDelivered: false,
        status: null,
        code: 'webhook.address_private',
      });
    } finally {
      await strict.close();
    }
  });

  it('is signed with both secrets while one rotates, and then with one', async () => {
    const receiver = await startReceiver((response) => response.end());
    try {
      const made = await webhooks.create({ body: said({ url: receiver.url }) });
      const its = { webhookId: made.webhook.id };
      const signaturesOf = async () => {
        await webhooks.test({ params: its });
        return String(receiver.received.at(-1)?.headers['webhook-signature']).split(' ').length;
      };
      expect(await signaturesOf()).toBe(1);
      const rotated = await webhooks.rotateSecret({ params: its, body: { keepOldHours: 1 } });
      expect(rotated.secret).not.toBe(made.secret);
      expect(rotated.webhook.secretHint).toBe(`${rotated.secret.slice(0, 10)}…`);
      expect(Date.parse(rotated.webhook.oldSecretUntil ?? '')).toBeGreaterThan(Date.now() + 3_000_000);
      expect(await signaturesOf()).toBe(2);
      server.clock.offsetMs = 3_600_001;
      expect(await signaturesOf()).toBe(1);
      expect((await webhooks.get({ params: its })).oldSecretUntil).toBeNull();
      server.clock.offsetMs = 0;
      const at0 = await webhooks.rotateSecret({ params: its, body: { keepOldHours: 0 } });
      expect(at0.webhook.oldSecretUntil).toBeNull();
      expect(await signaturesOf()).toBe(1);
      expect(await codeOf(webhooks.rotateSecret({ params: its, body: { keepOldHours: 169 } }))).toBe('request.invalid');
    } finally {
      server.clock.offsetMs = 0;
      await receiver.close();
    }
  });
});

describe('a secret that is kept', () => {
  it('opens for its own webhook alone', async () => {
    const row = await readWebhookSecret(server.database, webhookId);
    if (row === undefined) throw new Error('it has a secret');
    const sealed = { masterKeyId: row.master_key_id, body: row.secret };
    expect(openWithMaster(server.keyring, sealed, webhookId)).toMatch(/^whsec_/);
    expect(() => openWithMaster(server.keyring, sealed, crypto.randomUUID())).toThrow();
  });

  it('is read beside no delivery', async () => {
    await plant(0, 1);
    const row = await readDelivery(server.database, { webhookId, shard: 0, position: 1 });
    expect(Object.keys(row ?? {})).not.toContain('secret');
  });
});
