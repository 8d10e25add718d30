import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError, createClient } from '@perennial/contracts';
import type { Client } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../config.ts';
import type { ImportService } from '../http/handlers/imports.ts';
import { createLogger } from '../logging.ts';
import { openPlatform, startWork } from '../platform/platform.ts';
import type { Platform, Work } from '../platform/platform.ts';
import { startServer } from './start-server.ts';
import type { RunningServer } from './start-server.ts';

const dayMs = 86_400_000;
const started = Date.now();
const log: string[] = [];
const phone = '+8613800138000';
let folder: string;
let platform: Platform;
let work: Work;
let server: RunningServer;
let administrator: Client;
let writeKey: string;
let memberId: string;

/** Imports have tests of their own; nothing here calls them. */
const imports = {} as ImportService;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-serving-'));
  const config = readConfig({ PERENNIAL_DATA: folder, PERENNIAL_SHARDS: '4' }, { port: 0 });
  const logger = createLogger({ level: 'debug', destination: { write: (line) => void log.push(line) } });
  const report = (message: string, error?: unknown) => logger.warn({ err: error }, message);
  platform = await openPlatform({ config, name: 'test', mustOwn: true, report });
  work = await startWork(platform, report);
  server = await startServer({ platform, work, imports, logger, version: '0.0.0-test' });
  administrator = clientWith(await signInByLink(await server.createSignInUrl()));
  writeKey = (await administrator.keys.create({ body: { kind: 'write', name: 'Shop', source: 'shop' } })).secret;
  await sendHistory();
});
afterAll(async () => {
  await server.close();
  await work.stop();
  await platform.close();
  rmSync(folder, { recursive: true, force: true });
});

function clientWith(cookie: string): Client {
  return createClient({
    baseUrl: server.address,
    fetch: (url, init) =>
      fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie } }),
  });
}

async function signInByLink(url: string): Promise<string> {
  const token = new URL(url).searchParams.get('token') ?? '';
  const answer = await fetch(`${server.address}/v1/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  expect(answer.status).toBe(200);
  return (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
}

async function send(facts: readonly object[]): Promise<void> {
  const answer = await fetch(`${server.address}/v1/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
    body: JSON.stringify(facts),
  });
  const body = (await answer.json()) as { accepted?: number };
  expect([answer.status, body.accepted], JSON.stringify(body)).toEqual([200, facts.length]);
}

function order(id: string, daysAgo: number, sent: { readonly identities: object; readonly storeId?: string }): object {
  return {
    messageId: `order-${id}`,
    type: 'order.paid',
    occurredAt: new Date(started - daysAgo * dayMs).toISOString(),
    channel: 'shop',
    storeId: 's1',
    ...sent,
    payload: { orderId: id, amountMinor: 12_300, currency: 'CNY', lines: [] },
  };
}

/** A member who came, lapsed and came back, one who is new, and an anonymous sale. */
async function sendHistory(): Promise<void> {
  await send([
    {
      messageId: 'reg',
      type: 'member.registered',
      occurredAt: new Date(started - 400 * dayMs).toISOString(),
      identities: { phone, email: 'mei@example.com' },
      payload: {},
    },
    order('o1', 390, { identities: { phone } }),
    order('o2', 380, { identities: { phone } }),
    order('o3', 20, { identities: { phone } }),
    order('o4', 5, { identities: { phone: '+8613900139000' }, storeId: 's2' }),
    order('o5', 3, { identities: {} }),
  ]);
  await settled(async () => {
    expect((await administrator.members.search({ query: { q: phone } })).items).toHaveLength(1);
    expect((await administrator.installation.get()).lensLag.facts).toBe(0);
    expect((await administrator.members.list()).count).toBe(2);
  });
  memberId = (await administrator.members.search({ query: { q: phone } })).items[0]?.member.id ?? '';
}

/** What the fold and the shipping bring about by themselves, within seconds. */
async function settled(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 20_000, interval: 200 });
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof ApiError ? error.problem.code : String(error)),
  );
}

describe('a served platform', () => {
  it('is ready: both stores and the fold answer', async () => {
    const answer = await fetch(`${server.address}/health/ready`);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ready', checks: { postgres: true, clickhouse: true, fold: true } },
    ]);
  });

  it('measures facts, folds, lags and store sizes', async () => {
    const text = await (await fetch(`${server.address}/metrics`)).text();
    expect(text).toMatch(/perennial_facts_logged_total 6/);
    expect(text).toMatch(/perennial_fold_lag_steps 0/);
    expect(text).toMatch(/perennial_store_bytes\{store="postgres"\} [1-9]/);
    expect(text).toMatch(/perennial_store_bytes\{store="clickhouse"\} [1-9]/);
  });

  it('finds a member by phone, e-mail, last four, id and typed identity, and nobody else', async () => {
    for (const q of [phone, '13800138000', 'MEI@example.com', '8000', memberId, `phone:${phone}`]) {
      const { items } = await administrator.members.search({ query: { q } });
      expect(
        items.map((item) => item.member.id),
        q,
      ).toEqual([memberId]);
    }
    expect((await administrator.members.search({ query: { q: '13700137000' } })).items).toEqual([]);
  });

  it('shows a member masked, with stage, metrics and what comes next', async () => {
    const profile = await administrator.members.get({ params: { memberId } });
    expect(profile.label).toBe('138••••8000');
    expect(profile.identities.every((identity) => identity.isMasked)).toBe(true);
    expect(JSON.stringify(profile)).not.toContain('13800138000');
    expect(profile.stages[0]).toMatchObject({ lifecycle: 'main', stage: 'active', isReactivated: true });
    expect(profile.stages[0]?.next?.stage).toBe('silent');
    expect(profile.metrics).toContainEqual({ field: 'purchase.count', value: 3 });
    expect(profile.storeIds).toEqual(['s1']);
  });

  it('judges the past as of its own day', async () => {
    const asOf = new Date(started - 100 * dayMs).toISOString();
    const then = await administrator.members.get({ params: { memberId }, query: { asOf } });
    expect(then.stages[0]?.stage).toBe('dormant');
    expect(then.metrics).toContainEqual({ field: 'purchase.count', value: 2 });
  });

  it('explains the stage clause by clause, with the instant at which time turns it', async () => {
    const { lifecycles } = await administrator.members.explain({ params: { memberId } });
    const active = lifecycles[0]?.stages.find((stage) => stage.stage === 'active');
    expect(active?.isTrue).toBe(true);
    expect(active?.clause?.flipsAt).toBe(lifecycles[0]?.next?.at);
    expect(active?.clause?.actual).toBe(new Date(started - 20 * dayMs).toISOString());
  });

  it('tells what happened and what each fact caused, page by page, nothing twice', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    const kinds = new Set<string>();
    do {
      const page: Awaited<ReturnType<Client['members']['timeline']>> = await administrator.members.timeline({
        params: { memberId },
        query: { limit: 2, ...(cursor === undefined ? {} : { cursor }) },
      });
      for (const item of page.items) {
        seen.push(item.id);
        kinds.add(item.kind);
        if (item.kind === 'fact' && item.type === 'order.paid') expect(item.source).toBe('shop');
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => /^\d+:\d+$/.test(id))).toHaveLength(4);
    const orders = await administrator.members.orders({ params: { memberId } });
    expect(orders.items.map((one) => one.orderId)).toEqual(['o3', 'o2', 'o1']);
    const stages = await administrator.members.stages({ params: { memberId } });
    expect(stages.items[0]).toMatchObject({ stage: 'active', to: null, isReactivation: true });
  });

  it('reveals only with a reason, and writes down who looked', async () => {
    const revealed = await administrator.members.reveal({
      params: { memberId },
      body: { reason: 'called about an order' },
    });
    expect(revealed.identities.map((identity) => identity.value)).toContain(phone);
    const { items } = await administrator.audit.list({ query: { action: 'member.revealed', subject: memberId } });
    expect(items[0]).toMatchObject({ outcome: 'done', reason: 'called about an order', actorKind: 'user' });
  });

  it('tags at once, and takes the tag off again', async () => {
    const params = { memberId, tag: 'vip' };
    expect((await administrator.members.addTag({ params })).tags).toEqual(['vip']);
    expect((await administrator.members.get({ params: { memberId } })).tags).toEqual(['vip']);
    expect((await administrator.members.removeTag({ params })).tags).toEqual([]);
  });

  it('lists, filters, sorts and downloads members', async () => {
    const all = await administrator.members.list({ query: { sort: 'orders', direction: 'desc' } });
    expect(all.items.map((row) => row.orders)).toEqual([3, 1]);
    expect(all.items[0]?.label).toBe('138••••8000');
    const fresh = await administrator.members.list({ query: { stage: 'new' } });
    expect(fresh.items.map((row) => row.orders)).toEqual([1]);
    const back = await administrator.members.list({ query: { isReactivation: 'true' } });
    expect(back.items.map((row) => row.id)).toEqual([memberId]);
    const csv = await (await administrator.members.download({ query: { sort: 'orders' } })).text();
    expect(csv.split('\r\n')).toHaveLength(4);
    expect(csv).not.toContain('138');
    expect(await codeOf(administrator.members.list({ query: { cursor: 'bm9uc2Vuc2U' } }))).toBe(
      'request.cursor_invalid',
    );
  });
});

describe('the overview', () => {
  const day = (daysAgo: number) => new Date(started - daysAgo * dayMs).toISOString().slice(0, 10);

  it('counts members by stage now, before, and last year', async () => {
    const { stages, membersCount } = await administrator.overview.stages({ query: { periodDays: 30 } });
    expect(membersCount).toBe(2);
    expect(stages.find((stage) => stage.stage === 'active')).toMatchObject({
      count: 1,
      countBefore: 0,
      countLastYear: 1,
    });
    expect(stages.map((stage) => stage.stage)).toEqual(['potential', 'new', 'active', 'silent', 'dormant', 'churned']);
  });

  it('draws series, flows, movements and sales over a period', async () => {
    const period = { from: day(420), to: day(0) };
    const series = await administrator.overview.series({ query: { ...period, bucket: 'month' } });
    expect(series.points.length).toBeGreaterThan(12);
    const flows = await administrator.overview.flows({ query: period });
    expect(flows.moves.map((move) => `${move.from}>${move.to}`)).toEqual(
      expect.arrayContaining(['>potential', 'active>silent']),
    );
    const movements = await administrator.overview.movements({ query: { ...period, bucket: 'month' } });
    expect(movements.points.reduce((sum, point) => sum + point.reactivated, 0)).toBe(1);
    const sales = await administrator.overview.sales({ query: { from: day(30), to: day(0) } });
    expect(sales.total).toMatchObject({
      membersOrders: 2,
      anonymousOrders: 1,
      membersMinor: 24_600,
      anonymousMinor: 12_300,
    });
  });

  it('says who changes next, and for a day in the past who did', async () => {
    const upcoming = await administrator.overview.upcoming({ query: { days: 120 } });
    expect(upcoming.isHistory).toBe(false);
    expect(upcoming.changes).toContainEqual({ from: 'active', to: 'silent', members: 1 });
    const then = await administrator.overview.upcoming({
      query: { days: 120, asOf: new Date(started - 330 * dayMs).toISOString() },
    });
    expect([then.isHistory, then.changes]).toEqual([true, [{ from: 'active', to: 'silent', members: 1 }]]);
  });

  it('refuses a period that ends before it begins, and one with too many buckets', async () => {
    expect(await codeOf(administrator.overview.flows({ query: { from: day(0), to: day(10) } }))).toBe(
      'request.invalid',
    );
    expect(
      await codeOf(administrator.overview.series({ query: { from: '2000-01-01', to: day(0), bucket: 'day' } })),
    ).toBe('request.invalid');
  });
});

describe('store staff', () => {
  it('see the members of their stores, and of no other', async () => {
    const { link } = await administrator.users.create({
      body: { email: 'till@example.com', name: 'Till', role: 'store_staff', storeIds: ['s2'] },
    });
    const staff = clientWith(await signInByLink(link.url));
    expect((await staff.members.list()).items.map((row) => row.storeId)).toEqual(['s2']);
    expect((await staff.members.list({ query: { store: ['s1', 's2'] } })).count).toBe(1);
    expect((await staff.members.list({ query: { store: 's1' } })).count).toBe(0);
    expect((await staff.members.search({ query: { q: phone } })).items).toEqual([]);
    expect((await staff.members.search({ query: { q: '+8613900139000' } })).items).toHaveLength(1);
    for (const call of [
      staff.members.get,
      staff.members.explain,
      staff.members.timeline,
      staff.members.orders,
      staff.members.stages,
      staff.members.merges,
    ]) {
      expect(await codeOf(call({ params: { memberId } }))).toBe('member.not_found');
    }
    expect(await codeOf(staff.members.addTag({ params: { memberId, tag: 'x' } }))).toBe('member.not_found');
    expect(await codeOf(staff.overview.stages())).toBe('auth.forbidden');
  });
});

describe('the program', () => {
  it('previews who would move, publishes, and re-evaluates everybody', async () => {
    const current = await administrator.program.current();
    const preset = (await administrator.program.presets()).items.find((one) => one.id === 'aipl');
    const documents = { ...current.documents, 'lifecycles/main.json': preset?.lifecycle ?? null };
    const job = await administrator.program.startPreview({ body: { documents } });
    await expect
      .poll(async () => (await administrator.program.preview({ params: { jobId: job.id } })).status)
      .toBe('succeeded');
    const preview = await administrator.program.preview({ params: { jobId: job.id } });
    expect(preview.membersChanged).toBe(2);
    const draft = await administrator.program.createDraft({ body: { name: 'AIPL', documents } });
    const published = await administrator.program.publish({
      body: { draftId: draft.id, revision: draft.revision, currentVersion: current.version },
    });
    const params = { version: published.version };
    await expect
      .poll(async () => (await administrator.program.publication({ params })).status, { timeout: 10_000 })
      .toBe('succeeded');
    expect((await administrator.members.get({ params: { memberId } })).stages[0]?.stage).toBe('purchase');
    const back = await administrator.program.rollBack({
      body: { toVersion: current.version, currentVersion: published.version },
    });
    await expect
      .poll(async () => (await administrator.program.publication({ params: { version: back.version } })).status, {
        timeout: 10_000,
      })
      .toBe('succeeded');
    expect((await administrator.members.get({ params: { memberId } })).stages[0]?.stage).toBe('active');
  });
});

describe('data', () => {
  it('follows the live tail from where it stopped', async () => {
    const first = await administrator.facts.tail({ query: { limit: 10 } });
    expect(first.items.length).toBeGreaterThanOrEqual(6);
    expect(JSON.stringify(first)).not.toContain('13800138000');
    await send([order('o6', 0, { identities: { phone } })]);
    await expect
      .poll(
        async () =>
          (await administrator.facts.tail({ query: { cursor: first.cursor } })).items.map((fact) => fact.messageId),
        { timeout: 10_000 },
      )
      .toContain('order-o6');
  });

  it('quarantines what does not fit, and takes it once it is repaired', async () => {
    await fetch(`${server.address}/v1/facts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
      body: JSON.stringify([{ messageId: 'bad', type: 'order.paid', identities: { phone }, payload: { orderId: 7 } }]),
    });
    const { items, count } = await administrator.quarantine.list();
    expect([count, items[0]?.messageId]).toEqual([1, 'bad']);
    const params = { quarantineId: items[0]?.id ?? '' };
    const found = await administrator.quarantine.get({ params });
    expect(found.issues.length).toBeGreaterThan(0);
    const verdict = await administrator.quarantine.repair({
      params,
      body: { body: order('bad', 1, { identities: { phone } }) as never },
    });
    expect(verdict.verdict).toBe('accepted');
    expect((await administrator.quarantine.list()).count).toBe(0);
    expect(await codeOf(administrator.quarantine.repair({ params, body: { body: {} } }))).toBe('quarantine.not_found');
  });

  it('keeps reference data in versions', async () => {
    const product = { productId: 'p1', name: 'Serum', categoryPath: ['Beauty', 'Face'], brand: 'B', priceMinor: 9_900 };
    expect(await administrator.reference.putProducts({ body: { items: [product] } })).toEqual({
      created: 1,
      updated: 0,
      unchanged: 0,
    });
    expect(
      await administrator.reference.putProducts({ body: { items: [{ ...product, priceMinor: 8_900 }] } }),
    ).toMatchObject({ updated: 1 });
    expect((await administrator.reference.products({ query: { q: 'serum' } })).items[0]).toMatchObject({
      version: 2,
      categoryPath: ['Beauty', 'Face'],
    });
    await administrator.reference.putStores({ body: { items: [{ storeId: 's1', name: 'Bund', region: 'East' }] } });
    expect((await administrator.reference.stores()).items).toHaveLength(1);
    await administrator.reference.putStaff({ body: { items: [{ staffId: 'e1', name: 'Lin', storeId: 's1' }] } });
    expect((await administrator.reference.staff()).items[0]).toMatchObject({ staffId: 'e1', storeId: 's1' });
  });

  it('tells where facts come from', async () => {
    const { items } = await administrator.keys.sources();
    expect(items.find((source) => source.source === 'shop')).toMatchObject({ keysActive: 1 });
    expect(items.find((source) => source.source === 'shop')?.factsLastDay).toBeGreaterThan(5);
  });
});

describe('a person’s rights', () => {
  it('hands over everything in clear, and then forgets her in every place', async () => {
    const reason = 'asked by letter';
    const exported = await (await administrator.members.export({ params: { memberId }, body: { reason } })).text();
    expect(exported).toContain(phone);
    expect(exported.trim().split('\n').length).toBeGreaterThan(6);
    expect(
      await codeOf(
        administrator.members.erase({ params: { memberId }, body: { reason, confirm: crypto.randomUUID() } }),
      ),
    ).toBe('request.invalid');
    const erased = await administrator.members.erase({ params: { memberId }, body: { reason, confirm: memberId } });
    expect(erased.identitiesErased).toBe(2);
    expect(erased.factsKept).toBeGreaterThanOrEqual(4);
    expect((await administrator.members.search({ query: { q: phone } })).items).toEqual([]);
    expect(await codeOf(administrator.members.reveal({ params: { memberId }, body: { reason } }))).toBe(
      'member.erased',
    );
    expect(
      await codeOf(administrator.members.erase({ params: { memberId }, body: { reason, confirm: memberId } })),
    ).toBe('member.erased');
    const { items } = await administrator.audit.list({ query: { subject: memberId } });
    expect(items.map((item) => item.action)).toEqual(expect.arrayContaining(['member.erased', 'member.exported']));
  });

  it('left no trace in the logs', () => {
    const written = log.join('\n');
    for (const value of ['13800138000', '13900139000', 'mei@example.com', writeKey])
      expect(written).not.toContain(value);
  });
});
