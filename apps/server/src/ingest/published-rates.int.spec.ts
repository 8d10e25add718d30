import { createDatabase, ensureInstallation, publishRates, type Database } from '@perennial/postgres';
import { createTestDatabase, type TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestKeyring } from '../http/ingest/testing/ingest-server.ts';
import { createIngestion, type Ingestion } from './create-ingestion.ts';

const shardCount = 4;
let testDatabase: TestDatabase;
let database: Database;
let ingestion: Ingestion;
let clock: number;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  await ensureInstallation(database, { shardCount, zone: 'Asia/Shanghai', currency: 'CNY' });
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});
beforeEach(async () => {
  await database.run('delete from currency_rate; delete from quarantine');
  clock = Date.parse('2026-03-20T00:00:00Z');
  ingestion = createProcess();
});

const keyring = createTestKeyring();

/** Ingestion as another server process would have it: on the same database, with its own memory. */
function createProcess(): Ingestion {
  return createIngestion({
    database,
    keyring,
    shardCount,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    now: () => clock,
    signal: () => undefined,
  });
}

function publish(...items: { currency: string; fromOn: string; rate: string | null }[]) {
  return publishRates(database, { programCurrency: 'CNY', items, by: 'ann@example.com' });
}

let sent = 0;

async function take(payload: object, occurredAt = '2026-03-15T12:00:00+08:00', process = ingestion) {
  sent += 1;
  const messageId = `rate-${sent}`;
  const [verdict] = await process.ingest.takeValues([{ messageId, type: 'order.paid', occurredAt, payload }], {
    source: 'shop',
    isBackfill: false,
  });
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}

async function payloadOf(messageId: string): Promise<Record<string, unknown>> {
  const rows = await database.rows<{ payload: string }>(
    { name: 'test_payload', text: 'select payload from fact where message_id = $1' },
    [messageId],
  );
  return JSON.parse(rows[0]?.payload ?? '{}') as Record<string, unknown>;
}

const usd = (orderId: string, amountMinor = 1005) => ({ orderId, amountMinor, currency: 'USD' });

describe('an amount in another currency', () => {
  it('is converted at the published rate, and keeps what was sent and which version was used', async () => {
    await publish({ currency: 'USD', fromOn: '2026-01-01', rate: '7.2' });
    const verdict = await take({ ...usd('a'), lines: [{ productId: 'p', amountMinor: 1005 }] });
    expect(verdict.kind).toBe('accepted');
    expect(await payloadOf(verdict.messageId)).toEqual({
      orderId: 'a',
      amountMinor: 7236,
      currency: 'CNY',
      lines: [{ productId: 'p', amountMinor: 7236 }],
      original: { currency: 'USD', amountMinor: 1005, rate: '7.2', rateFromOn: '2026-01-01', rateVersion: 1 },
    });
  });

  it('takes the rate of the day on which it occurred, in the zone of the program', async () => {
    await publish(
      { currency: 'USD', fromOn: '2026-01-01', rate: '7' },
      { currency: 'USD', fromOn: '2026-03-15', rate: '8' },
      { currency: 'USD', fromOn: '2026-04-01', rate: '9' },
    );
    const amountAt = async (at: string) => (await payloadOf((await take(usd('b', 100), at)).messageId))['amountMinor'];
    expect(await amountAt('2026-03-14T23:59:59+08:00')).toBe(700);
    expect(await amountAt('2026-03-15T00:00:00+08:00')).toBe(800);
    expect(await amountAt('2026-03-14T16:00:00Z')).toBe(800);
    expect(await amountAt('2026-03-18T00:00:00Z')).toBe(800);
  });

  it('minds that not every currency has hundredths', async () => {
    await publish({ currency: 'JPY', fromOn: '2026-01-01', rate: '0.048' });
    const verdict = await take({ orderId: 'c', amountMinor: 1_000, currency: 'JPY' });
    expect((await payloadOf(verdict.messageId))['amountMinor']).toBe(4_800);
  });

  it('waits in quarantine while no rate is published, and before the first one that is', async () => {
    expect(await take(usd('d'))).toMatchObject({
      kind: 'quarantined',
      problem: { code: 'fact.currency_unknown', detail: 'no rate is published for "USD"' },
    });
    await publish({ currency: 'USD', fromOn: '2026-03-16', rate: '7' });
    ingestion.rates.forget();
    expect(await take(usd('d'))).toMatchObject({
      kind: 'quarantined',
      problem: { detail: 'the first published rate for "USD" holds from 2026-03-16' },
    });
    expect(await take({ orderId: 'e', amountMinor: 1, currency: 'CNY' })).toMatchObject({ kind: 'accepted' });
  });

  it('does not use a rate that was withdrawn, nor one to another currency than the program has now', async () => {
    await publish(
      { currency: 'USD', fromOn: '2026-01-01', rate: '7' },
      { currency: 'USD', fromOn: '2026-02-01', rate: '70' },
    );
    await publish({ currency: 'USD', fromOn: '2026-02-01', rate: null });
    const verdict = await take(usd('f', 100));
    expect(await payloadOf(verdict.messageId)).toMatchObject({ amountMinor: 700 });
    await publish({ currency: 'USD', fromOn: '2026-01-01', rate: null });
    ingestion.rates.forget();
    expect((await take(usd('f'))).kind).toBe('quarantined');
    await publishRates(database, {
      programCurrency: 'EUR',
      items: [{ currency: 'USD', fromOn: '2026-01-01', rate: '0.9' }],
      by: 'test',
    });
    ingestion.rates.forget();
    expect((await take(usd('f'))).kind).toBe('quarantined');
  });

  it('goes on with a corrected rate, and leaves what was converted before as it was', async () => {
    await publish({ currency: 'USD', fromOn: '2026-01-01', rate: '7.2' });
    const before = await take(usd('g', 100));
    expect(await publish({ currency: 'USD', fromOn: '2026-01-01', rate: '7.200' })).toMatchObject({ unchanged: 1 });
    expect(await publish({ currency: 'USD', fromOn: '2026-01-01', rate: '7.3' })).toMatchObject({ updated: 1 });
    ingestion.rates.forget();
    const after = await take(usd('h', 100));
    expect(await payloadOf(before.messageId)).toMatchObject({ amountMinor: 720, original: { rateVersion: 1 } });
    expect(await payloadOf(after.messageId)).toMatchObject({
      amountMinor: 730,
      original: { rate: '7.3', rateVersion: 2 },
    });
  });

  it('is refused where it comes to more than an order can count', async () => {
    await publish({ currency: 'USD', fromOn: '2026-01-01', rate: '7' });
    expect(await take(usd('i', 9_000_000_000))).toMatchObject({
      kind: 'quarantined',
      problem: { code: 'fact.invalid' },
    });
    expect(await take(usd('j', 1_400_000_000))).toMatchObject({ kind: 'accepted' });
  });

  it('takes no harm from a currency that is none', async () => {
    const messageId = 'gold';
    const fact = { messageId, type: 'game.won', payload: { currency: "gold'; --", amountMinor: 5 } };
    const [verdict] = await ingestion.ingest.takeValues([fact], { source: 'game', isBackfill: false });
    expect(verdict).toMatchObject({ kind: 'quarantined', problem: { code: 'fact.currency_unknown' } });
  });
});

describe('another process', () => {
  it('goes by what was published within a minute', async () => {
    const other = createProcess();
    expect((await take(usd('k'), undefined, other)).kind).toBe('quarantined');
    await publish({ currency: 'USD', fromOn: '2026-01-01', rate: '7.2' });
    expect((await take(usd('l'), undefined, other)).kind).toBe('quarantined');
    clock += 60_000;
    expect((await take(usd('m'), undefined, other)).kind).toBe('accepted');
  });

  it('reads the rates anew when quarantined facts are replayed', async () => {
    const other = createProcess();
    expect((await take(usd('n'), undefined, other)).kind).toBe('quarantined');
    await publish({ currency: 'USD', fromOn: '2026-01-01', rate: '7.2' });
    const [waiting] = await other.quarantine.store.list({ status: 'waiting', limit: 1 });
    const verdicts = await other.quarantine.replay([waiting?.id ?? ''], 'ann@example.com');
    expect(verdicts).toMatchObject([{ verdict: 'accepted' }]);
  });
});

it('asks nothing for facts in the currency of the program', async () => {
  let questions = 0;
  const counted = {
    ...database,
    rows: ((statement, values) => {
      if (statement.name === 'read_held_rates') questions += 1;
      return database.rows(statement, values);
    }) satisfies Database['rows'],
  };
  const { ingest } = createIngestion({
    database: counted,
    keyring,
    shardCount,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    now: () => clock,
    signal: () => undefined,
  });
  const context = { source: 'shop', isBackfill: false };
  const fact = (messageId: string, currency: string) => ({
    messageId,
    type: 'order.paid',
    payload: { orderId: messageId, amountMinor: 1, currency },
  });
  await ingest.takeValues([fact('own-1', 'CNY'), fact('own-2', 'CNY')], context);
  expect(questions).toBe(0);
  await ingest.takeValues([fact('own-3', 'USD'), fact('own-4', 'USD'), fact('own-5', 'EUR')], context);
  await ingest.takeValues([fact('own-6', 'USD')], context);
  expect(questions).toBe(1);
});
