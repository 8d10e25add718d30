import { createDatabase, ensureInstallation, type Database } from '@perennial/postgres';
import { createTestDatabase, type TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestKeyring } from '../http/ingest/testing/ingest-server.ts';
import { createIngestion, type Ingestion } from './create-ingestion.ts';

let testDatabase: TestDatabase;
let database: Database;
let ingestion: Ingestion;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  await ensureInstallation(database, { shardCount: 4, zone: 'Asia/Shanghai', currency: 'CNY' });
  ingestion = createIngestion({
    database,
    keyring: createTestKeyring(),
    shardCount: 4,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    now: Date.now,
    signal: () => undefined,
  });
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

const lines = [
  { productId: 'cup', quantity: 4, amountMinor: 2000 },
  { productId: 'pot', quantity: 1, priceMinor: 9900 },
];
const placed = (orderId: string, rest: object = {}) => ({
  messageId: `placed-${orderId}`,
  type: 'order.placed',
  identities: { user_id: `buyer-of-${orderId}` },
  payload: { orderId, lines, ...rest },
});
const returned = (orderId: string, given: readonly object[], rest: object = {}) => ({
  messageId: `returned-${orderId}`,
  type: 'order.refunded',
  payload: { orderId, refundId: 'r1', lines: given, ...rest },
});

const take = (source: string, ...facts: readonly object[]) =>
  ingestion.ingest.takeValues(facts, { source, isBackfill: false });

async function amountsOf(orderId: string): Promise<readonly unknown[]> {
  const { rows } = await database.pool.query<{ payload: string }>(
    `select payload from fact where message_id = 'returned-${orderId}' and kind = 0`,
  );
  return rows.flatMap(({ payload }) => {
    const logged: { lines: readonly { amountMinor?: number }[] } = JSON.parse(payload);
    return logged.lines.map(({ amountMinor }) => amountMinor);
  });
}

describe('a return that names products and no amounts', () => {
  it('is worth what the order of its source sold them for', async () => {
    await take('shop', placed('K1'));
    await take('other', { ...placed('K1'), payload: { orderId: 'K1', lines: [{ productId: 'cup', amountMinor: 7 }] } });
    const [verdict] = await take('shop', returned('K1', [{ productId: 'cup', quantity: 1 }, { productId: 'pot' }]));
    expect(verdict?.kind).toBe('accepted');
    expect(await amountsOf('K1')).toEqual([500, 9900]);
  });

  it('may come in one request with its order, and be of an order of nobody', async () => {
    const verdicts = await take('shop', placed('K2'), returned('K2', [{ productId: 'cup', quantity: 3 }]));
    expect(verdicts.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    await take('shop', { ...placed('K3'), identities: {} });
    await take('shop', returned('K3', [{ productId: 'cup', quantity: 2 }]));
    expect([await amountsOf('K2'), await amountsOf('K3')]).toEqual([[1500], [1000]]);
  });

  it('goes by the contents that the order was changed to', async () => {
    await take('shop', placed('K4'));
    const changed = { orderId: 'K4', lines: [{ productId: 'cup', quantity: 2, amountMinor: 800 }] };
    await take('shop', { ...placed('K4'), messageId: 'changed-K4', type: 'order.updated', payload: changed });
    await take('shop', returned('K4', [{ productId: 'cup', quantity: 1 }]));
    expect(await amountsOf('K4')).toEqual([400]);
  });

  it('waits in quarantine for an order that is not known, and for what the order does not hold', async () => {
    const [unknown] = await take('shop', returned('K5', [{ productId: 'cup', quantity: 1 }]));
    expect(unknown).toMatchObject({
      kind: 'quarantined',
      problem: { detail: expect.stringContaining('not known yet') },
    });
    await take('shop', placed('K5'));
    const waiting = await ingestion.quarantine.store.list({ status: 'waiting', limit: 10 });
    const [verdict] = await ingestion.quarantine.replay([waiting[0]?.id ?? ''], 'test');
    expect(verdict?.verdict).toBe('accepted');
    expect(await amountsOf('K5')).toEqual([500]);
    const [foreign] = await take('shop', { ...returned('K5', [{ productId: 'hat' }]), messageId: 'returned-hat' });
    expect(foreign).toMatchObject({
      kind: 'quarantined',
      problem: { detail: expect.stringContaining('does not hold') },
    });
  });

  it('keeps the amount that it states', async () => {
    await take('shop', placed('K6'), returned('K6', [{ productId: 'cup', quantity: 1 }], { amountMinor: 123 }));
    expect(await amountsOf('K6')).toEqual([undefined]);
  });
});
