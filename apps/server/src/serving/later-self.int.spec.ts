import type { Client } from '@perennial/contracts/staff';
import { createDefaultProgram } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, startServedPlatform, started } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

/**
 * Whoever was erased and comes back with the telephone of before is somebody new: nothing leads from what she does then to what was
 * kept of her, nor back.
 */
let served: ServedPlatform;
let administrator: Client;

const phone = '+8613712340001';
const identities = { phone, email: 'zoe@mail.example', anonymous_id: 'browser-zoe' };
const order = (messageId: string, of: object) => ({
  messageId,
  type: 'order.paid',
  occurredAt: new Date(started - 3 * dayMs).toISOString(),
  identities: of,
  payload: { orderId: `order-${messageId}`, amountMinor: 1000, currency: 'CNY', lines: [] },
});

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator } = served);
});
afterAll(() => served.close());

async function memberOf(q: string): Promise<string | undefined> {
  const { items } = await administrator.members.search({ query: { q } });
  expect(items.length).toBeLessThan(2);
  return items[0]?.member.id;
}

async function erased(): Promise<string> {
  // Two who turn out to be one, so that there is a merge as well, and a refund that waited for its order.
  await served.send([
    { messageId: 'r1', type: 'order.refunded', payload: { orderId: 'order-1', refundId: 'r', amountMinor: 100 } },
    order('1', { phone }),
    order('2', { email: identities.email }),
    { messageId: '3', type: 'member.signed_in', identities },
    { messageId: '4', type: 'tag.added', identities, payload: { tag: 'zoe-likes-tea' } },
  ]);
  await served.caughtUp();
  const memberId = (await memberOf(phone)) ?? '';
  expect((await administrator.members.merges({ params: { memberId } })).items).toHaveLength(1);
  await administrator.members.erase({ params: { memberId }, body: { reason: 'asked by letter', confirm: memberId } });
  return memberId;
}

const statement = async (text: string) => (await served.platform.database.pool.query<{ text: string }>(text)).rows;

/** Everything that the stores hold of somebody, by her id and by every blind index that her facts bear. */
async function indexesOf(memberId: string): Promise<ReadonlySet<string>> {
  const rows = await statement(
    `select unnest(identities)::text as text from fact where member_id = '${memberId}'
      union select hash::text from identity where member_id = '${memberId}'
      union select unnest(identities || coalesce(undone_identities, '{}'))::text from merge_log
             where '${memberId}' in (survivor_id::text, absorbed_id::text)`,
  );
  return new Set(rows.map(({ text }) => text));
}

describe('who comes back after her erasure', () => {
  it('is somebody new, without a past, whom nothing leads to or from', async () => {
    const before = await erased();
    for (const q of [phone, identities.email, 'anonymous_id:browser-zoe']) expect(await memberOf(q)).toBeUndefined();
    const kept = await indexesOf(before);
    expect(kept.size).toBeGreaterThan(1);

    await served.send([
      order('5', { phone }),
      { messageId: '6', type: 'member.signed_in', identities },
      // Of an order of before, with nobody named: it is not hers.
      { messageId: 'r2', type: 'order.refunded', payload: { orderId: 'order-2', refundId: 'r', amountMinor: 100 } },
      // The same order told again by who comes back is hers from now on.
      order('7', { email: identities.email }),
    ]);
    await served.caughtUp();
    const after = (await memberOf(phone)) ?? '';
    expect(after).not.toBe('');
    expect(after).not.toBe(before);
    for (const q of [identities.email, 'anonymous_id:browser-zoe']) expect(await memberOf(q)).toBe(after);

    const profile = await administrator.members.get({ params: { memberId: after } });
    expect(profile.metrics).toContainEqual({ field: 'purchase.count', value: 2 });
    expect(profile.tags).toEqual([]);
    expect((await administrator.members.merges({ params: { memberId: after } })).items).toEqual([]);
    const { items } = await administrator.members.timeline({ params: { memberId: after }, query: { limit: 100 } });
    expect(items.filter(({ kind }) => kind === 'fact')).toHaveLength(3);
    expect(JSON.stringify([profile, items])).not.toContain(before);

    const now = await indexesOf(after);
    expect(now.size).toBe(3);
    expect([...now].filter((one) => kept.has(one))).toEqual([]);
    const links = await statement(
      `select merge_id::text as text from merge_log where '${after}' in (survivor_id::text, absorbed_id::text)
        union all select m.id::text from order_owner o join member m on m.id = o.member_id where m.status = 2`,
    );
    expect(links).toEqual([]);
  });
});

describe('what a program says tells of nobody', () => {
  it('stays in facts and decisions of who is erased; nothing of it stands in her rows', async () => {
    const documents = {
      ...createDefaultProgram(),
      'properties.json': {
        attributes: [{ name: 'level', personal: false }],
        properties: [{ type: 'gift.chosen', path: 'colour', personal: false }],
      },
    };
    const version = { documents, publishedAt: Date.now(), publishedBy: 'test', note: '', restores: null };
    await served.platform.programStore.publish(version);
    const who = { phone: '+8613712340002' };
    await served.send([
      {
        messageId: 'p1',
        type: 'member.registered',
        identities: who,
        payload: { attributes: { level: 'gold', motto: 'onward' } },
      },
      { messageId: 'p2', type: 'gift.chosen', identities: who, payload: { colour: 'red', wish: 'tea' } },
    ]);
    await served.caughtUp();
    const memberId = (await memberOf(who.phone)) ?? '';
    const attributes = { level: 'silver', motto: 'upward' };
    await administrator.members.setAttributes({ params: { memberId }, body: { attributes } });
    await administrator.members.erase({ params: { memberId }, body: { reason: 'asked', confirm: memberId } });
    const payloads = await statement(
      `select payload as text from fact where member_id = '${memberId}' and kind in (0, 4) order by position`,
    );
    expect(payloads.map(({ text }) => JSON.parse(text) as unknown)).toEqual([
      { attributes: { level: 'gold' } },
      { colour: 'red' },
      expect.objectContaining({
        registers: { writes: [expect.objectContaining({ name: 'level', value: 'silver' })] },
      }),
    ]);
    expect(await statement(`select name as text from member_attribute where member_id = '${memberId}'`)).toEqual([]);
  });
});
