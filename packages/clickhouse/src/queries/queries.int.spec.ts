import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MemberId } from '@perennial/domain';
import type { ShippedFact } from '@perennial/engine';
import { openEmbeddedLens } from '../client/connect.ts';
import type { LensConnection } from '../client/lens-query.ts';
import { createClickhouseLens } from '../shipping/clickhouse-lens.ts';
import {
  bucketsOf,
  changesThatCame,
  countMembers,
  factCounts,
  factTail,
  factTotals,
  listMembers,
  membersByStage,
  salesOfPeriods,
  salesSeries,
  stageMovements,
  stageMoves,
  stageNetFlows,
  stageSeries,
  upcomingChanges,
} from './index.ts';
import type { ListedMember, MemberSortField } from './index.ts';
import { createTestMembers, dayMs, firstDayAt, lifecycle, nowAt, stageAt } from './test-members.ts';

const zone = 'Asia/Shanghai';
const everybody = createTestMembers(400);
const living = everybody.filter(({ member }) => member.status === 'live');
const timelines = living.map(({ timeline }) => timeline);
const members = living.map(({ member }) => member);
const storeOf = new Map(living.map(({ member, storeId }) => [member.memberId, storeId]));

let folder: string;
let lens: LensConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-queries-'));
  lens = await openEmbeddedLens({ folder });
  const target = createClickhouseLens(lens);
  await target.prepare();
  const stale = everybody.map(({ timeline }) => ({ ...timeline, fromAt: [firstDayAt], stages: ['wrong'] }));
  await target.replaceTimelines(1, stale);
  await target.replaceTimelines(
    2,
    everybody.map(({ timeline }) => timeline),
  );
  await target.replaceMembers(
    2,
    everybody.map(({ member }) => member),
  );
  const places = everybody.map(({ member: { shard, memberId }, storeId }) => ({
    shard,
    memberId,
    storeId,
    channel: 'shop',
  }));
  const seen = (kind: 'purchase' | 'registration', at: number) => places.map((place) => ({ ...place, kind, at }));
  await target.addPlaces(2, seen('purchase', 20));
  await target.addPlaces(
    3,
    seen('purchase', 10).map((place) => ({ ...place, storeId: 'older' })),
  );
  await target.addPlaces(
    4,
    seen('purchase', 30).map((place) => ({ ...place, storeId: '', channel: 'web' })),
  );
  await target.addPlaces(
    5,
    seen('registration', 40).map((place) => ({ ...place, storeId: 'registered', channel: 'app' })),
  );
  await target.addFacts(3, orderFacts);
});
afterAll(async () => {
  await lens.close();
  rmSync(folder, { recursive: true, force: true });
});

function countBy(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));
}

function asRecord(stages: readonly { stage: string; count: number }[]): Record<string, number> {
  return Object.fromEntries(stages.map(({ stage, count }) => [stage, count]));
}

function stagesByHand(at: number): Record<string, number> {
  return countBy(timelines.map((timeline) => stageAt(timeline, at)).filter((stage) => stage !== ''));
}

/** Transitions of the living within [from, to): from, to, instant. */
function movesByHand(from: number, to: number): { from: string; to: string; id: string; isReactivation: boolean }[] {
  return timelines.flatMap((timeline) =>
    timeline.fromAt.flatMap((at, index) =>
      at >= from && at < to
        ? [
            {
              from: timeline.stages[index - 1] ?? '',
              to: timeline.stages[index] ?? '',
              id: timeline.memberId,
              isReactivation: timeline.isReactivation[index] ?? false,
            },
          ]
        : [],
    ),
  );
}

describe('members by stage', () => {
  it('at several instants agrees with counting by hand, leaves out who was taken in, and uses repaired timelines', async () => {
    const instants = [nowAt, firstDayAt + 100 * dayMs, firstDayAt - dayMs];
    const answer = await membersByStage(lens, { lifecycle, instants });
    expect(answer.map(({ stages }) => asRecord(stages))).toEqual(instants.map(stagesByHand));
  });

  it('as a series agrees with counting by hand at the end of each bucket', async () => {
    for (const size of ['day', 'week', 'month'] as const) {
      const buckets = bucketsOf({ from: '2025-03-05', to: '2025-07-20', size, zone });
      const points = await stageSeries(lens, { lifecycle, buckets });
      expect(points.map((point) => asRecord(point.stages))).toEqual(
        buckets.map((bucket) => stagesByHand(bucket.toAt - 1)),
      );
    }
  });

  it('knows nobody in a lifecycle that does not exist', async () => {
    expect(await membersByStage(lens, { lifecycle: 'other', instants: [nowAt] })).toEqual([{ at: nowAt, stages: [] }]);
  });
});

describe('flows', () => {
  const period = { fromAt: firstDayAt + 60 * dayMs, toAt: firstDayAt + 150 * dayMs };

  it('count each transition within the period', async () => {
    const moves = await stageMoves(lens, { lifecycle, ...period });
    const byHand = movesByHand(period.fromAt, period.toAt);
    expect(Object.fromEntries(moves.map((move) => [`${move.from}>${move.to}`, move.transitions]))).toEqual(
      countBy(byHand.map((move) => `${move.from}>${move.to}`)),
    );
    const firstMove = moves[0];
    const same = byHand.filter((move) => move.from === firstMove?.from && move.to === firstMove.to);
    expect(firstMove?.members).toBe(new Set(same.map((move) => move.id)).size);
  });

  it('net: each member once, from where she stood before to where she stands after', async () => {
    const flows = await stageNetFlows(lens, { lifecycle, ...period });
    const byHand = timelines
      .map((timeline) => `${stageAt(timeline, period.fromAt - 1)}>${stageAt(timeline, period.toAt - 1)}`)
      .filter((move) => move !== '>');
    expect(Object.fromEntries(flows.map((flow) => [`${flow.from}>${flow.to}`, flow.members]))).toEqual(countBy(byHand));
  });

  it('movements per month add up to the transitions', async () => {
    const buckets = bucketsOf({ from: '2025-02-01', to: '2025-06-30', size: 'month', zone });
    const roles = { cooling: ['silent', 'dormant'], lost: ['churned'] };
    const points = await stageMovements(lens, { lifecycle, buckets, roles });
    const byHand = buckets.map((bucket) => {
      const moves = movesByHand(bucket.fromAt, bucket.toAt);
      const into = (stages: readonly string[]): number =>
        moves.filter((move) => stages.includes(move.to) && move.from !== '' && !stages.includes(move.from)).length;
      return {
        on: bucket.on,
        added: moves.filter((move) => move.from === '').length,
        reactivated: moves.filter((move) => move.isReactivation).length,
        cooled: into(roles.cooling),
        lost: into(roles.lost),
      };
    });
    expect(points).toEqual(byHand);
  });
});

describe('who changes next', () => {
  const days = bucketsOf({ from: '2026-01-01', to: '2026-01-30', size: 'day', zone });

  it('is counted by day from what the members are', async () => {
    const answer = await upcomingChanges(lens, { lifecycle, days });
    const due = members
      .flatMap((member) => member.stages.map((stage) => stage.nextAt ?? 0))
      .filter((at) => at >= nowAt && at < nowAt + 30 * dayMs);
    expect(answer.reduce((sum, day) => sum + day.members, 0)).toBe(due.length);
    expect(answer.every((day) => day.to === 'silent' && day.on >= '2026-01-01')).toBe(true);
  });

  it('in the past is who did change, into the stages asked for', async () => {
    const past = bucketsOf({ from: '2025-06-01', to: '2025-06-30', size: 'day', zone });
    const answer = await changesThatCame(lens, { lifecycle, days: past, stages: ['silent'] });
    const start = past[0]?.fromAt ?? 0;
    const byHand = timelines.filter((timeline) => {
      const next = timeline.fromAt.findIndex((at) => at >= start);
      return next > 0 && timeline.stages[next] === 'silent' && (timeline.fromAt[next] ?? 0) < start + 30 * dayMs;
    });
    expect(answer.reduce((sum, day) => sum + day.members, 0)).toBe(byHand.length);
  });
});

describe('the list of members', () => {
  async function all(sort: MemberSortField, direction: 'asc' | 'desc'): Promise<readonly ListedMember[]> {
    const items: ListedMember[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await listMembers(lens, {
        lifecycle,
        sort,
        direction,
        limit: 70,
        ...(cursor === undefined ? {} : { cursor }),
      });
      items.push(...page.items);
      if (page.nextCursor === null) return items;
      cursor = page.nextCursor;
    }
  }

  it('pages through everybody once in each order, those without a value last', async () => {
    for (const direction of ['asc', 'desc'] as const) {
      const items = await all('lastOrderAt', direction);
      expect(new Set(items.map((item) => item.id)).size).toBe(living.length);
      const values = items.map((item) => item.figures?.lastOrderAt ?? null);
      const known = values.filter((value) => value !== null);
      expect(values.slice(known.length).every((value) => value === null)).toBe(true);
      expect(known).toEqual(known.toSorted((a, b) => (direction === 'asc' ? a - b : b - a)));
    }
  });

  it('is narrowed by stage, store, spend, tag and next change', async () => {
    const filter = { lifecycle, stages: ['active', 'silent'], storeIds: ['s1'], spendMinor: { min: 500 } };
    const byHand = members.filter(
      (member) =>
        ['active', 'silent'].includes(member.stages[0]?.stage ?? '') &&
        storeOf.get(member.memberId) === 's1' &&
        member.metrics.netMinor >= 500,
    );
    expect(await countMembers(lens, filter)).toBe(byHand.length);
    expect(await countMembers(lens, { lifecycle, tags: ['vip', 'x'] })).toBe(
      members.filter((member) => member.tags.length > 0).length,
    );
    const soon = { lifecycle, nextStage: 'silent', nextChangeAt: { min: nowAt, max: nowAt + 7 * dayMs } };
    const due = members.filter((member) => (member.stages[0]?.nextAt ?? Infinity) <= nowAt + 7 * dayMs);
    expect(await countMembers(lens, soon)).toBe(due.length);
  });

  it('shows the store of the last purchase in one and the channel of the last purchase, whatever came when', async () => {
    const page = await listMembers(lens, { lifecycle, sort: 'spend', direction: 'desc', limit: 20 });
    expect(page.items.map((item) => item.storeId)).toEqual(page.items.map((item) => storeOf.get(item.id as MemberId)));
    expect(new Set(page.items.map((item) => item.channel))).toEqual(new Set(['web']));
  });

  it('shows stages as of a past day, and only who was a member then', async () => {
    const asOfAt = firstDayAt + 90 * dayMs;
    const past = { asOfAt, purchaseCountsWhen: 'placed' } as const;
    const page = await listMembers(lens, { lifecycle, past, sort: 'joinedAt', direction: 'asc', limit: 500 });
    expect(page.items.every((item) => item.figures === null)).toBe(true);
    const byHand = living.filter(({ timeline }) => stageAt(timeline, asOfAt) !== '');
    expect(page.items.length).toBe(byHand.length);
    expect(countBy(page.items.map((item) => item.stage))).toEqual(stagesByHand(asOfAt));
  });

  it('finds who moved in a period', async () => {
    const moved = { to: 'churned', fromAt: firstDayAt + 60 * dayMs, toAt: firstDayAt + 90 * dayMs };
    const ids = new Set(
      movesByHand(moved.fromAt, moved.toAt)
        .filter((move) => move.to === 'churned')
        .map((move) => move.id),
    );
    expect(await countMembers(lens, { lifecycle, moved })).toBe(ids.size);
  });

  it('refuses a cursor that it did not make', async () => {
    for (const cursor of ['x', 'bnVsbA', Buffer.from('["1; drop",""]').toString('base64url')]) {
      await expect(
        listMembers(lens, { lifecycle, sort: 'orders', direction: 'asc', limit: 5, cursor }),
      ).rejects.toThrow(RangeError);
    }
  });
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

describe('sales', () => {
  const january = { fromAt: firstDayAt, toAt: firstDayAt + 31 * dayMs };
  const february = { fromAt: january.toAt, toAt: january.toAt + 28 * dayMs };
  const options = { asOfAt: nowAt, purchaseCountsWhen: 'placed' } as const;

  it('join the facts of each order, leave out cancelled ones, and count who is known and who is not apart', async () => {
    expect(await salesOfPeriods(lens, { ...options, periods: [january, february] })).toEqual([
      { membersMinor: 1400, anonymousMinor: 150, refundsMinor: 0, membersOrders: 2, anonymousOrders: 2, buyers: 2 },
      { membersMinor: 0, anonymousMinor: 0, refundsMinor: 600, membersOrders: 0, anonymousOrders: 0, buyers: 0 },
    ]);
  });

  it('take what an order gives back as the fold does: never more than is left of it, nothing of a cancelled one', async () => {
    const march = { fromAt: firstDayAt + 100 * dayMs, toAt: firstDayAt + 200 * dayMs };
    const [sales] = await salesOfPeriods(lens, { ...options, periods: [march] });
    // c1 twice in whole, c2 by half and then in whole, c3 by more than it was, c4 given back before it was bought.
    expect(sales).toMatchObject({ membersMinor: 1000 + 400 + 300 + 200, refundsMinor: 1000 + 400 + 300 + 200 });
    const days = bucketsOf({ from: '2025-04-11', to: '2025-07-19', size: 'day', zone });
    const points = await salesSeries(lens, { ...options, buckets: days });
    expect(points.filter((point) => point.refundsMinor > 0).map((point) => point.refundsMinor)).toEqual([
      1000, 200, 200, 300, 200,
    ]);
  });

  it('count paid orders alone when the program says so', async () => {
    const [sales] = await salesOfPeriods(lens, { ...options, purchaseCountsWhen: 'paid', periods: [january] });
    expect(sales).toMatchObject({ membersMinor: 900, membersOrders: 1, anonymousMinor: 150 });
  });

  it('as of a day before the cancellation still hold the order', async () => {
    const [sales] = await salesOfPeriods(lens, { ...options, asOfAt: firstDayAt + 13 * dayMs, periods: [january] });
    expect(sales).toMatchObject({ membersMinor: 6400, anonymousOrders: 0 });
  });

  it('per day add up to the period', async () => {
    const buckets = bucketsOf({ from: '2025-01-01', to: '2025-01-31', size: 'day', zone });
    const points = await salesSeries(lens, { ...options, buckets });
    expect(points.length).toBe(31);
    expect(points.filter((point) => point.membersMinor > 0).map((point) => [point.on, point.membersMinor])).toEqual([
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

describe('buckets', () => {
  it('begin at midnight of the zone, weeks on Monday, months on the first, cut at the ends of the period', () => {
    const weeks = bucketsOf({ from: '2025-01-01', to: '2025-01-14', size: 'week', zone });
    expect(weeks.map((bucket) => bucket.on)).toEqual(['2025-01-01', '2025-01-06', '2025-01-13']);
    expect(weeks[0]?.fromAt).toBe(firstDayAt);
    expect(weeks.at(-1)?.toAt).toBe(firstDayAt + 14 * dayMs);
  });

  it('know days of 23 hours', () => {
    const [day] = bucketsOf({ from: '2025-03-30', to: '2025-03-30', size: 'day', zone: 'Europe/Berlin' });
    expect((day?.toAt ?? 0) - (day?.fromAt ?? 0)).toBe(23 * 3_600_000);
  });

  it('refuse an empty period and too many buckets', () => {
    expect(() => bucketsOf({ from: '2025-01-02', to: '2025-01-01', size: 'day', zone })).toThrow(RangeError);
    expect(() => bucketsOf({ from: '2020-01-01', to: '2025-01-01', size: 'day', zone })).toThrow(RangeError);
  });
});

// Stands last, because it adds a member.
describe('a shared card', () => {
  it('stands in no stage, now or then, whatever stages it had before it was known to be one', async () => {
    const model = living[0];
    if (model === undefined) throw new Error('a model is needed');
    const at = (model.timeline.fromAt[0] ?? 0) + 1;
    const past = { asOfAt: at, purchaseCountsWhen: 'placed' } as const;
    const moved = { fromAt: firstDayAt, toAt: nowAt };
    const count = async () => [
      await membersByStage(lens, { lifecycle, instants: [at, nowAt] }),
      await countMembers(lens, { lifecycle, past }),
      await countMembers(lens, { lifecycle, moved }),
    ];
    const before = await count();
    const memberId = '00000000-0000-7000-8000-00000000ffff' as MemberId;
    const target = createClickhouseLens(lens);
    await target.replaceTimelines(9, [{ ...model.timeline, memberId }]);
    const metrics = { ...model.member.metrics, facts: 50_001 };
    await target.replaceMembers(9, [{ ...model.member, memberId, metrics, stages: [] }]);
    expect(await count()).toEqual(before);
  });
});
