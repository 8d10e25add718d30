import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { facets } from '@perennial/domain';
import type { MemberId } from '@perennial/domain';
import type { ShippedFact } from '@perennial/engine';
import { openEmbeddedLens } from '../../client/connect.ts';
import type { LensConnection } from '../../client/lens-query.ts';
import { createClickhouseLens } from '../../shipping/clickhouse-lens.ts';
import { bucketsOf, factCounts, factTail, factTotals, factsBySource, salesOf } from '../../queries/index.ts';
import type { Sales, SalesOptions, SalesPoint } from './sales.ts';
import type { Bucket, Period } from '../../periods/buckets.ts';
import { dayMs, firstDayAt, nowAt } from '../../testing/test-members.ts';

const zone = 'Asia/Shanghai';
let folder: string;
let lens: LensConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-sales-'));
  lens = await openEmbeddedLens({ folder });
  const target = createClickhouseLens(lens, facets);
  await target.prepare();
  await target.addFacts(3, orderFacts);
});
afterAll(async () => {
  await lens.close();
  rmSync(folder, { recursive: true, force: true });
});

let position = 0;
function order(day: number, type: string, more: { member?: string; payload: object }): ShippedFact {
  position += 1;
  return {
    shard: 0,
    position,
    memberId: (more.member ?? null) as MemberId | null,
    source: 'till',
    messageId: `m${position}`,
    type,
    occurredAt: firstDayAt + day * dayMs,
    recordedAt: nowAt,
    isBackfill: false,
    channel: 'shop',
    storeId: 's1',
    payload: JSON.stringify(more.payload),
  };
}
const ann = '00000000-0000-7000-8000-0000000000aa';
const bob = '00000000-0000-7000-8000-0000000000bb';
const orderFacts = [
  // Paid tells the amount, whichever comes first; the purchase counts from when it was placed.
  order(12, 'order.paid', { member: ann, payload: { orderId: 'a1', amountMinor: 900 } }),
  order(10, 'order.placed', { member: ann, payload: { orderId: 'a1', amountMinor: 1000 } }),
  order(11, 'order.placed', {
    member: bob,
    payload: { orderId: 'b1', lines: [{ amountMinor: 300 }, { amountMinor: 200 }] },
  }),
  order(13, 'order.placed', { member: bob, payload: { orderId: 'b2', amountMinor: 5000 } }),
  order(14, 'order.cancelled', { member: bob, payload: { orderId: 'b2' } }),
  order(45, 'order.refunded', { member: ann, payload: { orderId: 'a1', refundId: 'r1', amountMinor: 100 } }),
  order(46, 'order.refunded', { member: ann, payload: { orderId: 'a1', refundId: 'r1', amountMinor: 100 } }),
  order(20, 'order.paid', { payload: { amountMinor: 70 } }),
  order(21, 'order.paid', { payload: { amountMinor: 80 } }),
  order(22, 'page.viewed', { member: ann, payload: { orderId: 'not an order', amountMinor: 7 } }),
  order(47, 'order.refunded', { member: bob, payload: { orderId: 'b1' } }),
  order(101, 'order.placed', { member: ann, payload: { orderId: 'c1', amountMinor: 1000 } }),
  order(102, 'order.refunded', { member: ann, payload: { orderId: 'c1' } }),
  order(103, 'order.refunded', { member: ann, payload: { orderId: 'c1' } }),
  order(104, 'order.placed', { member: ann, payload: { orderId: 'c2', amountMinor: 400 } }),
  order(106, 'order.refunded', { member: ann, payload: { orderId: 'c2' } }),
  order(105, 'order.refunded', { member: ann, payload: { orderId: 'c2', refundId: 'h', amountMinor: 200 } }),
  order(107, 'order.placed', { member: bob, payload: { orderId: 'c3', amountMinor: 300 } }),
  order(108, 'order.refunded', { member: bob, payload: { orderId: 'c3', refundId: 'm', amountMinor: 450 } }),
  order(109, 'order.refunded', { member: bob, payload: { orderId: 'c4' } }),
  order(110, 'order.placed', { member: bob, payload: { orderId: 'c4', amountMinor: 200 } }),
  order(111, 'order.placed', { member: bob, payload: { orderId: 'c5', amountMinor: 900 } }),
  order(112, 'order.refunded', { member: bob, payload: { orderId: 'c5', amountMinor: 900 } }),
  order(113, 'order.cancelled', { member: bob, payload: { orderId: 'c5' } }),
];

type Of<Part> = SalesOptions & Part;

async function salesOfPeriods(of: Of<{ readonly periods: readonly Period[] }>): Promise<readonly Sales[]> {
  return (await salesOf(lens, { ...of, buckets: [] })).periods;
}

async function salesSeries(of: Of<{ readonly buckets: readonly Bucket[] }>): Promise<readonly SalesPoint[]> {
  return (await salesOf(lens, { ...of, periods: [] })).points;
}

function theSales(sales: Partial<Sales>): Sales {
  return {
    membersGrossMinor: 0,
    membersRefundsMinor: 0,
    membersNetMinor: 0,
    anonymousGrossMinor: 0,
    anonymousRefundsMinor: 0,
    anonymousNetMinor: 0,
    unknownRefundsMinor: 0,
    membersOrders: 0,
    anonymousOrders: 0,
    buyers: 0,
    ...sales,
  };
}

describe('sales', () => {
  const january = { fromAt: firstDayAt, toAt: firstDayAt + 31 * dayMs };
  const february = { fromAt: january.toAt, toAt: january.toAt + 28 * dayMs };
  const options = { asOfAt: nowAt, purchaseCountsWhen: 'placed', numberSpaces: { spaces: [] } } as const;

  it('join the facts of each order, leave out cancelled ones, and count who is known and who is not apart', async () => {
    expect(await salesOfPeriods({ ...options, periods: [january, february] })).toEqual([
      theSales({
        membersGrossMinor: 1400,
        membersNetMinor: 1400,
        anonymousGrossMinor: 150,
        anonymousNetMinor: 150,
        membersOrders: 2,
        anonymousOrders: 2,
        buyers: 2,
      }),
      // Of orders of the month before.
      theSales({ membersRefundsMinor: 600, membersNetMinor: -600 }),
    ]);
  });

  it('take what an order gives back as the fold does: never more than is left of it, nothing of a cancelled one', async () => {
    const march = { fromAt: firstDayAt + 100 * dayMs, toAt: firstDayAt + 200 * dayMs };
    const [sales] = await salesOfPeriods({ ...options, periods: [march] });
    // c1 twice in whole, c2 by half and then in whole, c3 by more than it was, c4 given back before it was bought.
    expect(sales).toMatchObject({
      membersGrossMinor: 1000 + 400 + 300 + 200,
      membersRefundsMinor: 1000 + 400 + 300 + 200,
      membersNetMinor: 0,
    });
    const days = bucketsOf({ from: '2025-04-11', to: '2025-07-19', size: 'day', zone });
    const points = await salesSeries({ ...options, buckets: days });
    expect(points.filter((point) => point.membersRefundsMinor > 0).map((point) => point.membersRefundsMinor)).toEqual([
      1000, 200, 200, 300, 200,
    ]);
  });

  it('count paid orders alone when the program says so', async () => {
    const [sales] = await salesOfPeriods({ ...options, purchaseCountsWhen: 'paid', periods: [january] });
    expect(sales).toMatchObject({ membersGrossMinor: 900, membersOrders: 1, anonymousGrossMinor: 150 });
  });

  it('as of a day before the cancellation still hold the order', async () => {
    const [sales] = await salesOfPeriods({ ...options, asOfAt: firstDayAt + 13 * dayMs, periods: [january] });
    expect(sales).toMatchObject({ membersGrossMinor: 6400, anonymousOrders: 0 });
  });

  it('per day add up to the period', async () => {
    const buckets = bucketsOf({ from: '2025-01-01', to: '2025-01-31', size: 'day', zone });
    const points = await salesSeries({ ...options, buckets });
    expect(points.length).toBe(31);
    expect(
      points.filter((point) => point.membersGrossMinor > 0).map((point) => [point.on, point.membersGrossMinor]),
    ).toEqual([
      ['2025-01-11', 900],
      ['2025-01-12', 500],
    ]);
  });
});

describe('facts', () => {
  it('are counted by type and day', async () => {
    const counts = await factCounts(lens, bucketsOf({ from: '2025-01-01', to: '2025-02-28', size: 'month', zone }));
    expect(counts.find((row) => row.on === '2025-01-01' && row.type === 'order.placed')?.count).toBe(3);
    expect(counts.find((row) => row.on === '2025-02-01')).toEqual({
      on: '2025-02-01',
      type: 'order.refunded',
      count: 3,
    });
    expect(await factTotals(lens)).toMatchObject({ facts: orderFacts.length, anonymousFacts: 2, types: 5 });
  });

  it('are tailed newest first, then nothing until there is something new', async () => {
    const first = await factTail(lens, { afterBlock: 0, limit: 3, type: 'order.paid' });
    expect(first.facts.map((fact) => fact.position)).toEqual([9, 8, 1]);
    expect(await factTail(lens, { afterBlock: first.block, limit: 3 })).toEqual({ facts: [], block: first.block });
  });
});

describe('what was nobody’s and turned out to be a member’s', () => {
  const period = { fromAt: firstDayAt + 150 * dayMs, toAt: firstDayAt + 160 * dayMs };
  const options = {
    asOfAt: nowAt,
    purchaseCountsWhen: 'paid',
    numberSpaces: { spaces: [] },
    periods: [period],
  } as const;
  const early = [
    order(151, 'order.paid', { payload: { orderId: 'd1', amountMinor: 600 } }),
    order(152, 'order.refunded', { payload: { orderId: 'd1', refundId: 'r', amountMinor: 100 } }),
  ];
  /** With her, and a mark for where they are nobody's. */
  const attached = early.flatMap((fact) => [
    { ...fact, ...placeAndMember(order(0, fact.type, { member: ann, payload: {} })) },
    order(153, 'fact.attached', { payload: { position: fact.position } }),
  ]);

  it('is counted once, with its order, and nobody’s no more', async () => {
    const target = createClickhouseLens(lens, facets);
    await target.addFacts(4, early);
    const [before] = await salesOfPeriods(options);
    expect(before).toMatchObject({ membersGrossMinor: 0, anonymousGrossMinor: 600, anonymousRefundsMinor: 100 });
    const { facts, anonymousFacts } = await factTotals(lens);

    await target.addFacts(5, [order(150, 'order.placed', { member: ann, payload: { orderId: 'd1' } }), ...attached]);
    expect(await salesOfPeriods(options)).toEqual([
      theSales({ membersGrossMinor: 600, membersRefundsMinor: 100, membersNetMinor: 500, membersOrders: 1, buyers: 1 }),
    ]);
    const after = await factTotals(lens);
    expect(after).toMatchObject({ facts: facts + 1, anonymousFacts: anonymousFacts - early.length });
    const counts = await factCounts(lens, bucketsOf({ from: '2025-05-01', to: '2025-06-30', size: 'month', zone }));
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    const tail = await factTail(lens, { afterBlock: 3, limit: 9 });
    expect(tail.facts.map(({ type, memberId }) => [type, memberId])).toEqual([
      ['order.placed', ann],
      ['order.refunded', ann],
      ['order.paid', ann],
    ]);
    expect((await factsBySource(lens, 0))[0]?.facts).toBe(after.facts);
  });
});

describe('refunds of orders that were never told', () => {
  it('are summed apart: what those orders sold for is in no sum either', async () => {
    const at = 230;
    await createClickhouseLens(lens, facets).addFacts(6, [
      order(at, 'order.refunded', { member: ann, payload: { orderId: 'before-all', amountMinor: 250 } }),
      order(at, 'order.refunded', { payload: { orderId: 'before-all-too', amountMinor: 50 } }),
      order(at, 'order.refunded', { member: bob, payload: { orderId: 'whole-and-never-told' } }),
    ]);
    const period = { fromAt: firstDayAt + at * dayMs, toAt: firstDayAt + (at + 1) * dayMs };
    const options = { asOfAt: nowAt, purchaseCountsWhen: 'placed', numberSpaces: { spaces: [] } } as const;
    expect(await salesOfPeriods({ ...options, periods: [period] })).toEqual([theSales({ unknownRefundsMinor: 300 })]);
  });
});

function placeAndMember({ position, memberId }: ShippedFact): Pick<ShippedFact, 'position' | 'memberId'> {
  return { position, memberId };
}
