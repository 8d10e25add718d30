import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkCondition,
  createFieldCatalogue,
  createProblemList,
  findRegisterField,
  lifecycleFields,
} from '@perennial/domain';
import type { ConditionUse, FactValue, MemberId } from '@perennial/domain';
import type { LensConnection } from '../client/lens-query.ts';
import { countMembers, listMembers } from './index.ts';
import type { ListedMember, MemberSortField } from './index.ts';
import { dayMs, firstDayAt, lifecycle, nowAt, stageAt } from '../testing/test-members.ts';
import {
  zone,
  living,
  timelines,
  members,
  storeOf,
  openFilledLens,
  countBy,
  stagesByHand,
  movesByHand,
} from './testing/filled-lens.ts';
import type { FilledLens } from './testing/filled-lens.ts';

let lens: LensConnection;
let close: FilledLens['close'];

beforeAll(async () => {
  ({ lens, close } = await openFilledLens());
});
afterAll(() => close());

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
