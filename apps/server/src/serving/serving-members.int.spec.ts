import { ApiError } from '@perennial/contracts';
import type { Client } from '@perennial/contracts/staff';
import type { FactValue } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, dayMs, phone, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
let memberId: string;

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator, memberId } = served);
});
afterAll(() => served.close());

type Effect = Awaited<ReturnType<Client['members']['timeline']>>['items'][number]['effects'][number];

function moveOf({ payload, cause }: Effect): string {
  const { from, to } = payload as { readonly from: string; readonly to: string };
  return `${from} > ${to}: ${cause.turned.map(({ field, resolved }) => `${field} ${JSON.stringify(resolved)}`).join()}`;
}

describe('a served platform', () => {
  it('is ready: both stores and the fold answer', async () => {
    const answer = await fetch(`${served.address}/health/ready`);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ready', checks: { postgres: true, clickhouse: true, fold: true, writing: true } },
    ]);
  });

  it('measures facts, folds, lags and store sizes', async () => {
    const text = await (await fetch(`${served.address}/metrics`)).text();
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

  it('names what made each move: the fact of its instant, or time by the rule that it turned', async () => {
    const now = await administrator.members.explain({ params: { memberId } });
    expect(now.lifecycles[0]?.cause).toEqual({ kind: 'fact', type: 'order.paid', turned: [] });
    const asOf = new Date(started - 100 * dayMs).toISOString().slice(0, 10);
    const then = (await administrator.members.explain({ params: { memberId }, query: { asOf } })).lifecycles[0];
    const lastOrderAt = new Date(started - 380 * dayMs).toISOString();
    const turned = { field: 'purchase.last', operator: 'within', resolved: 180, actual: lastOrderAt, isTrue: false };
    expect(then).toMatchObject({
      stage: 'dormant',
      since: new Date(started - 200 * dayMs).toISOString(),
      cause: { kind: 'time', type: null, turned: [turned] },
    });
    const { items } = await administrator.members.stages({ params: { memberId } });
    expect(items.map(({ stage, causeKind, causeType }) => [stage, causeKind, causeType])).toEqual(
      expect.arrayContaining([
        ['active', 'fact', 'order.paid'],
        ['potential', 'fact', 'member.registered'],
      ]),
    );
    for (const { stage, from, cause } of items) {
      expect(cause?.kind, stage).toBe(['silent', 'dormant'].includes(stage) ? 'time' : 'fact');
      if (cause?.kind === 'time')
        expect(cause.turned.map(({ actual }) => typeof actual === 'string' && actual < from)).toEqual([true]);
    }
    for (const { causeKind, causeType, causeOccurredAt } of items)
      expect([causeType === null, causeOccurredAt === null]).toEqual([causeKind !== 'fact', causeKind !== 'fact']);
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

  it('tells moves that time made at their own instants, with the rule, and none of them under an order', async () => {
    const days = (instant: string) => Math.round((Date.parse(instant) - started) / dayMs);
    const { items } = await administrator.members.timeline({ params: { memberId } });
    const byTime = items.filter(({ kind }) => kind === 'wake');
    expect(byTime.map(({ occurredAt, effects }) => [days(occurredAt), effects.map(moveOf)])).toEqual([
      [-200, ['silent > dormant: purchase.last 180']],
      [-290, ['active > silent: purchase.last 90']],
    ]);
    for (const item of items)
      for (const effect of item.effects) expect(effect.occurredAt, item.type).toBe(item.occurredAt);
    const asOf = new Date(started - 250 * dayMs).toISOString();
    const then = await administrator.members.timeline({ params: { memberId }, query: { asOf } });
    expect(then.items).toEqual(items.filter(({ occurredAt }) => occurredAt <= asOf));
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

  it('takes any identity of a member where a path names her, whole and of the stated type', async () => {
    for (const reference of [`phone:${phone}`, 'phone:138 0013 8000', 'email:MEI@example.com', memberId.toUpperCase()])
      expect((await administrator.members.get({ params: { memberId: reference } })).id, reference).toBe(memberId);
    const params = { memberId: `phone:${phone}`, tag: 'by phone' };
    expect((await administrator.members.addTag({ params })).tags).toEqual(['by phone']);
    expect((await administrator.members.removeTag({ params })).tags).toEqual([]);
    for (const reference of ['phone:+8613700137000', 'phone:8000', `email:${phone}`, 'external_id:shop:42', 'phone:x'])
      expect(await codeOf(administrator.members.get({ params: { memberId: reference } })), reference).toBe(
        'member.not_found',
      );
    expect(await codeOf(administrator.members.get({ params: { memberId: phone } }))).toBe('request.invalid');
  });

  it('writes down the member, and nowhere the identity that named her', async () => {
    const body = { reason: 'called from a new number' };
    await administrator.members.reveal({ params: { memberId: `phone:${phone}` }, body });
    const unknown = administrator.members.reveal({ params: { memberId: 'phone:+8613700137000' }, body });
    expect(await codeOf(unknown)).toBe('member.not_found');
    const { items } = await administrator.audit.list({ query: { action: 'member.revealed', limit: 2 } });
    expect(items.map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ['phone', 'refused'],
      [memberId, 'done'],
    ]);
    expect(served.log.join('\n')).not.toMatch(/13800138000|13700137000/);
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
    const fresh = await administrator.members.list({
      query: { condition: JSON.stringify({ field: 'stage.main', operator: '=', value: 'new' }) },
    });
    expect(fresh.items.map((row) => row.orders)).toEqual([1]);
    const back = await administrator.members.list({ query: { isReactivation: 'true' } });
    expect(back.items.map((row) => row.id)).toEqual([memberId]);
    const csv = await (await administrator.members.download({ query: { sort: 'orders' } })).text();
    expect(csv.split('\r\n')).toHaveLength(4);
    expect(csv).not.toContain('13800138000');
    expect(await codeOf(administrator.members.list({ query: { cursor: 'bm9uc2Vuc2U' } }))).toBe(
      'request.cursor_invalid',
    );
  });
});

describe('a list that is asked for wrongly', () => {
  const rule = (field: string, operator: string, value: FactValue) => ({ field, operator, value });
  const count = rule('purchase.count', '>=', 1);
  const nested = (depth: number): FactValue =>
    depth === 0 ? count : { combinator: 'and', rules: [nested(depth - 1)] };

  async function problemOf(condition: FactValue, asOf?: string) {
    const query = { condition: JSON.stringify(condition), ...(asOf === undefined ? {} : { asOf }) };
    const error: unknown = await administrator.members.list({ query }).catch((thrown: unknown) => thrown);
    if (!(error instanceof ApiError)) throw new Error('a refusal is expected');
    const { code, status, errors } = error.problem;
    return [code, status, JSON.stringify(errors)];
  }

  it.each<[string, FactValue, string]>([
    ['a field that there is not', rule('purchase.sum', '=', 1), '/condition#field","message":"There is no field'],
    [
      'a value of another type',
      rule('purchase.count', '>=', '3'),
      '/condition#value","message":"A number is expected here.',
    ],
    ['an operator of another type', rule('purchase.last', '>', 3), 'purchase.last takes within'],
    ['groups too deep', nested(6), 'Groups may be nested 5 deep.'],
    ['too many rules', { combinator: 'or', rules: Array.from({ length: 65 }, () => count) }, '64'],
    ['no condition', 3, 'A rule or a group of rules is expected here.'],
  ])('is refused for %s, naming the place', async (_name, condition, message) => {
    expect(await problemOf(condition)).toEqual(['members.condition_invalid', 422, expect.stringContaining(message)]);
  });

  it('is refused of a past instant for what is known of now alone', async () => {
    const condition = rule('purchase.returns', '>', 0);
    expect(await problemOf(condition, day(3))).toEqual([
      'members.condition_invalid',
      422,
      expect.stringContaining('purchase.returns is known to lists for the present only.'),
    ]);
    expect((await administrator.members.list({ query: { condition: JSON.stringify(condition) } })).count).toBe(0);
  });

  it('is refused for parameters that it does not take, instead of listing everybody', async () => {
    const unknown: readonly object[] = [{ tag: 'vip' }, { spendMin: 1 }];
    for (const query of unknown) {
      expect(await codeOf(administrator.members.list({ query }))).toBe('request.invalid');
      expect(await codeOf(administrator.members.download({ query }))).toBe('request.invalid');
    }
  });
});

const day = (daysAgo: number) => new Date(started - daysAgo * dayMs).toISOString().slice(0, 10);

describe('the overview', () => {
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
      membersGrossMinor: 24_600,
      anonymousGrossMinor: 12_300,
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
    const staff = served.clientWith(await served.signInByLink(link.url));
    expect((await staff.members.list()).items.map((row) => row.storeId)).toEqual(['s2']);
    const inStores = async (operator: string, value: FactValue) =>
      (await staff.members.list({ query: { condition: JSON.stringify({ field: 'place.store', operator, value }) } }))
        .count;
    expect(await inStores('in', ['s1', 's2'])).toBe(1);
    expect(await inStores('=', 's1')).toBe(0);
    expect(await inStores('!=', 's2')).toBe(0);
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
    const byPhone = { params: { memberId: `phone:${phone}` } };
    expect(await codeOf(staff.members.get(byPhone))).toBe('member.not_found');
    expect(await codeOf(staff.overview.stages())).toBe('auth.forbidden');
  });
});
