import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkCondition,
  createFieldCatalogue,
  createProblemList,
  facets,
  findRegisterField,
  lifecycleFields,
} from '@perennial/domain';
import type { ConditionUse, FactValue, MemberId } from '@perennial/domain';
import { openEmbeddedLens } from '../client/connect.ts';
import type { LensConnection } from '../client/lens-query.ts';
import { createClickhouseLens } from '../shipping/clickhouse-lens.ts';
import {
  bucketsOf,
  changesThatCame,
  countMembers,
  listMembers,
  membersByStage,
  stageMovements,
  stageMoves,
  stageNetFlows,
  stageSeries,
  upcomingChanges,
} from './index.ts';
import type { ListedMember, MemberSortField } from './index.ts';
import {
  createTestMembers,
  dayMs,
  firstDayAt,
  lifecycle,
  nowAt,
  shippedMember,
  shippedPlaces,
  shippedTimelines,
  stageAt,
} from '../testing/test-members.ts';

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
  const target = createClickhouseLens(lens, facets);
  await target.prepare();
  const stale = everybody.map(({ timeline }) => ({ ...timeline, fromAt: [firstDayAt], stages: ['wrong'] }));
  await target.putRows(1, shippedTimelines(stale));
  await target.putRows(2, shippedTimelines(everybody.map(({ timeline }) => timeline)));
  await target.replaceMembers(
    2,
    everybody.map(({ member }) => shippedMember(member)),
  );
  const places = everybody.map(({ member: { shard, memberId }, storeId }) => ({
    shard,
    memberId,
    storeId,
    channel: 'shop',
  }));
  const seen = (kind: 'purchase' | 'registration', at: number) => places.map((place) => ({ ...place, kind, at }));
  await target.putRows(2, shippedPlaces(seen('purchase', 20)));
  await target.putRows(3, shippedPlaces(seen('purchase', 10).map((place) => ({ ...place, storeId: 'older' }))));
  await target.putRows(
    4,
    shippedPlaces(seen('purchase', 30).map((place) => ({ ...place, storeId: '', channel: 'web' }))),
  );
  await target.putRows(
    5,
    shippedPlaces(seen('registration', 40).map((place) => ({ ...place, storeId: 'registered', channel: 'app' }))),
  );
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

  it('movements per month count the members who moved so', async () => {
    const buckets = bucketsOf({ from: '2025-02-01', to: '2025-06-30', size: 'month', zone });
    const roles = { cooling: ['silent', 'dormant'], lost: ['churned'] };
    const points = await stageMovements(lens, { lifecycle, buckets, roles });
    const byHand = buckets.map((bucket) => {
      const moves = movesByHand(bucket.fromAt, bucket.toAt);
      type Move = (typeof moves)[number];
      const count = (holds: (move: Move) => boolean): number => new Set(moves.filter(holds).map(({ id }) => id)).size;
      const into = (stages: readonly string[]): number =>
        count((move) => stages.includes(move.to) && move.from !== '' && !stages.includes(move.from));
      return {
        on: bucket.on,
        lastOn: bucket.lastOn,
        added: count((move) => move.from === ''),
        reactivated: count((move) => move.isReactivation),
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

  it('pages back the way it came, page by page, in each order', async () => {
    for (const direction of ['asc', 'desc'] as const) {
      const pageAt = (cursor: string | null) =>
        listMembers(lens, {
          lifecycle,
          sort: 'lastOrderAt',
          direction,
          limit: 70,
          ...(cursor === null ? {} : { cursor }),
        });
      const idsOf = ({ items }: { readonly items: readonly ListedMember[] }) => items.map(({ id }) => id);
      const forth = [await pageAt(null)];
      for (let next = forth[0]?.nextCursor; typeof next === 'string'; next = forth.at(-1)?.nextCursor)
        forth.push(await pageAt(next));
      const back = [];
      for (let before = forth.at(-1)?.previousCursor; typeof before === 'string'; before = back[0]?.previousCursor)
        back.unshift(await pageAt(before));
      expect(forth.length).toBeGreaterThan(2);
      expect(forth[0]?.previousCursor).toBeNull();
      expect(back.map(idsOf)).toEqual(forth.slice(0, -1).map(idsOf));
      expect(idsOf(await pageAt(back.at(-1)?.nextCursor ?? null))).toEqual(idsOf(forth.at(-1) ?? { items: [] }));
    }
  });

  it('shows the store of the last purchase in one and the channel of the last purchase, whatever came when', async () => {
    const page = await listMembers(lens, { lifecycle, sort: 'spend', direction: 'desc', limit: 20 });
    expect(page.items.map((item) => item.storeId)).toEqual(page.items.map((item) => storeOf.get(item.id as MemberId)));
    expect(new Set(page.items.map((item) => item.channel))).toEqual(new Set(['web']));
  });

  it('shows stages as of a past day, and only who was a member then', async () => {
    const asOfAt = firstDayAt + 90 * dayMs;
    const past = { asOfAt, purchaseCountsWhen: 'placed', numberSpaces: { spaces: [] } } as const;
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

  it('finds whom a net flow counts, those who stayed and those who were not there before included', async () => {
    const period = { fromAt: firstDayAt + 60 * dayMs, toAt: firstDayAt + 90 * dayMs };
    const alive = new Set(living.map(({ member }) => member.memberId));
    const ends = timelines.flatMap((timeline) =>
      alive.has(timeline.memberId)
        ? [`${stageAt(timeline, period.fromAt - 1)}>${stageAt(timeline, period.toAt - 1)}`]
        : [],
    );
    const counted = countBy(ends.filter((move) => move !== '>'));
    expect(Object.keys(counted).length).toBeGreaterThan(3);
    for (const [move, members_] of Object.entries(counted)) {
      const [from = '', to = ''] = move.split('>');
      const moved = { ...period, from, to, isNet: true };
      expect(await countMembers(lens, { lifecycle, moved }), move).toBe(members_);
    }
  });

  it('refuses a cursor that it did not make', async () => {
    for (const cursor of [
      'x',
      'bnVsbA',
      Buffer.from('["1; drop",""]').toString('base64url'),
      'WyIxIiwiYSIsImZvcnRoIl0',
    ]) {
      await expect(
        listMembers(lens, { lifecycle, sort: 'orders', direction: 'asc', limit: 5, cursor }),
      ).rejects.toThrow(RangeError);
    }
  });
});

describe('the list of members, narrowed by any condition', () => {
  const catalogue = createFieldCatalogue(
    lifecycleFields({ metrics: [], lifecycles: [{ id: lifecycle, name: { en: lifecycle, zh: lifecycle } }] }),
    findRegisterField,
  );

  function checked(value: FactValue, purpose: ConditionUse['purpose'] = 'list') {
    const problems = createProblemList();
    const node = checkCondition(value, { path: '', problems }, { catalogue, purpose });
    if (node === null) throw new Error(JSON.stringify(problems.problems));
    return { node, at: nowAt, zone };
  }
  const rule = (field: string, operator: string, value: FactValue = null) => ({ field, operator, value });
  const count = (condition: FactValue) => countMembers(lens, { lifecycle, condition: checked(condition) });
  const byHand = (holds: (member: (typeof members)[number]) => boolean) => members.filter(holds).length;

  it('holds for whom it holds', async () => {
    expect(await count(rule('purchase.count', '>=', 2))).toBe(byHand(({ metrics }) => metrics.orders >= 2));
    expect(await count(rule('purchase.last', 'null'))).toBe(byHand(({ metrics }) => metrics.lastOrderAt === null));
    expect(await count(rule('tag.vip', '!=', true))).toBe(byHand(({ tags }) => tags.length === 0));
    const inStage = (stage: string) => byHand(({ stages }) => stages[0]?.stage === stage);
    expect(await count(rule(`stage.${lifecycle}`, '=', 'silent'))).toBe(inStage('silent'));
    const changing = byHand(({ stages }) => (stages[0]?.nextAt ?? Infinity) < Date.parse('2026-01-08T00:00:00+08:00'));
    expect(await count(rule(`stage.${lifecycle}.changes`, 'before', '2026-01-08'))).toBe(changing);
    expect(await count(rule(`stage.${lifecycle}.next`, 'null'))).toBe(
      byHand(({ stages }) => stages[0]?.nextStage === ''),
    );
  });

  it('asks where she was seen, of those too who were seen nowhere', async () => {
    const inStore = byHand(({ memberId }) => storeOf.get(memberId) === 's1');
    expect(await count(rule('place.store', '=', 's1'))).toBe(inStore);
    expect(await count(rule('place.store', 'notIn', ['s1']))).toBe(members.length - inStore);
    expect(await count(rule('place.channel', 'null'))).toBe(0);
    const both = {
      combinator: 'or',
      not: true,
      rules: [rule('place.store', '=', 's1'), rule('purchase.count', '=', 0)],
    };
    const neither = byHand(({ memberId, metrics }) => storeOf.get(memberId) !== 's1' && metrics.orders > 0);
    expect(await count(both)).toBe(neither);
  });

  it('of stage, store and spend at once', async () => {
    const rules = [
      rule(`stage.${lifecycle}`, 'in', ['active', 'silent']),
      rule('place.store', '=', 's1'),
      rule('purchase.net_spend', '>=', 500),
    ];
    const holding = byHand(
      ({ memberId, stages, metrics }) =>
        ['active', 'silent'].includes(stages[0]?.stage ?? '') &&
        storeOf.get(memberId) === 's1' &&
        metrics.netMinor >= 500,
    );
    expect(holding).toBeGreaterThan(0);
    expect(await count({ combinator: 'and', rules })).toBe(holding);
  });

  it('of how far ahead the next change lies', async () => {
    const within = (days: number) =>
      byHand(({ stages }) => stages.some(({ nextAt }) => nextAt !== null && nextAt <= nowAt + days * dayMs));
    expect(within(7)).toBeGreaterThan(0);
    expect(await count(rule(`stage.${lifecycle}.days_left`, 'between', [0, 7]))).toBe(within(7));
    expect(await count(rule(`stage.${lifecycle}.days_left`, 'null'))).toBe(
      byHand(({ stages }) => stages[0]?.nextAt === null),
    );
  });

  it('goes together with moves, and pages', async () => {
    const stage = rule(`stage.${lifecycle}`, '=', 'active');
    const condition = checked({ combinator: 'and', rules: [rule('purchase.count', '>', 0), stage] });
    const moved = { from: '', fromAt: 0, toAt: nowAt };
    const page = await listMembers(lens, {
      lifecycle,
      condition,
      moved,
      sort: 'spend',
      direction: 'desc',
      limit: 500,
    });
    expect(page.items.length).toBe(
      byHand(({ metrics, stages }) => metrics.orders > 0 && stages[0]?.stage === 'active'),
    );
  });

  it('is of then as of a past day', async () => {
    const asOfAt = firstDayAt + 90 * dayMs;
    const past = { asOfAt, purchaseCountsWhen: 'placed', numberSpaces: { spaces: [] } } as const;
    const countThen = (value: FactValue) =>
      countMembers(lens, { lifecycle, past, condition: checked(value, 'pastList') });
    const then = stagesByHand(asOfAt);
    expect(await countThen(rule(`stage.${lifecycle}`, '=', 'silent'))).toBe(then['silent']);
    const everybodyThen = Object.values(then).reduce((sum, own) => sum + own, 0);
    // No facts of theirs are in this lens, so nobody had bought, carried a tag or been seen anywhere.
    expect(await countThen(rule('purchase.count', '=', 0))).toBe(everybodyThen);
    expect(await countThen(rule('tag.vip', '=', true))).toBe(0);
    expect(await countThen(rule('place.store', 'null'))).toBe(everybodyThen);
    expect(await countThen(rule('member.joined', 'before', '2025-02-01'))).toBe(
      timelines.filter(({ fromAt }) => (fromAt[0] ?? 0) < Date.parse('2025-02-01T00:00:00+08:00')).length,
    );
  });

  it('is refused of then over what is known of now alone', () => {
    for (const field of ['purchase.returns', 'interaction.last', 'consent.sms'])
      expect(() =>
        checked(rule(field, field.endsWith('last') ? 'null' : '=', field.startsWith('c') ? true : 1), 'pastList'),
      ).toThrow('condition.field_without_past');
  });
});

// Stands last, because it adds a member.
describe('a shared card', () => {
  it('stands in no stage, now or then, whatever stages it had before it was known to be one', async () => {
    const model = living[0];
    if (model === undefined) throw new Error('a model is needed');
    const at = (model.timeline.fromAt[0] ?? 0) + 1;
    const past = { asOfAt: at, purchaseCountsWhen: 'placed', numberSpaces: { spaces: [] } } as const;
    const moved = { fromAt: firstDayAt, toAt: nowAt };
    const count = async () => [
      await membersByStage(lens, { lifecycle, instants: [at, nowAt] }),
      await countMembers(lens, { lifecycle, past }),
      await countMembers(lens, { lifecycle, moved }),
    ];
    const before = await count();
    const memberId = '00000000-0000-7000-8000-00000000ffff' as MemberId;
    const target = createClickhouseLens(lens, facets);
    await target.putRows(9, shippedTimelines([{ ...model.timeline, memberId }]));
    const metrics = { ...model.member.metrics, facts: 50_001 };
    await target.replaceMembers(9, [shippedMember({ ...model.member, memberId, metrics, stages: [] })]);
    expect(await count()).toEqual(before);
  });
});
