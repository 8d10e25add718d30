import type { Client } from '@perennial/contracts/staff';
import type { FactValue } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeOf, dayMs, phone, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
let memberId: string;
let serial = 0;

const ago = (days: number) => new Date(started - days * dayMs).toISOString();

function told(
  type: string,
  daysAgo: number,
  parts: { readonly to?: string; readonly storeId?: string; readonly payload: object },
) {
  serial += 1;
  const { to = phone, storeId = '', payload } = parts;
  return {
    messageId: `past-${serial}`,
    type,
    occurredAt: ago(daysAgo),
    channel: storeId === '' ? 'web' : 'shop',
    storeId,
    identities: { phone: to },
    payload,
  };
}

/** Placed at 500.00, paid at 400.00 a day later, given back in part, then cancelled; a tag that came and went; a move of stores. */
const later = [
  told('order.placed', 100, { payload: { orderId: 'x', amountMinor: 50_000 }, storeId: 's9' }),
  told('order.paid', 99, { payload: { orderId: 'x', amountMinor: 40_000 }, storeId: 's9' }),
  told('order.refunded', 98, { payload: { orderId: 'x', refundId: 'r', amountMinor: 10_000 } }),
  told('order.cancelled', 97, { payload: { orderId: 'x' } }),
  told('tag.added', 96, { payload: { tag: 'past' } }),
  told('tag.removed', 95, { payload: { tag: 'past' } }),
  told('attributes.changed', 300, { payload: { attributes: { level: 'silver' } } }),
  told('attributes.changed', 50, { payload: { attributes: { level: 'gold' } } }),
];

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator, memberId } = served);
  await served.send(later);
  await served.caughtUp();
});
afterAll(() => served.close());

async function rowAt(daysAgo: number) {
  const { items } = await administrator.members.list({ query: { asOf: ago(daysAgo) } });
  return items.find((row) => row.id === memberId);
}

describe('a list of members as of a past instant', () => {
  it('shows orders and spend by what had happened by then, and so does the member herself', async () => {
    const expected: readonly (readonly [daysAgo: number, orders: number, spendMinor: number])[] = [
      [385, 1, 12_300],
      [99.5, 3, 74_600],
      [97.5, 3, 54_600],
      [96.5, 2, 24_600],
      [10, 3, 36_900],
    ];
    for (const [daysAgo, orders, spendMinor] of expected) {
      expect(await rowAt(daysAgo), `${daysAgo} days ago`).toMatchObject({ orders, spendMinor });
      const profile = await administrator.members.get({ params: { memberId }, query: { asOf: ago(daysAgo) } });
      const metrics = new Map(profile.metrics.map(({ field, value }) => [field, value]));
      expect([metrics.get('purchase.count'), metrics.get('purchase.net_spend')]).toEqual([orders, spendMinor]);
    }
    expect(await rowAt(399)).toMatchObject({ orders: 0, spendMinor: 0, firstOrderAt: null, lastOrderAt: null });
    expect(await rowAt(97.5)).toMatchObject({ firstOrderAt: ago(390), lastOrderAt: ago(100) });
  });

  it('shows the tags, the attributes and the store of then', async () => {
    expect(await rowAt(95.5)).toMatchObject({ tags: ['past'], storeId: 's9' });
    expect(await rowAt(94)).toMatchObject({ tags: [], storeId: 's9' });
    expect(await rowAt(101)).toMatchObject({ tags: [], storeId: 's1' });
    const levelAt = async (daysAgo: number) => {
      const profile = await administrator.members.get({ params: { memberId }, query: { asOf: ago(daysAgo) } });
      return profile.attributes.find(({ name }) => name === 'level')?.value;
    };
    expect([await levelAt(310), await levelAt(200), await levelAt(10)]).toEqual([undefined, 'silver', 'gold']);
  });

  it('filters and sorts by the figures of then, never by those of now', async () => {
    const at = async (daysAgo: number, query: object) => {
      const answer = await administrator.members.list({ query: { asOf: ago(daysAgo), ...query } });
      expect(answer.items).toHaveLength(answer.count);
      return answer.items.map((row) => row.id === memberId);
    };
    const rule = (field: string, operator: string, value: FactValue) => ({
      condition: JSON.stringify({ field, operator, value }),
    });
    expect(await at(99.5, rule('purchase.net_spend', 'between', [74_600, 74_600]))).toEqual([true]);
    expect(await at(96.5, rule('purchase.net_spend', '>=', 24_601))).toEqual([]);
    expect(await at(385, rule('purchase.count', '>=', 2))).toEqual([]);
    expect(await at(385, rule('purchase.count', '<=', 1))).toEqual([true]);
    expect(await at(95.5, rule('tag.past', '=', true))).toEqual([true]);
    expect(await at(94, rule('tag.past', '=', true))).toEqual([]);
    expect(await at(10, rule('place.store', '=', 's9'))).toEqual([]);
    expect(await at(1, { sort: 'spend', direction: 'desc' })).toEqual([true, false]);
    expect(await at(1, rule('purchase.last', 'onOrAfter', ago(6).slice(0, 10)))).toEqual([false]);
  });

  it('pages through figures of then, with the whole count on each page', async () => {
    const query = { asOf: ago(1), sort: 'spend', limit: 1 } as const;
    const first = await administrator.members.list({ query });
    const second = await administrator.members.list({ query: { ...query, cursor: first.nextCursor ?? '' } });
    expect([first.count, second.count, second.nextCursor]).toEqual([2, 2, null]);
    expect([first.items[0]?.id === memberId, second.items[0]?.id === memberId]).toEqual([true, false]);
  });

  it('is downloaded with the figures of then', async () => {
    const query = { asOf: ago(99.5), sort: 'spend', form: 'raw' } as const;
    const csv = await (await administrator.members.download({ query })).text();
    const [header = '', row = '', ...rest] = csv.split('\r\n');
    const cells = Object.fromEntries(header.split(',').map((name, index) => [name, row.split(',')[index]]));
    expect(cells).toMatchObject({ member_id: memberId, orders: '3', spend_minor: '74600', last_order_at: ago(100) });
    expect(rest).toEqual(['']);
  });

  it('says that it is history, and nobody is in it before the first fact', async () => {
    expect(await administrator.members.list({ query: { asOf: ago(1) } })).toMatchObject({ isHistory: true, count: 2 });
    const before = await administrator.members.list({
      query: {
        asOf: '2001-01-01',
        condition: JSON.stringify({ field: 'purchase.net_spend', operator: '>=', value: 0 }),
      },
    });
    expect(before).toMatchObject({ isHistory: true, count: 0, items: [], nextCursor: null });
    const profile = await administrator.members.get({ params: { memberId }, query: { asOf: '2001-01-01' } });
    expect(profile.stages).toEqual([]);
    expect(profile.metrics).toContainEqual({ field: 'purchase.count', value: 0 });
  });

  it('takes the future to be now, and refuses what is no day', async () => {
    const future = await administrator.members.list({ query: { asOf: '2999-01-01' } });
    const now = await administrator.members.list();
    expect(future.isHistory).toBe(false);
    expect(future.items).toEqual(now.items);
    for (const asOf of ['2011-02-30', 'yesterday', '2011-12-09T25:00:00Z', '0'])
      expect(await codeOf(administrator.members.list({ query: { asOf } })), asOf).toBe('request.invalid');
  });
});

describe('two members whose merge was taken back', () => {
  it('are filtered by the facts that are their own now', async () => {
    const [to, email] = ['+8613900001111', 'split@example.com'];
    const sent = (identities: object, daysAgo: number, id: string) => ({
      ...told('order.paid', daysAgo, { payload: { orderId: id, amountMinor: 1_000 } }),
      identities,
    });
    await served.send([sent({ phone: to }, 220, 's1'), sent({ email }, 210, 's2')]);
    await served.send([sent({ phone: to, email }, 200, 's3')]);
    await served.send([sent({ email }, 190, 's4'), sent({ email }, 185, 's5')]);
    const idOf = async (q: string) => (await administrator.members.search({ query: { q } })).items[0]?.member.id ?? '';
    const survivor = await idOf(to);
    const [merge] = (await administrator.members.merges({ params: { memberId: survivor } })).items;
    const undo = { params: { memberId: survivor, mergeId: merge?.id ?? '' }, body: { reason: 'two people' } };
    await administrator.members.undoMerge(undo);
    const [byPhone, byMail] = [await idOf(to), await idOf(email)];
    expect(byPhone).not.toBe(byMail);
    const listed = async (value: number) => {
      const condition = JSON.stringify({ field: 'purchase.count', operator: '=', value });
      return (await administrator.members.list({ query: { asOf: ago(180), condition } })).items.map((row) => row.id);
    };
    await vi.waitFor(
      async () => {
        const found = [await listed(3), await listed(2)];
        expect(found[0]).toContain(byMail);
        expect(found[1]?.filter((id) => id === byPhone || id === byMail)).toEqual([byPhone]);
      },
      { timeout: 60_000, interval: 500 },
    );
  });
});
