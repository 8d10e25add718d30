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
afterAll(async () => {
  console.log(
    served.log
      .filter((l) => /"level":(4|5)/.test(l) && /err/.test(l))
      .slice(0, 5)
      .join('\n'),
  );
  await served.close();
});
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

/** A new member's first purchase, which moves her. */
async function buy(phone: string, daysAgo = 0): Promise<string> {
  orders += 1;
  await served.send([order(`d${orders}`, daysAgo, { identities: { phone } })]);
  let id = '';
  await vi.waitFor(async () => {
    const { items } = await served.administrator.members.search({ query: { q: phone } });
    id = items[0]?.member.id ?? '';
    expect(id).not.toBe('');
  });
  return id;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 });

describe('a webhook', () => {
  it('is told of a change of stage, signed, with an id that is its own', async () => {
    const { secret, webhook } = await subscribe();
    const memberId = await buy('+8613907150001');
    await until(() => expect(receiver.received.length).toBeGreaterThan(0));
    const [first] = receiver.received;
    expect(first).toMatchObject({ type: 'stage.changed', data: { memberId, from: '', lifecycle: 'main' } });
    expect(first === undefined ? false : isSignedBy(secret, first)).toBe(true);
    await vi.waitFor(async () => {
      const params = { webhookId: webhook.id };
      const { items } = await served.administrator.webhooks.deliveries({ params });
      expect(items[0]).toMatchObject({
        state: 'delivered',
        eventId: first?.id,
        memberId,
        lastStatus: 200,
        attempts: 1,
      });
    });
  });
});
