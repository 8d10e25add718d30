import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
let memberId: string;
const phone = '+8613600136000';
const at = (daysAgo: number) => new Date(started - daysAgo * dayMs).toISOString();

interface Line {
  readonly productId: string;
  readonly name?: string;
  readonly quantity?: number;
  readonly amountMinor: number;
}

function bought(orderId: string, daysAgo: number, lines: readonly Line[]) {
  return {
    messageId: `buy-${orderId}`,
    type: 'order.paid',
    occurredAt: at(daysAgo),
    channel: 'shop',
    storeId: 's1',
    identities: { phone },
    payload: { orderId, currency: 'CNY', lines },
  };
}

const about = (
  type: string,
  daysAgo: number,
  payload: { readonly orderId: string; readonly [key: string]: unknown },
) => ({
  messageId: `${type}-${payload.orderId}`,
  type,
  occurredAt: at(daysAgo),
  identities: { phone },
  payload,
});

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator } = served);
  await administrator.reference.putStores({
    body: { items: [{ storeId: 's1', name: 'Bund store', region: '', channel: '' }] },
  });
  const blank = { categoryPath: [], brand: '', priceMinor: null, marginMinor: null };
  await administrator.reference.putProducts({
    body: {
      items: [
        { productId: 'mask', name: 'Mask of the catalogue', ...blank },
        { productId: 'serum', name: 'Serum of the catalogue', ...blank },
      ],
    },
  });
  await served.send([
    bought('n1', 40, [
      { productId: 'serum', name: 'Old serum', amountMinor: 5_000 },
      { productId: 'mask', quantity: 2, amountMinor: 2_000 },
    ]),
    bought('n2', 30, [
      { productId: 'serum', name: 'Serum 30 ml', amountMinor: 5_000 },
      { productId: 'sample', amountMinor: 0 },
    ]),
    bought('n3', 20, [{ productId: 'toner', quantity: 9, amountMinor: 900 }]),
    bought('n4', 18, [{ productId: 'toner', quantity: 9, amountMinor: 900 }]),
    bought('n5', 16, [{ productId: 'toner', quantity: 9, amountMinor: 900 }]),
    about('order.cancelled', 19, { orderId: 'n3' }),
    about('order.refunded', 17, { orderId: 'n4', amountMinor: 900, currency: 'CNY' }),
  ]);
  await served.caughtUp();
  const { items } = await administrator.members.search({ query: { q: phone } });
  memberId = items[0]?.member.id ?? '';
});
afterAll(() => served.close());

describe('what a member bought', () => {
  it('is called in her orders as they call it, else as the catalogue does, else by its id', async () => {
    const { items } = await administrator.members.orders({ params: { memberId } });
    const linesOf = (id: string) =>
      items.find(({ orderId }) => orderId === id)?.lines.map((one) => [one.name, one.quantity]);
    expect(linesOf('n1')).toEqual([
      ['Serum 30 ml', 1],
      ['Mask of the catalogue', 2],
    ]);
    expect(linesOf('n2')).toEqual([
      ['Serum 30 ml', 1],
      ['sample', 1],
    ]);
    expect(linesOf('n5')).toEqual([['toner', 9]]);
    expect(items.map(({ storeId, storeName }) => [storeId, storeName])).toEqual(Array(5).fill(['s1', 'Bund store']));
  });

  it('that she bought most often comes first, without what was cancelled, given back or given away', async () => {
    const { favourites, stores } = await administrator.members.get({ params: { memberId } });
    expect(favourites.map(({ name, orders, quantity }) => [name, orders, quantity])).toEqual([
      ['Serum 30 ml', 2, 2],
      ['toner', 1, 9],
      ['Mask of the catalogue', 1, 2],
    ]);
    expect(stores).toEqual([{ storeId: 's1', name: 'Bund store' }]);
  });

  it('counts as of a past day what had happened by then', async () => {
    const asked = { params: { memberId }, query: { asOf: at(17.5) } };
    const { favourites } = await administrator.members.get(asked);
    expect(favourites.map(({ productId, orders }) => [productId, orders])).toEqual([
      ['serum', 2],
      ['toner', 1],
      ['mask', 1],
    ]);
  });
});

describe('where it happened', () => {
  it('is named in the timeline, in lists and where she is searched for, by id where nobody named it', async () => {
    const { items } = await administrator.members.timeline({ params: { memberId } });
    const first = items.find(({ payload }) => JSON.stringify(payload).includes('n1'));
    expect(first).toMatchObject({ storeName: 'Bund store' });
    expect(first?.products.map(({ name }) => name)).toEqual(['Old serum', 'Mask of the catalogue']);
    const list = await administrator.members.list();
    expect(list.items.map(({ storeId, storeName }) => `${storeId}: ${storeName}`).toSorted()).toEqual([
      's1: Bund store',
      's1: Bund store',
      's2: s2',
    ]);
    const { items: found } = await administrator.members.search({ query: { q: phone } });
    expect(found[0]?.member.storeName).toBe('Bund store');
  });
});
