import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { order, startServedPlatform } from '../serving/testing/served-platform.ts';
import type { ServedPlatform } from '../serving/testing/served-platform.ts';
import { isSignedBy, startReceiver } from './testing/receiver.ts';
import type { Receiver } from './testing/receiver.ts';

let served: ServedPlatform;
let receiver: Receiver;
let orders = 0;

beforeAll(async () => {
  served = await startServedPlatform({ delivers: true });
});
afterAll(() => served.close());
beforeEach(async () => {
  receiver = await startReceiver();
  return async () => {
    const { webhooks } = served.administrator;
    for (const { id } of (await webhooks.list()).items) await webhooks.remove({ params: { webhookId: id } });
    await receiver.close();
  };
});

const allTypes = ['stage.changed', 'member.reactivated', 'member.merged', 'member.merge_undone', 'member.erased'];

function subscribe(said: Partial<Parameters<ServedPlatform['administrator']['webhooks']['create']>[0]['body']> = {}) {
  const body = { name: 'CRM', url: receiver.url, types: allTypes, ...said };
  return served.administrator.webhooks.create({ body });
}

async function idOf(text: string): Promise<string> {
  const { items } = await served.administrator.members.search({ query: { q: text } });
  return items[0]?.member.id ?? '';
}

/** A purchase now; answers whose it is. */
async function buy(identities: Readonly<Record<string, string>>): Promise<string> {
  orders += 1;
  await served.send([{ ...order(`d${orders}`, 0, { identities }), occurredAt: new Date().toISOString() }]);
  const [first = ''] = Object.values(identities);
  return vi.waitFor(async () => {
    const id = await idOf(first);
    expect(id).not.toBe('');
    return id;
  });
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });
const typesOf = (memberId: string) =>
  receiver.received.filter(({ data }) => data.memberId === memberId).map(({ type }) => type);
const logOf = async (webhookId: string) =>
  (await served.administrator.webhooks.deliveries({ params: { webhookId } })).items;

describe('a webhook', () => {
  it('is told of a change of stage, signed, with an id that is its own', async () => {
    const { secret, webhook } = await subscribe();
    const memberId = await buy({ phone: '+8613907150001' });
    await until(() => expect(receiver.received.length).toBeGreaterThan(0));
    const [first] = receiver.received;
    expect(first).toMatchObject({ type: 'stage.changed', data: { memberId, from: '', lifecycle: 'main' } });
    expect(first === undefined ? false : isSignedBy(secret, first)).toBe(true);
    await vi.waitFor(async () => {
      const [row] = await logOf(webhook.id);
      expect(row).toMatchObject({ state: 'delivered', eventId: first?.id, memberId, lastStatus: 200, attempts: 1 });
    });
  });

  it('is told in order what happens to a member, and of nothing that is not its own types', async () => {
    await subscribe();
    await subscribe({ name: 'Privacy', url: `${receiver.url}/privacy`, types: ['member.erased'] });
    const memberId = await buy({ phone: '+8613907150002' });
    await buy({ phone: '+8613907150002' });
    await until(() => expect(typesOf(memberId).length).toBeGreaterThanOrEqual(2));
    const own = receiver.received.filter(({ data }) => data.memberId === memberId);
    expect(own.map(({ data }) => [data['from'], data['to']])).toEqual([
      ['', 'new'],
      ['new', 'active'],
    ]);
    expect(own.map(({ data }) => data.sequence)).toEqual(
      own.map(({ data }) => data.sequence).toSorted((a, b) => a - b),
    );
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
  });

  it('is told nothing of history', async () => {
    await subscribe();
    const answer = await fetch(`${served.address}/v1/facts?backfill=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${served.writeKey}` },
      body: JSON.stringify([order('history', 1, { identities: { phone: '+8613907150003' } })]),
    });
    expect(answer.status).toBe(200);
    const other = await buy({ phone: '+8613907150004' });
    await until(() => expect(typesOf(other)).toHaveLength(1));
    expect(typesOf(await idOf('+8613907150003'))).toEqual([]);
  });

  it('is told of merges, of their undoing and of an erasure, also of those whom the member had absorbed', async () => {
    const { members } = served.administrator;
    await subscribe({ types: ['member.merged', 'member.merge_undone', 'member.erased'] });
    const survivor = await buy({ phone: '+8613907150005' });
    const absorbed = await buy({ email: 'lan@example.com' });
    await served.send([{ ...order('both', 0, { identities: { phone: '+8613907150005', email: 'lan@example.com' } }) }]);
    await until(() => expect(receiver.received).toHaveLength(1));
    const [merged] = receiver.received;
    const told = new Set([merged?.data.memberId, merged?.data['absorbedId']]);
    expect([merged?.type, told]).toEqual(['member.merged', new Set([survivor, absorbed])]);
    const kept = merged?.data.memberId ?? '';
    await members.undoMerge({
      params: { memberId: kept, mergeId: String(merged?.data['mergeId']) },
      body: { reason: 'two people' },
    });
    await until(() => expect(receiver.received).toHaveLength(3));
    expect(receiver.received.slice(1).map(({ type }) => type)).toEqual(['member.merge_undone', 'member.merge_undone']);
    const pairs = receiver.received.slice(1).map(({ data }) => `${data.memberId} ${String(data['otherId'])}`);
    expect(new Set(pairs)).toEqual(new Set([`${survivor} ${absorbed}`, `${absorbed} ${survivor}`]));
    await members.erase({ params: { memberId: absorbed }, body: { reason: 'she asked', confirm: absorbed } });
    await until(() => expect(typesOf(absorbed).at(-1)).toBe('member.erased'));
  });

  it('with a condition is told of members who meet it, and of every erasure', async () => {
    const condition = { combinator: 'and', rules: [{ field: 'purchase.count', operator: '>=', value: 2 }] };
    await subscribe({ condition });
    const once = await buy({ phone: '+8613907150006' });
    const twice = await buy({ phone: '+8613907150007' });
    await buy({ phone: '+8613907150007' });
    await until(() => expect(typesOf(twice).length).toBeGreaterThan(0));
    await served.administrator.members.erase({
      params: { memberId: once },
      body: { reason: 'she asked', confirm: once },
    });
    await until(() => expect(typesOf(once)).toEqual(['member.erased']));
  });

  it('keeps for somebody to decide what its condition cannot judge any more', async () => {
    const { webhook } = await subscribe();
    const { database } = served.platform;
    const unknown = JSON.stringify({ field: 'metric.gone', operator: '>', value: 1 });
    await database.run(`update webhook set condition = '${unknown}', revision = 2 where id = '${webhook.id}'`);
    const memberId = await buy({ phone: '+8613907150008' });
    await vi.waitFor(async () => {
      const [row] = await logOf(webhook.id);
      expect(row).toMatchObject({ memberId, state: 'dead', attempts: 0, lastCode: 'webhook.condition_unknown' });
    });
    const metrics = await (await fetch(`${served.address}/metrics`)).text();
    expect(metrics).toContain(`perennial_webhook_dead{webhook="${webhook.id}"} 1\n`);
    expect(receiver.received).toEqual([]);
    await database.run(`update webhook set condition = null, revision = 3 where id = '${webhook.id}'`);
    const { count } = await served.administrator.webhooks.sendDeadAgain({ params: { webhookId: webhook.id } });
    expect(count).toBe(1);
    await until(() => expect(typesOf(memberId)).toEqual(['stage.changed']));
  });

  it('that is paused is told afterwards, but of nobody who was erased meanwhile save that she was', async () => {
    const { webhook } = await subscribe();
    const params = { webhookId: webhook.id };
    await served.administrator.webhooks.pause({ params });
    const erased = await buy({ phone: '+8613907150009' });
    const kept = await buy({ phone: '+8613907150010' });
    await vi.waitFor(async () => expect(await logOf(webhook.id)).toHaveLength(2));
    await served.administrator.members.erase({
      params: { memberId: erased },
      body: { reason: 'she asked', confirm: erased },
    });
    expect(receiver.received).toEqual([]);
    await served.administrator.webhooks.resume({ params });
    await until(() => expect([typesOf(kept), typesOf(erased)]).toEqual([['stage.changed'], ['member.erased']]));
  });

  it('is signed by the secret before as well while that is kept, and not after', async () => {
    const { secret: before, webhook } = await subscribe();
    const params = { webhookId: webhook.id };
    const { secret: now } = await served.administrator.webhooks.rotateSecret({ params, body: { keepOldHours: 1 } });
    const first = await buy({ phone: '+8613907150011' });
    await until(() => expect(typesOf(first)).toHaveLength(1));
    expect([now, before].map((one) => receiver.received.every((call) => isSignedBy(one, call)))).toEqual([true, true]);
    await served.administrator.webhooks.rotateSecret({ params, body: { keepOldHours: 0 } });
    receiver.received.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 600));
    const second = await buy({ phone: '+8613907150012' });
    await until(() => expect(typesOf(second)).toHaveLength(1));
    expect([now, before].map((one) => receiver.received.some((call) => isSignedBy(one, call)))).toEqual([false, false]);
  });

  it('is sent the identities that it names, in clear, and none else', async () => {
    await subscribe({ identities: ['phone'] });
    const memberId = await buy({ phone: '+8613907150013', email: 'wei@example.com' });
    await until(() => expect(typesOf(memberId).length).toBeGreaterThan(0));
    const [first] = receiver.received;
    expect(first?.data['identities']).toEqual([{ type: 'phone', value: '+8613907150013' }]);
    expect(first?.text).not.toContain('wei@example.com');
  });

  it('is sent the same again, under the same id', async () => {
    const { webhook } = await subscribe();
    const memberId = await buy({ phone: '+8613907150014' });
    await until(() => expect(typesOf(memberId)).toHaveLength(1));
    const row = await vi.waitFor(async () => {
      const [found] = await logOf(webhook.id);
      expect(found?.state).toBe('delivered');
      return found;
    });
    await served.administrator.webhooks.sendAgain({ params: { webhookId: webhook.id, deliveryId: row?.id ?? '' } });
    await until(() => expect(receiver.received).toHaveLength(2));
    const [one, other] = receiver.received;
    expect([other?.id, other?.text]).toEqual([one?.id, one?.text]);
  });
});
