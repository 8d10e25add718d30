import { verifyReplay } from '@perennial/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { order, phone, startServedPlatform } from '../../serving/testing/served-platform.ts';
import type { ServedPlatform } from '../../serving/testing/served-platform.ts';
import { startMoodyReceiver } from './moody-receiver.ts';
import type { MoodyReceiver } from './moody-receiver.ts';
import { untilToldTo } from './settle-deliveries.ts';

let served: ServedPlatform;
let receiver: MoodyReceiver;
let webhookId: string;
let told = 0;
let buyers = 0;

beforeAll(async () => {
  served = await startServedPlatform({ delivers: true });
  receiver = await startMoodyReceiver(1);
  const body = { name: 'CRM', url: receiver.url, types: ['stage.changed', 'member.reactivated'] };
  webhookId = (await served.administrator.webhooks.create({ body })).webhook.id;
});
afterAll(async () => {
  await receiver?.close();
  await served?.close();
});
beforeEach(() => {
  told = receiver.calls.length;
});

/** Somebody buys now, who must be told of; and nothing but that is, of whatever went before. */
async function expectNothingButTheNext(): Promise<void> {
  await served.caughtUp();
  buyers += 1;
  await served.send([order(`next-${buyers}`, 0, { identities: { phone: `+86139071500${10 + buyers}` } })]);
  await served.caughtUp();
  await untilToldTo(served.platform.database, webhookId);
  const calls = receiver.calls.slice(told);
  expect(calls.map(({ received: { data, type } }) => [type, data['from']])).toEqual([['stage.changed', '']]);
}

describe('nobody is told', () => {
  it('of history that is taken in, not even of what it moves to today', async () => {
    const bought = [1, 2, 3].flatMap((n) =>
      [400, 30, 0].map((daysAgo) =>
        order(`old-${n}-${daysAgo}`, daysAgo, { identities: { phone: `+861390715020${n}` } }),
      ),
    );
    const verdicts = await served.platform.ingestion.ingest.takeValues(bought, {
      source: 'import',
      isBackfill: true,
    });
    expect(verdicts.map(({ kind }) => kind)).toEqual(bought.map(() => 'accepted'));
    await expectNothingButTheNext();
    const { items } = await served.administrator.members.search({ query: { q: '+8613907150201' } });
    const params = { memberId: items[0]?.member.id ?? '' };
    expect((await served.administrator.members.get({ params })).stages[0]?.stage).toBe('active');
  });

  it('of what a late fact changes of the past', async () => {
    await served.send([order('late', 200, { identities: { phone } })]);
    await expectNothingButTheNext();
  });

  it('of what is folded anew', async () => {
    const { foldStore, programs, installation } = served.platform;
    const report = await verifyReplay(foldStore, programs, {
      shardCount: installation.shard_count,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    expect(report.members).toBeGreaterThan(3);
    expect(report.differing).toBe(0);
    await expectNothingButTheNext();
  });

  it('of what a draft would change', async () => {
    const { program } = served.administrator;
    const { documents } = await program.current();
    const changed = { ...(documents['settings.json'] as object), purchaseCountsWhen: 'placed' };
    const body = { documents: { ...documents, 'settings.json': changed }, historyMonths: 3 };
    const { id } = await program.startPreview({ body: JSON.parse(JSON.stringify(body)) });
    await expect.poll(async () => (await program.preview({ params: { jobId: id } })).status).toBe('succeeded');
    expect((await program.preview({ params: { jobId: id } })).moves.length).toBeGreaterThan(0);
    await expectNothingButTheNext();
  });

  it('of what happened before anybody asked', async () => {
    const late = await startMoodyReceiver(2);
    const body = { name: 'Late', url: late.url, types: ['stage.changed'] };
    const { webhook } = await served.administrator.webhooks.create({ body });
    await expectNothingButTheNext();
    await untilToldTo(served.platform.database, webhook.id);
    expect(late.calls).toHaveLength(1);
    await late.close();
    await served.administrator.webhooks.remove({ params: { webhookId: webhook.id } });
  });
});
