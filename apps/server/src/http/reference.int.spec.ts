import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError } from '@perennial/contracts';
import type { Client } from '@perennial/contracts/staff';
import { ensureInstallation } from '@perennial/postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIngestion } from '../ingest/create-ingestion.ts';
import type { Ingestion } from '../ingest/create-ingestion.ts';
import { createQuarantineUseCases } from '../use-cases/quarantine/quarantine.ts';
import { createRates } from '../use-cases/rates/rates.ts';
import { createReference } from '../use-cases/reference/reference.ts';
import { createQuarantineHandlers } from './handlers/quarantine.ts';
import { createRateHandlers } from './handlers/rates.ts';
import { createReferenceHandlers } from './handlers/reference.ts';
import { createTestKeyring } from './ingest/testing/ingest-server.ts';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer, TestStores } from './testing/test-server.ts';

let server: TestServer;
let ingestion: Ingestion;
let operator: Client;

beforeAll(async () => {
  server = await startTestServer({ transport: 'inject', handlers: createHandlers });
  operator = server.client({ cookie: await server.signIn('operator') });
});
afterAll(() => server.close());
beforeEach(() => server.database.run('delete from currency_rate; delete from quarantine; delete from product'));

async function createHandlers({ database, audit, now }: TestStores) {
  await ensureInstallation(database, { shardCount: 4, zone: 'Asia/Shanghai', currency: 'CNY' });
  ingestion = createIngestion({
    database,
    keyring: createTestKeyring(),
    shardCount: 4,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    now,
    signal: () => undefined,
  });
  return {
    reference: createReferenceHandlers(createReference({ database, audit, digits: 2 })),
    rates: createRateHandlers(
      createRates({ audit, database, programCurrency: 'CNY', onPublished: () => ingestion.rates.forget() }),
    ),
    quarantine: createQuarantineHandlers(createQuarantineUseCases({ quarantine: ingestion.quarantine, audit })),
  };
}

async function problemOf(call: Promise<unknown>): Promise<{ code: string; status: number }> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error(`expected a problem, got ${String(error)}`);
  return { code: error.problem.code, status: error.problem.status };
}

const usd = { currency: 'USD', fromOn: '2026-01-01', rate: '7.1234' };
const publish = (...items: { currency: string; fromOn: string; rate: string | null }[]) =>
  operator.rates.publish({ body: { items } });

describe('rates', () => {
  it('are published, corrected by a new version, and say who did it', async () => {
    expect(await publish(usd, { ...usd, fromOn: '2026-02-01', rate: '7.2' })).toEqual({
      created: 2,
      updated: 0,
      unchanged: 0,
    });
    expect(await publish({ ...usd, rate: '7.12340' })).toEqual({ created: 0, updated: 0, unchanged: 1 });
    expect(await publish({ ...usd, rate: '7.15' })).toEqual({ created: 0, updated: 1, unchanged: 0 });
    const { items, programCurrency } = await operator.rates.list();
    expect(programCurrency).toBe('CNY');
    expect(items.map(({ fromOn, rate, version }) => [fromOn, rate, version])).toEqual([
      ['2026-02-01', '7.2', 1],
      ['2026-01-01', '7.15', 2],
    ]);
    const versions = await operator.rates.versions({ query: { currency: 'USD', fromOn: '2026-01-01' } });
    expect(versions.items.map(({ rate, version }) => [rate, version])).toEqual([
      ['7.15', 2],
      ['7.1234', 1],
    ]);
    expect(versions.items[0]?.updatedBy).toMatch(/operator/);
  });

  it('are withdrawn by null, which is a version too', async () => {
    await publish(usd);
    expect(await publish({ ...usd, rate: null })).toMatchObject({ updated: 1 });
    expect((await operator.rates.list()).items[0]).toMatchObject({ rate: null, version: 2 });
    expect(await publish({ ...usd, rate: null })).toMatchObject({ unchanged: 1 });
    expect(await problemOf(publish({ ...usd, fromOn: '2026-01-02', rate: null }))).toEqual({
      code: 'rate.not_published',
      status: 422,
    });
  });

  it('are paged by currency, the newest day first, and found by the beginning of the code', async () => {
    await publish(
      usd,
      { ...usd, fromOn: '2026-03-01' },
      { currency: 'EUR', fromOn: '2026-01-01', rate: '8' },
      { currency: 'UAH', fromOn: '2026-01-01', rate: '0.17' },
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await operator.rates.list({ query: { limit: 1, ...(cursor === undefined ? {} : { cursor }) } });
      seen.push(...page.items.map(({ currency, fromOn }) => `${currency} ${fromOn}`));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['EUR 2026-01-01', 'UAH 2026-01-01', 'USD 2026-03-01', 'USD 2026-01-01']);
    const found = await operator.rates.list({ query: { q: 'u' } });
    expect(found.items.map(({ currency }) => currency)).toEqual(['UAH', 'USD', 'USD']);
  });

  it('come as CSV', async () => {
    await publish(usd);
    const text = await (await operator.rates.csv({})).text();
    expect(text).toMatch(/^currency,from_on,rate,version,updated_at,updated_by\r\nUSD,2026-01-01,7\.1234,1,/);
  });

  it.each([
    ['zero', { ...usd, rate: '0' }],
    ['below zero', { ...usd, rate: '-7.1' }],
    ['a number instead of a text', { ...usd, rate: 7.1 }],
    ['a comma', { ...usd, rate: '7,1' }],
    ['an exponent', { ...usd, rate: '1e3' }],
    ['too many digits', { ...usd, rate: '7.1234567890123' }],
    ['no rate', { currency: 'USD', fromOn: '2026-01-01' }],
    ['small letters', { ...usd, currency: 'usd' }],
    ['no such currency', { ...usd, currency: 'QQQ' }],
    ['no currency', { ...usd, currency: '' }],
    ['no such day', { ...usd, fromOn: '2026-02-30' }],
    ['an instant', { ...usd, fromOn: '2026-01-01T00:00:00Z' }],
    ['a day before money', { ...usd, fromOn: '0000-01-01' }],
    ['a day beyond', { ...usd, fromOn: '9999-01-01' }],
  ])('are refused with %s, and nothing is published', async (_, item) => {
    const answer = await server.fetch('/v1/rates', {
      method: 'PUT',
      headers: { cookie: await server.signIn('operator'), 'content-type': 'application/json' },
      body: JSON.stringify({ items: [{ currency: 'EUR', fromOn: '2026-01-01', rate: '8' }, item] }),
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'request.invalid']);
    expect((await operator.rates.list()).items).toEqual([]);
  });

  it('are refused for the currency of the program, in an empty list, and in one that is too long', async () => {
    const own = { currency: 'CNY', fromOn: '2026-01-01', rate: '1' };
    expect(await problemOf(publish(usd, own))).toEqual({ code: 'rate.program_currency', status: 422 });
    expect((await problemOf(publish())).code).toBe('request.invalid');
    expect((await problemOf(publish(...Array.from({ length: 1_001 }, () => usd)))).code).toBe('request.invalid');
    expect((await operator.rates.list()).items).toEqual([]);
  });

  it('are published by no analyst, and by no key that may write other reference data', async () => {
    const analyst = server.client({ cookie: await server.signIn('analyst') });
    expect((await problemOf(analyst.rates.publish({ body: { items: [usd] } }))).status).toBe(403);
    const { secret } = await server.keys.create({ kind: 'api', name: 'pim', scopes: ['reference.write'] }, 'test');
    const pim = server.client({ authorization: `Bearer ${secret}` });
    expect((await problemOf(pim.rates.publish({ body: { items: [usd] } }))).status).toBe(403);
  });

  it('refuse a cursor of another list, and versions of a rate that never was', async () => {
    for (const cursor of ['WzFd', 'WyJVU0QiLCJ4Il0', 'WyJVU0QiLCIyMDI2LTk5LTk5Il0'])
      expect((await problemOf(operator.rates.list({ query: { cursor } }))).code).toBe('request.cursor_invalid');
    const query = { currency: 'USD', fromOn: '2026-01-01' };
    expect((await problemOf(operator.rates.versions({ query }))).code).toBe('reference.not_found');
    expect((await problemOf(operator.rates.versions({ query: { ...query, fromOn: 'soon' } }))).code).toBe(
      'request.invalid',
    );
  });
});

describe('the page on rates', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/how-to/publish-currency-rates.md'), 'utf8');
  const bodies = [...page.matchAll(/-X (\w+) http:\/\/127\.0\.0\.1:4600(\S+)[^']+'[^']+' \\\n\s*-d '([^']+)'/g)];

  it('shows requests that are taken, with a key that can do nothing else', async () => {
    expect(bodies.map(([, method, path]) => `${method} ${path}`)).toEqual([
      'PUT /v1/rates',
      'POST /v1/quarantine/replay-all',
    ]);
    for (const [, method = '', path = '', body = ''] of bodies) {
      const scope = path === '/v1/rates' ? 'rates.publish' : 'quarantine.repair';
      const { secret } = await server.keys.create({ kind: 'api', name: 'bank', scopes: [scope] }, 'test');
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
      expect((await server.fetch(path, { method, headers, body })).status).toBe(200);
    }
    expect((await operator.rates.list()).items).toMatchObject([{ currency: 'USD', rate: '7.1105' }]);
  });
});

describe('reference data', () => {
  const serum = {
    productId: 'sku/1',
    name: 'Serum',
    categoryPath: ['Beauty', 'Face'],
    priceMinor: 9_900,
    marginMinor: 4_000,
  };

  it('keeps every version, newest first, with when and by whom', async () => {
    await operator.reference.putProducts({ body: { items: [serum] } });
    await operator.reference.putProducts({ body: { items: [{ ...serum, priceMinor: 8_900 }] } });
    await operator.reference.putProducts({ body: { items: [{ ...serum, priceMinor: 8_900, brand: 'B' }] } });
    const first = await operator.reference.productVersions({ query: { productId: 'sku/1', limit: 2 } });
    expect(first.items.map(({ version, priceMinor, brand }) => [version, priceMinor, brand])).toEqual([
      [3, 8_900, 'B'],
      [2, 8_900, ''],
    ]);
    expect(first.items[0]?.updatedBy).toMatch(/operator/);
    const query = { productId: 'sku/1', limit: 2, cursor: first.nextCursor ?? '' };
    const rest = await operator.reference.productVersions({ query });
    expect(rest.items.map(({ version }) => version)).toEqual([1]);
    expect(rest.nextCursor).toBeNull();
    expect((await problemOf(operator.reference.productVersions({ query: { productId: 'none' } }))).code).toBe(
      'reference.not_found',
    );
    expect((await problemOf(operator.reference.productVersions({ query: { ...query, cursor: 'WzEuNV0' } }))).code).toBe(
      'request.cursor_invalid',
    );
  });

  it('has versions of stores and staff as well', async () => {
    await operator.reference.putStores({ body: { items: [{ storeId: 's1', name: 'Bund' }] } });
    await operator.reference.putStaff({ body: { items: [{ staffId: 'e1', name: 'Lin', storeId: 's1' }] } });
    expect((await operator.reference.storeVersions({ query: { storeId: 's1' } })).items).toHaveLength(1);
    expect((await operator.reference.staffVersions({ query: { staffId: 'e1' } })).items).toHaveLength(1);
    expect(await (await operator.reference.storesCsv({})).text()).toMatch(/\r\ns1,Bund,,,1,/);
    expect(await (await operator.reference.staffCsv({ query: { q: 'nobody' } })).text()).toMatch(
      /^staff_id,[^\n]+\r\n$/,
    );
  });

  it('comes as CSV with amounts as decimals, and never runs in a spreadsheet', async () => {
    await operator.reference.putProducts({
      body: { items: [serum, { productId: 'p2', name: '=1+1', priceMinor: 5 }] },
    });
    const lines = (await (await operator.reference.productsCsv({})).text()).split('\r\n');
    expect(lines[0]).toBe('product_id,name,category,brand,price,cost,version,updated_at,updated_by');
    expect(lines[1]).toMatch(/^p2,'=1\+1,,,0\.05,,1,/);
    expect(lines[2]).toMatch(/^sku\/1,Serum,Beauty\/Face,,99\.00,59\.00,1,/);
  });

  it('comes whole when there are more rows than a page', async () => {
    const items = (from: number) =>
      Array.from({ length: 1_000 }, (_, at) => ({ productId: `n${from + at}`, name: 'N' }));
    await operator.reference.putProducts({ body: { items: items(0) } });
    await operator.reference.putProducts({ body: { items: items(1_000) } });
    const text = await (await operator.reference.productsCsv({})).text();
    expect(new Set(text.trim().split('\r\n')).size).toBe(2_001);
  });

  it('refuses what the store cannot hold', async () => {
    for (const name of ['a\0b', '', 'x'.repeat(201)])
      expect(
        (await problemOf(operator.reference.putProducts({ body: { items: [{ productId: 'p', name }] } }))).status,
      ).toBe(400);
    expect((await problemOf(operator.reference.products({ query: { q: 'a\0b' } }))).status).toBe(400);
  });

  it('says in the audit log what was written', async () => {
    await operator.reference.putProducts({ body: { items: [serum] } });
    const administrator = server.client({ cookie: await server.signIn('administrator') });
    const { items } = await administrator.audit.list({ query: { action: 'products.written', limit: 1 } });
    expect(items[0]).toMatchObject({ subject: 'sku/1', outcome: 'done' });
  });
});

describe('quarantine', () => {
  const send = (from: number, count: number, currency = 'USD') =>
    ingestion.ingest.takeValues(
      Array.from({ length: count }, (_, at) => ({
        messageId: `${currency}-${from + at}`,
        type: 'order.paid',
        occurredAt: '2026-03-01T00:00:00Z',
        payload: { orderId: `${currency}-${from + at}`, amountMinor: 100, currency },
      })),
      { source: 'shop', isBackfill: false },
    );
  const reason = 'no rate is published for "USD"';
  const code = 'fact.currency_unknown';

  it('tells why facts wait, and replays all of one reason once its rate is published', async () => {
    await send(0, 700);
    await send(0, 3, 'EUR');
    const { items } = await operator.quarantine.reasons();
    expect(items.map((item) => [item.reason, item.count])).toEqual([
      [reason, 700],
      ['no rate is published for "EUR"', 3],
    ]);
    await publish(usd);
    const first = await operator.quarantine.replayAll({ body: { code, reason } });
    expect(first).toMatchObject({ tried: 500, accepted: 500, left: 200 });
    const rest = await operator.quarantine.replayAll({ body: { code, reason, cursor: first.cursor ?? '' } });
    expect(rest).toEqual({ tried: 200, accepted: 200, left: 0, cursor: null });
    expect((await operator.quarantine.list()).count).toBe(3);
    expect((await operator.quarantine.list({ query: { status: 'replayed' } })).count).toBe(700);
  });

  it('keeps what is still wrong, with the reason of now, and comes to an end', async () => {
    await send(1_000, 4, 'GBP');
    expect(await operator.quarantine.replayAll({ body: { code } })).toMatchObject({
      tried: 4,
      accepted: 0,
      left: 0,
      cursor: null,
    });
    await publish({ currency: 'GBP', fromOn: '2026-04-01', rate: '9' });
    expect(await operator.quarantine.replayAll({ body: { code } })).toMatchObject({ tried: 4, accepted: 0 });
    const { items } = await operator.quarantine.reasons();
    expect(items.map((item) => item.reason)).toEqual(['the first published rate for "GBP" holds from 2026-04-01']);
    const found = await operator.quarantine.list({ query: { reason: items[0]?.reason ?? '' } });
    expect(found.count).toBe(4);
  });

  it('leaves alone what comes in while it is replayed', async () => {
    await send(2_000, 501);
    const first = await operator.quarantine.replayAll({ body: { code } });
    server.clock.offsetMs += 60_000;
    await send(3_000, 5);
    const rest = await operator.quarantine.replayAll({ body: { code, cursor: first.cursor ?? '' } });
    expect(rest).toMatchObject({ tried: 1, left: 0, cursor: null });
  });

  it('takes a fact once, however often it is replayed', async () => {
    await send(4_000, 1, 'CAD');
    await publish({ currency: 'CAD', fromOn: '2026-01-01', rate: '5' });
    expect(await operator.quarantine.replayAll({ body: { code } })).toMatchObject({ tried: 1, accepted: 1 });
    expect(await operator.quarantine.replayAll({ body: { code } })).toMatchObject({ tried: 0, accepted: 0, left: 0 });
    const verdicts = await send(4_000, 1, 'CAD');
    expect(verdicts.map(({ kind }) => kind)).toEqual(['duplicate']);
  });

  it('keeps one row of a fact that is repaired and still has no rate, with the repaired body', async () => {
    await send(5_000, 1, 'SEK');
    const [row] = (await operator.quarantine.list()).items;
    const params = { quarantineId: row?.id ?? '' };
    const { body } = await operator.quarantine.get({ params });
    const repaired = { ...(body as object), payload: { orderId: 'SEK-5000', amountMinor: 250, currency: 'NOK' } };
    expect(await operator.quarantine.repair({ params, body: { body: repaired } })).toMatchObject({
      verdict: 'quarantined',
      reason: 'no rate is published for "NOK"',
    });
    const { items, count } = await operator.quarantine.list();
    expect([count, items[0]?.id, items[0]?.reason]).toEqual([1, row?.id, 'no rate is published for "NOK"']);
    expect((await operator.quarantine.get({ params })).body).toEqual(repaired);
  });

  it('replays nothing for an analyst, without a code, or from a cursor of another list', async () => {
    const analyst = server.client({ cookie: await server.signIn('analyst') });
    expect((await problemOf(analyst.quarantine.replayAll({ body: { code } }))).status).toBe(403);
    expect((await analyst.quarantine.reasons()).items).toEqual([]);
    expect((await problemOf(operator.quarantine.replayAll({ body: { code: '' } }))).code).toBe('request.invalid');
    for (const cursor of ['nothing', 'WzFd', 'WzFlMzAwLCJ4IiwxXQ'])
      expect((await problemOf(operator.quarantine.replayAll({ body: { code, cursor } }))).code).toBe(
        'request.cursor_invalid',
      );
  });
});
