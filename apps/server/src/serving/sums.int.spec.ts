import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createFactCounter } from '@perennial/postgres/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

/*
 * What the screens sum is compared with sums of this file's own: plain arithmetic over the facts as they are exported, by none of the
 * product's code. The history has what sums go wrong by: facts in any order, late refunds, refunds in another month than their order, by
 * parts, twice, of more than the order was, before it, of orders that were never told; cancelled orders; two currencies; orders of nobody,
 * some of which turn out to be somebody's; members who are merged while their orders are under way.
 */

const zone = 'Asia/Shanghai';
const entry = join(import.meta.dirname, '../../bin/perennial.js');
let served: ServedPlatform;
let exported: readonly ExportedFact[];

interface ExportedFact {
  readonly memberId: string | null;
  readonly type: string;
  readonly occurredAt: string;
  readonly source: string;
  readonly messageId: string;
  readonly payload: {
    readonly orderId?: string;
    readonly refundId?: string;
    readonly amountMinor?: number;
    readonly original?: { readonly currency: string; readonly amountMinor: number };
  };
}

/** A small generator of its own (mulberry32), so that each run tells the same history. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const random = createRandom(11);
const membersCount = 24;
const ordersCount = 260;
const phoneOf = (member: number) => `+86138222200${String(member).padStart(2, '0')}`;
const emailOf = (member: number) => `member-${member}@example.com`;

/** Of every third member half is told by her telephone and half by her e-mail, until one fact tells both. */
function identitiesOf(member: number): object {
  return member % 3 === 0 && random(2) === 0 ? { email: emailOf(member) } : { phone: phoneOf(member) };
}

function historyOf(): readonly object[] {
  const facts: object[] = [];
  const told = (type: string, at: number, parts: { identities: object; payload: object }) => {
    const messageId = `m-${facts.length}`;
    facts.push({ messageId, type, occurredAt: new Date(at).toISOString(), channel: 'shop', storeId: 's1', ...parts });
  };
  for (let index = 0; index < ordersCount; index += 1) {
    const orderId = `order-${index}`;
    const placedAt = started - dayMs * (40 + random(390)) - random(dayMs);
    const isOfNobody = random(6) === 0;
    const identities = isOfNobody ? {} : identitiesOf(random(membersCount));
    const currency = random(4) === 0 ? 'USD' : 'CNY';
    const amountMinor = 100 + random(90_000);
    const of = (payload: object) => ({ identities, payload: { orderId, ...payload } });
    if (random(3) > 0) told('order.placed', placedAt, of({ amountMinor, currency }));
    if (random(5) > 0)
      told('order.paid', placedAt + random(dayMs), of({ amountMinor: amountMinor - random(90), currency }));
    if (random(7) === 0) told('order.cancelled', placedAt + dayMs * random(9), of({}));
    for (let refund = random(3); refund > 0; refund -= 1) {
      const at = placedAt + dayMs * (random(30) - 2);
      const worth = random(6) === 0 ? {} : { amountMinor: random(amountMinor + 4_000), currency };
      const payload = { refundId: `back-${refund}`, ...worth };
      // Who brings a thing back need not say who she is.
      const back = { identities: random(3) === 0 ? {} : identities, payload: { orderId, ...payload } };
      told('order.refunded', at, back);
      if (random(6) === 0) told('order.refunded', at + dayMs, back);
    }
    // Found to be somebody's later on.
    if (isOfNobody && random(3) === 0)
      told('order.paid', placedAt + 2 * dayMs, {
        identities: identitiesOf(random(membersCount)),
        payload: { orderId, amountMinor, currency },
      });
  }
  for (let index = 0; index < 12; index += 1) {
    const identities = index % 3 === 0 ? {} : identitiesOf(index);
    const payload = { orderId: `before-${index}`, refundId: 'r', amountMinor: 5_000 + index };
    told('order.refunded', started - dayMs * (60 + index * 20), { identities, payload });
  }
  return facts;
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  const left = [...items];
  for (let last = left.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    [left[last], left[other]] = [left[other] as Item, left[last] as Item];
  }
  return left;
}

async function exportFacts(folder: string): Promise<readonly ExportedFact[]> {
  const words = ['export', 'facts', '--data', folder];
  const { stdout } = await promisify(execFile)(process.execPath, [entry, ...words], { maxBuffer: 100_000_000 });
  return stdout
    .trim()
    .split('\n')
    .map((line): ExportedFact => JSON.parse(line));
}

beforeAll(async () => {
  served = await startServedPlatform();
  await served.administrator.rates.publish({
    body: { items: [{ currency: 'USD', fromOn: '2020-01-01', rate: '7.1234' }] },
  });
  const facts = shuffled(historyOf());
  const half = Math.floor(facts.length / 2);
  await served.send(facts.slice(0, half));
  const merging = Array.from({ length: membersCount / 3 }, (_, third) => ({
    messageId: `both-${third}`,
    type: 'store.visited',
    occurredAt: new Date(started - dayMs).toISOString(),
    identities: { phone: phoneOf(third * 3), email: emailOf(third * 3) },
    payload: {},
  }));
  await served.send(merging);
  await served.send(facts.slice(half));
  await served.caughtUp();
  exported = await exportFacts(served.platform.config.dataFolder);
}, 120_000);
afterAll(() => served.close());

interface Moment {
  readonly month: string;
  readonly at: number;
  readonly owner: string;
  readonly gross: number;
  readonly refund: number;
}

const monthOf = (at: number) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit' }).format(at);
const timeOf = (fact: ExportedFact) => Date.parse(fact.occurredAt);
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** What the facts of one order come to: the sale at its time, and each refund at its own. */
function momentsOf(facts: readonly ExportedFact[], ownerOf: (fact: ExportedFact) => string): readonly Moment[] {
  const sales = facts.filter(({ type }) => type === 'order.placed' || type === 'order.paid');
  const [first] = sales;
  if (first === undefined || facts.some(({ type }) => type === 'order.cancelled')) return [];
  const boughtAt = Math.min(...sales.map(timeOf));
  const byTime = (a: ExportedFact, b: ExportedFact) => timeOf(a) - timeOf(b);
  const amount =
    (
      sales
        .filter(({ type }) => type === 'order.paid')
        .toSorted(byTime)
        .at(-1) ?? first
    ).payload.amountMinor ?? 0;
  const moments: Moment[] = [
    { month: monthOf(boughtAt), at: boughtAt, owner: ownerOf(first), gross: amount, refund: 0 },
  ];
  const refunds = facts.filter(({ type }) => type === 'order.refunded').toSorted(byTime);
  const once = refunds.filter(
    (fact, index) => refunds.findIndex(({ payload }) => payload.refundId === fact.payload.refundId) === index,
  );
  let left = amount;
  const nameOf = (fact: ExportedFact) => fact.payload.refundId ?? '';
  const inOrder = once.toSorted((a, b) => byTime(a, b) || (nameOf(a) < nameOf(b) ? -1 : 1));
  for (const fact of inOrder) {
    const refund = Math.min(left, fact.payload.amountMinor ?? left);
    left -= refund;
    const at = Math.max(boughtAt, timeOf(fact));
    moments.push({ month: monthOf(at), at, owner: ownerOf(first), gross: 0, refund });
  }
  return moments;
}

/** Who stands for each member now, asked one by one. */
async function survivors(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const pairs = await Promise.all(
    ids.map(async (id) => {
      const { mergedInto } = await served.administrator.members.get({ params: { memberId: id } });
      return [id, mergedInto ?? id] as const;
    }),
  );
  return new Map(pairs);
}

async function worksOut(): Promise<readonly Moment[]> {
  const orders = exported.filter(({ type }) => type.startsWith('order.'));
  const ids = [...new Set(orders.flatMap(({ memberId }) => (memberId === null ? [] : [memberId])))];
  const survivorOf = await survivors(ids);
  const ownerOf = ({ memberId }: ExportedFact) => (memberId === null ? '' : (survivorOf.get(memberId) ?? memberId));
  const byOrder = Map.groupBy(orders, ({ source, payload }) => `${source} ${payload.orderId ?? ''}`);
  return [...byOrder.values()].flatMap((facts) => {
    expect(new Set(facts.map(ownerOf)).size, JSON.stringify(facts[0])).toBe(1);
    return momentsOf(facts, ownerOf);
  });
}

/** Amounts of refunds of orders of which nothing else was ever told. */
function refundsOfUnknown(): readonly number[] {
  const orders = exported.filter(({ type }) => type.startsWith('order.'));
  const byOrder = Map.groupBy(orders, ({ source, payload }) => `${source} ${payload.orderId ?? ''}`);
  const unknown = [...byOrder.values()].filter((facts) => facts.every(({ type }) => type === 'order.refunded'));
  expect(unknown.length).toBeGreaterThanOrEqual(12);
  return unknown.flatMap((facts) =>
    [...Map.groupBy(facts, ({ payload }) => payload.refundId).values()].map(
      (told) => told[0]?.payload.amountMinor ?? 0,
    ),
  );
}

const day = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);

describe('a sum on a screen is the sum of the exported facts', () => {
  it('has a history in which every trap is', () => {
    const refunds = exported.filter(({ type }) => type === 'order.refunded');
    const ofOrders = new Set(
      exported.filter(({ type }) => /placed|paid/.test(type)).map(({ payload }) => payload.orderId),
    );
    expect(refunds.filter(({ payload }) => !ofOrders.has(payload.orderId)).length).toBeGreaterThanOrEqual(12);
    expect(exported.filter(({ payload }) => payload.original?.currency === 'USD').length).toBeGreaterThan(30);
    expect(exported.filter(({ memberId }) => memberId === null).length).toBeGreaterThan(20);
    for (const { payload } of exported) {
      const { original, amountMinor } = payload;
      if (original !== undefined)
        expect(Math.abs((amountMinor ?? 0) - original.amountMinor * 7.1234)).toBeLessThanOrEqual(0.5);
    }
  });

  it('is over as many facts as the installation says that there are, those that found their owner late counted once', async () => {
    // The installation asks the lens, which may be behind.
    const told = async () => (await served.administrator.installation.get()).factsCount;
    await expect.poll(told, { timeout: 20_000 }).toBe(exported.length);
    expect(await createFactCounter(served.platform.database, served.platform.installation.shard_count)()).toBe(
      exported.length,
    );
    const messages = new Set(exported.map(({ source, messageId }) => `${source} ${messageId}`));
    expect(messages.size).toBe(exported.length);
  });

  it('month by month, of members and of nobody: gross sales, refunds, net sales', async () => {
    const moments = await worksOut();
    const query = { from: day(started - 500 * dayMs), to: day(started), bucket: 'month' } as const;
    const { points, total } = await served.administrator.overview.sales({ query });
    const of = (month: string | null, isMember: boolean) => {
      const found = moments.filter((one) => (month === null || one.month === month) && (one.owner !== '') === isMember);
      const [gross, refunds] = [sum(found.map((one) => one.gross)), sum(found.map((one) => one.refund))];
      return [gross, refunds, gross - refunds];
    };
    expect(of(null, true)[1]).toBeGreaterThan(0);
    for (const { on, ...sales } of [{ on: null, ...total }, ...points]) {
      const month = on === null ? null : on.slice(0, 7);
      const { membersGrossMinor, membersRefundsMinor, membersNetMinor } = sales;
      expect([membersGrossMinor, membersRefundsMinor, membersNetMinor], `${month}`).toEqual(of(month, true));
      const { anonymousGrossMinor, anonymousRefundsMinor, anonymousNetMinor } = sales;
      expect([anonymousGrossMinor, anonymousRefundsMinor, anonymousNetMinor], `${month}`).toEqual(of(month, false));
    }
    const buyers = new Set(moments.filter(({ owner, gross }) => owner !== '' && gross > 0).map(({ owner }) => owner));
    expect(total.buyers).toBe(buyers.size);
    expect(total.unknownRefundsMinor).toBe(sum(refundsOfUnknown()));
  });

  it('member by member: the net spend of lists, profiles and orders, which add up to the net sales of members', async () => {
    const moments = await worksOut();
    const { items } = await served.administrator.members.list({ query: { limit: 100 } });
    for (const { id, spendMinor } of items) {
      const own = moments.filter(({ owner }) => owner === id);
      const net = sum(own.map(({ gross, refund }) => gross - refund));
      expect(spendMinor, id).toBe(net);
      const { metrics } = await served.administrator.members.get({ params: { memberId: id } });
      expect(metrics.find(({ field }) => field === 'purchase.net_spend')?.value).toBe(net);
      const orders = await served.administrator.members.orders({ params: { memberId: id }, query: { limit: 100 } });
      const standing = orders.items.filter(
        ({ cancelledAt, placedAt, paidAt }) => cancelledAt === null && (placedAt ?? paidAt) !== null,
      );
      expect(sum(standing.map(({ amountMinor, refundedMinor }) => amountMinor - refundedMinor))).toBe(net);
    }
    const query = { from: day(started - 500 * dayMs), to: day(started) };
    const { total } = await served.administrator.overview.sales({ query });
    expect(sum(items.map(({ spendMinor }) => spendMinor))).toBe(total.membersNetMinor);
  });

  it('and of the days before, as of a past day: the same arithmetic over the facts that had happened by then', async () => {
    const asOf = day(started - 120 * dayMs);
    const query = { asOf, from: day(started - 149 * dayMs), to: asOf };
    const { compared, before, total } = await served.administrator.overview.sales({ query });
    const { compared: ofStages } = await served.administrator.overview.stages({ query: { asOf, periodDays: 30 } });
    expect(compared).toEqual(ofStages);
    const until = Date.parse(`${asOf}T24:00:00+08:00`);
    exported = exported.filter((fact) => timeOf(fact) < until);
    const moments = (await worksOut()).filter(({ owner }) => owner !== '');
    const between = (from: string, to: string) => {
      const [start, end] = [Date.parse(`${from}T00:00:00+08:00`), Date.parse(`${to}T24:00:00+08:00`)];
      const found = moments.filter(({ at }) => at >= start && at < end);
      return [sum(found.map(({ gross }) => gross)), sum(found.map(({ refund }) => refund))];
    };
    expect([total.membersGrossMinor, total.membersRefundsMinor]).toEqual(between(query.from, query.to));
    expect([before.membersGrossMinor, before.membersRefundsMinor]).toEqual(
      between(compared.before.from, compared.before.to),
    );
    expect(between(query.from, query.to)[0]).toBeGreaterThan(0);
  });
});
