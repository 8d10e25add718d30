import { plantDelivery } from '@perennial/postgres/testing';
import type { PlantedDelivery } from '@perennial/postgres/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { said, startWebhookServer } from '../webhooks/testing/webhook-server.ts';
import type { WebhookServer } from '../webhooks/testing/webhook-server.ts';
import { checkWebhooks } from './check-webhooks.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const memberId = '0190f5a0-0000-7000-8000-000000000001';
let server: WebhookServer;
let webhookId: string;

beforeAll(async () => {
  server = await startWebhookServer();
});
afterAll(() => server?.close());
beforeEach(async () => {
  await server.database.run('delete from webhook_delivery; delete from outbox; delete from webhook');
  const { webhooks } = server.client({ cookie: await server.signIn('administrator') });
  webhookId = (await webhooks.create({ body: said({ name: 'Mei Lin' }) })).webhook.id;
});

const check = () => checkWebhooks({ database: server.database, keyring: server.keyring, clock: { now: () => now } });
const plant = (changes: Partial<PlantedDelivery>) =>
  plantDelivery(server.database, { webhookId, shard: 0, position: 1, memberId, at: now, ...changes });

it('finds nothing where all are reached, nor where there is none', async () => {
  await plant({ at: now - 3_600_000 });
  await plant({ position: 2, at: 0, state: 1 });
  expect(await check()).toEqual({ check: 'webhooks', verdict: 'ok', detail: '1; all are reached' });
  await server.database.run('delete from webhook');
  expect(await check()).toEqual({ check: 'webhooks', verdict: 'ok', detail: 'none' });
});

it('warns of events that wait long, were given up, or have nowhere to go, and names nobody', async () => {
  await plant({ at: now - 3_600_001 });
  await server.database.run(`update webhook set last_failure = 'webhook.timeout'`);
  const waiting = await check();
  expect(waiting.verdict).toBe('warning');
  expect(waiting.detail).toContain(`${webhookId}: events wait since 2026-03-01T10:59:59.999Z (webhook.timeout)`);
  await server.database.run(`update webhook set state = 'gone'; update webhook_delivery set state = 2`);
  const { verdict, detail } = await check();
  expect(verdict).toBe('warning');
  expect(detail).toContain(`${webhookId}: answered that it is gone`);
  expect(detail).toContain(`${webhookId}: events that were given up: 1 (webhook.timeout)`);
  expect(waiting.detail + detail).not.toMatch(/Mei|crm\.example|s3cret/);
});

it('does not mind that events wait for one that is paused', async () => {
  await plant({ at: 0 });
  await server.database.run(`update webhook set state = 'paused'`);
  expect((await check()).verdict).toBe('ok');
});

it('finds a secret that no longer opens', async () => {
  await server.database.run(`update webhook set secret = secret || '\\x00'::bytea`);
  const { verdict, detail } = await check();
  expect(verdict).toBe('wrong');
  expect(detail).toContain(`${webhookId}: its secret does not open`);
});
