import type { Client } from '@perennial/contracts/staff';
import type { FactValue } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

/*
 * What the lens says of members whose merge was undone. Facts never move: those that came meanwhile, by an identity of the one who was taken in,
 * stand in the survivor's log and are not hers.
 */

let served: ServedPlatform;
let administrator: Client;
const ann = { email: 'ann@example.com' };
const cora = { email: 'cora@example.com' };
const bea = { phone: '+8613822220001', email: 'bea@example.com' };

let serial = 0;
const at = (daysAgo: number) => new Date(started - daysAgo * dayMs).toISOString();
function told(identities: object, daysAgo: number, { type = 'page.viewed', payload = {} } = {}) {
  serial += 1;
  return { messageId: `m${serial}`, type, occurredAt: at(daysAgo), identities, payload };
}
const bought = (identities: object, daysAgo: number, amountMinor: number) =>
  told(identities, daysAgo, {
    type: 'order.paid',
    payload: { orderId: `own ${daysAgo}`, amountMinor, currency: 'CNY', lines: [] },
  });

async function idOf(q: string): Promise<string> {
  const { items } = await administrator.members.search({ query: { q } });
  expect(items, q).toHaveLength(1);
  return items[0]?.member.id ?? '';
}

const viewed = (least: number): FactValue => ({
  did: 'fact',
  type: 'page.viewed',
  where: null,
  window: null,
  measure: 'count',
  operator: '>=',
  value: least,
});
const orders = (least: number): FactValue => ({
  did: 'bought',
  where: null,
  window: null,
  measure: 'orders',
  operator: '>=',
  value: least,
});

/** Who the list says is in, which the lens answers, beside what her own log says of each. */
async function whoIs(condition: FactValue, ids: readonly string[]): Promise<readonly string[]> {
  const { items } = await administrator.members.list({ query: { who: JSON.stringify(condition) } });
  const found = items.map(({ id }) => id).filter((id) => ids.includes(id));
  const explained = await Promise.all(
    ids.map(async (memberId) => {
      const { isIn } = await administrator.segments.explain({ body: { memberId, condition } });
      return isIn ? [memberId] : [];
    }),
  );
  expect(found.toSorted(), JSON.stringify(condition)).toEqual(explained.flat().toSorted());
  return found;
}

const net = async (memberId: string) =>
  (await administrator.members.get({ params: { memberId } })).metrics.find(
    ({ field }) => field === 'purchase.net_spend',
  )?.value;

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator } = served);
  await served.send([told(ann, 50), told(bea, 49), told(bea, 48), bought(ann, 47, 1000), bought(bea, 46, 2000)]);
  await served.caughtUp();
});
afterAll(() => served.close());

describe('members whose merge was undone', () => {
  let survivor: string;
  let other: string;
  let mergeId: string;

  it('are one in every question while they are merged', async () => {
    [survivor, other] = [await idOf(ann.email), await idOf(bea.email)];
    const params = { memberId: survivor };
    ({ mergeId } = await administrator.members.merge({ params, body: { absorb: other, reason: 'one person' } }));
    // Ann looks once more, and Bea three times, twice by her address, and buys and carries a tag.
    await served.send([told(ann, 20), told(bea, 19), told({ email: bea.email }, 18), told({ email: bea.email }, 17)]);
    await served.send([bought(bea, 16, 4000), told(bea, 15, { type: 'tag.added', payload: { tag: 'gold' } })]);
    await served.caughtUp();
    expect(await whoIs(viewed(7), [survivor])).toEqual([survivor]);
    expect(await whoIs(viewed(8), [survivor])).toEqual([]);
    expect(await whoIs(orders(3), [survivor])).toEqual([survivor]);
  });

  it('are asked about by what is theirs, wherever it stands', async () => {
    const params = { memberId: survivor, mergeId };
    await administrator.members.undoMerge({ params, body: { reason: 'two after all' } });
    await served.send([told(bea, 2), told(ann, 1)]);
    await served.caughtUp();
    const both = [survivor, other];
    expect(await whoIs(viewed(3), both)).toHaveLength(2);
    expect(await whoIs(viewed(4), both)).toEqual([other]);
    expect(await whoIs(viewed(6), both)).toEqual([other]);
    expect(await whoIs(viewed(7), both)).toEqual([]);
    expect(await whoIs(orders(2), both)).toEqual([other]);
  });

  it('bring the sales that they bring, and carry their tags also on a day between', async () => {
    expect([await net(survivor), await net(other)]).toEqual([1000, 6000]);
    const condition = JSON.stringify({
      combinator: 'and',
      rules: [
        { field: 'tag.gold', operator: '=', value: true },
        { field: 'purchase.count', operator: '>=', value: 2 },
      ],
    });
    const asOf = at(10);
    const { items } = await administrator.members.list({ query: { condition, asOf } });
    expect(items.map(({ id }) => id)).toEqual([other]);
  });

  it('take with them what was given back to them, where somebody else takes them in', async () => {
    await served.send([told(cora, 3), bought(cora, 2, 8000)]);
    await served.caughtUp();
    const third = await idOf(cora.email);
    const params = { memberId: third };
    await administrator.members.merge({ params, body: { absorb: other, reason: 'one person, really' } });
    await served.caughtUp();
    expect(await whoIs(viewed(7), [survivor, third])).toEqual([third]);
    expect(await whoIs(viewed(8), [survivor, third])).toEqual([]);
    expect(await whoIs(orders(3), [survivor, third])).toEqual([third]);
  });
});
