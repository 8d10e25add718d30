import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, settled, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator } = served);
});
afterAll(() => served.close());

let serial = 0;

function order(identities: object): object {
  serial += 1;
  const payload = { orderId: `stranger-${serial}`, amountMinor: 1_000, currency: 'CNY', lines: [] };
  const occurredAt = new Date(started - serial * 60_000).toISOString();
  return { messageId: `stranger-${serial}`, type: 'order.paid', occurredAt, channel: 'shop', identities, payload };
}

async function memberOf(q: string): Promise<string> {
  const { items } = await administrator.members.search({ query: { q } });
  expect(items, q).toHaveLength(1);
  return items[0]?.member.id ?? '';
}

async function orderCountOf(memberId: string): Promise<unknown> {
  const { metrics } = await administrator.members.get({ params: { memberId } });
  return metrics.find(({ field }) => field === 'purchase.count')?.value;
}

const reason = 'asked for';
const counter = 'counter@mall.example';
const till = (n: number) => `external_id:market:C${n}`;

describe('an address that is on a dozen cards', () => {
  it('takes no order away from a card, and each refusal says why', async () => {
    for (let n = 0; n < 12; n += 1) await served.send([order({ 'external_id:market': `C${n}`, email: counter })]);
    await served.caughtUp();
    const members = await Promise.all(Array.from({ length: 12 }, (_, n) => memberOf(till(n))));
    const own = members.slice(5);
    expect(new Set(members).size).toBe(8);
    expect(new Set(own).size).toBe(7);
    for (const memberId of own) {
      const { items } = await administrator.members.orders({ params: { memberId } });
      expect(items).toHaveLength(1);
      const merges = await administrator.members.merges({ params: { memberId } });
      expect(merges.items).toMatchObject([
        { kind: 'refused', reason: 'limit', identityType: 'email', absorbedId: members[0], canUndo: false },
      ]);
    }
    const refused = await administrator.members.merges({ params: { memberId: members[0] ?? '' } });
    expect(refused.items.filter(({ kind }) => kind === 'refused')).toHaveLength(7);
  });

  it('is suggested for blocking, masked, with its holder and how often it was refused', async () => {
    const { items } = await administrator.identities.shared();
    expect(items).toMatchObject([{ type: 'email', holderId: await memberOf(till(0)), refusedCount: 7 }]);
    expect(items[0]?.value).toBe('c•••@mall.example');
  });

  it('identifies nobody once it is blocked, for good under its key, until it is blocked no longer', async () => {
    const [shared] = (await administrator.identities.shared()).items;
    const body = { identity: shared?.id ?? '', reason };
    const blocked = await administrator.identities.block({ body, idempotencyKey: 'block' });
    expect(blocked).toEqual({ id: shared?.id, holderId: shared?.holderId });
    expect(await administrator.identities.block({ body, idempotencyKey: 'block' })).toEqual(blocked);
    expect(await codeOf(administrator.identities.block({ body }))).toBe('identity.blocked_already');
    expect((await administrator.identities.shared()).items).toEqual([]);
    const list = await administrator.identities.blocked({ query: {} });
    expect(list.items).toMatchObject([{ id: shared?.id, type: 'email', value: 'c•••@mall.example', reason }]);
    expect((await administrator.members.search({ query: { q: counter } })).items).toEqual([]);
    await served.send([order({ 'external_id:market': 'C12', email: counter }), order({ email: counter })]);
    await served.caughtUp();
    expect(await memberOf(till(12))).not.toBe(shared?.holderId);
    const holder = await administrator.members.get({ params: { memberId: shared?.holderId ?? '' } });
    expect(holder.identities.map(({ type }) => type)).not.toContain('email');

    const again = { identity: `email:${counter.toUpperCase()}`, reason };
    const freed = await administrator.identities.unblock({ body: again, idempotencyKey: 'unblock' });
    expect(await administrator.identities.unblock({ body: again, idempotencyKey: 'unblock' })).toEqual(freed);
    expect(await codeOf(administrator.identities.unblock({ body }))).toBe('identity.not_blocked');
    expect((await administrator.identities.blocked({ query: {} })).items).toEqual([]);
  });

  it('is blocked before anybody carries it, but a placeholder is always', async () => {
    const block = (identity: string) => administrator.identities.block({ body: { identity, reason } });
    expect(await block('phone:13800001111')).toMatchObject({ holderId: null });
    expect(await codeOf(block('email:no-reply@mall.example'))).toBe('identity.blocked_already');
    expect(await codeOf(block('phone:hello'))).toBe('identity.not_found');
    expect(await codeOf(block('neither'))).toBe('request.invalid');
  });
});

describe('a telephone number that was given to somebody else', () => {
  const [number, mail] = ['+8613911112222', 'owner@mall.example'];
  let ownerId: string;

  it('is taken off the member by a command with a key, and her timeline and profile say so', async () => {
    await served.send([order({ phone: number, email: mail })]);
    await served.caughtUp();
    ownerId = await memberOf(number);
    const { identities } = await administrator.members.get({ params: { memberId: ownerId } });
    const identity = identities.find(({ type }) => type === 'phone')?.id ?? '';
    const call = { params: { memberId: ownerId }, body: { identity, reason }, idempotencyKey: 'release' };
    const released = await administrator.members.releaseIdentity(call);
    expect(released).toEqual({ memberId: ownerId, identityType: 'phone' });
    expect(await administrator.members.releaseIdentity(call)).toEqual(released);
    const anew = { params: call.params, body: call.body };
    expect(await codeOf(administrator.members.releaseIdentity(anew))).toBe('identity.not_held');
    await served.caughtUp();
    const { items } = await administrator.members.timeline({ params: { memberId: ownerId }, query: {} });
    expect(items).toMatchObject([
      { kind: 'decision', type: 'releaseIdentity', payload: { identity: { type: 'phone' } } },
      { kind: 'fact', type: 'order.paid' },
    ]);
    const profile = await administrator.members.get({ params: { memberId: ownerId } });
    expect(profile.identities.map(({ type }) => type)).toEqual(['email']);
    const revealed = await administrator.members.reveal({ params: { memberId: ownerId }, body: { reason } });
    expect(JSON.stringify(revealed.identities)).not.toContain('13911112222');
  });

  it('is whose it newly is from then on; a record that still carries both joins nobody', async () => {
    await served.send([order({ phone: number }), order({ phone: number, email: mail }), order({ email: mail })]);
    await served.caughtUp();
    const strangerId = await memberOf(number);
    expect(strangerId).not.toBe(ownerId);
    expect(await memberOf(mail)).toBe(ownerId);
    const ordersOf = async (memberId: string) => (await administrator.members.orders({ params: { memberId } })).items;
    expect([(await ordersOf(strangerId)).length, (await ordersOf(ownerId)).length]).toEqual([2, 2]);
    const { items } = await administrator.members.merges({ params: { memberId: ownerId } });
    expect(items).toMatchObject([{ kind: 'refused', reason: 'released', identityType: 'email' }]);
  });

  it('may be named as it is written, and only by whoever may say who is whom', async () => {
    const { secret } = await administrator.keys.create({
      body: { kind: 'api', name: 'Reader', scopes: ['members.read', 'members.tag'] },
    });
    const path = `/v1/members/${ownerId}/identities/release`;
    const body = JSON.stringify({ identity: `email:${mail}`, reason });
    const send = (url: string) => {
      const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
      return fetch(`${served.address}${url}`, { method: 'POST', headers, body });
    };
    expect((await send(path)).status).toBe(403);
    expect((await send('/v1/identities/block')).status).toBe(403);
    const call = { params: { memberId: ownerId }, body: { identity: `email:${mail}`, reason } };
    expect(await administrator.members.releaseIdentity(call)).toMatchObject({ identityType: 'email' });
    await settled(async () => expect((await administrator.members.search({ query: { q: mail } })).items).toEqual([]));
  });
});

describe('people whom a sender does not know', () => {
  it.each([
    { user_id: 'null' },
    { user_id: '', email: '   ' },
    { phone: '11111111111' },
    { phone: '１２３４５６７８９０１', card_no: '(null)' },
    { anonymous_id: '00000000-0000-0000-0000-000000000000', device_id: '9774d56d682e549c' },
  ])('are nobody: %o', async (identities) => {
    const before = (await administrator.members.list()).count;
    await served.send([order(identities)]);
    await served.caughtUp();
    expect((await administrator.members.list()).count).toBe(before);
  });

  it('are counted by what else they carry', async () => {
    await served.send([
      order({ user_id: '[object Object]', email: 'una@mall.example' }),
      order({ user_id: '[object Object]', email: 'dos@mall.example' }),
    ]);
    await served.caughtUp();
    const both = [await memberOf('una@mall.example'), await memberOf('dos@mall.example')];
    expect(new Set(both).size).toBe(2);
    expect(await Promise.all(both.map(orderCountOf))).toEqual([1, 1]);
  });
});
