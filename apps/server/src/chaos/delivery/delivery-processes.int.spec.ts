import type { Client } from '@perennial/contracts/staff';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startSenders } from '../fact-senders.ts';
import type { FactSenders } from '../fact-senders.ts';
import type { ServerProcess } from '../server-process.ts';
import { acknowledge, createSharedInstallation, sharedShardCount, soon } from '../shared-installation.ts';
import type { SharedInstallation } from '../shared-installation.ts';
import { clientOf, createMoves, toThisMachine } from './deliver-through-kills.ts';
import { startMoodyReceiver } from './moody-receiver.ts';
import type { MoodyReceiver } from './moody-receiver.ts';
import { untilSettled } from './settle-deliveries.ts';
import { expectToldAsDecided } from './told-as-decided.ts';

let shared: SharedInstallation;
let receiver: MoodyReceiver;
let api: ServerProcess;
let client: Client;
let workers: readonly [ServerProcess, ServerProcess];

beforeAll(async () => {
  shared = await createSharedInstallation(toThisMachine);
  receiver = await startMoodyReceiver(3);
  client = await clientOf(
    (...words) => shared.run(...words),
    () => api.address,
  );
}, 120_000);
afterEach(() => shared.endProcesses());
afterAll(async () => {
  await receiver?.close();
  await shared?.close();
});

const shardsHeld = () => Promise.all(workers.map((worker) => shared.shardsOf(worker)));

async function startProcesses(): Promise<void> {
  const [started, one, other] = await Promise.all([
    shared.start('api'),
    shared.start('worker'),
    shared.start('worker'),
  ]);
  api = started;
  workers = [one, other];
  await expect.poll(shardsHeld, soon).toEqual([4, 4]);
}

/** Of sixty members, from the first on: who has bought often moves no more. */
function startMoves(seed: number, pauseMs: number, first = 0): FactSenders {
  const moves = createMoves(seed, 60, first);
  return startSenders({
    address: () => api.address,
    writeKey: shared.writeKey,
    senders: 1,
    batchFacts: 10,
    pauseMs,
    createFact: (messageId) => moves(`${seed}-${messageId}`),
  });
}

async function expectAllTold(): Promise<void> {
  await untilSettled(shared.database, () => client);
  const report = await expectToldAsDecided(shared.database, receiver.calls);
  expect(report.membersWithOrder).toBeGreaterThan(20);
}

describe('workers that deliver beside each other', () => {
  it('take over what one that is killed had to tell, in order (D1, D2)', async () => {
    await startProcesses();
    const said = { name: 'CRM', url: receiver.url, types: ['stage.changed'], timeoutMs: 500 };
    await client.webhooks.create({ body: said });
    const senders = startMoves(11, 30);
    await receiver.setMood('mixed');
    await acknowledge(senders, 100);
    await workers[0].kill();
    await acknowledge(senders, 100);
    await expect.poll(() => shared.shardsOf(workers[1]), soon).toBe(sharedShardCount);
    await receiver.setMood('well');
    await acknowledge(senders, 50);
    await senders.finish();
    await expectAllTold();
  }, 240_000);

  it('take over from one that is frozen, which tells nothing more of what is not its own when it thaws', async () => {
    await startProcesses();
    const [webhook] = (await client.webhooks.list({})).items;
    if (webhook === undefined) throw new Error('the test before made one');
    const setRate = async (perSecondMax: number) => {
      const { name, url, types, timeoutMs, revision } = await client.webhooks.get({
        params: { webhookId: webhook.id },
      });
      const body = { name, url, types, timeoutMs, revision, perSecondMax };
      await client.webhooks.update({ params: { webhookId: webhook.id }, body });
    };
    // So slow that much is read and hardly anything is under way.
    await setRate(4);
    const senders = startMoves(22, 5, 60);
    await acknowledge(senders, 200);
    await senders.finish();
    await expect.poll(shared.stepsWaiting, soon).toBe(0);
    const before = receiver.calls.length;
    await expect.poll(() => receiver.calls.length, soon).toBeGreaterThan(before + 4);
    workers[0].signal('SIGSTOP');
    await expect.poll(() => shared.shardsOf(workers[1]), soon).toBe(sharedShardCount);
    await setRate(2_000);
    await expectAllTold();
    const told = new Set(receiver.calls.map(({ received }) => received.id));
    const atThaw = receiver.calls.length;
    workers[0].signal('SIGCONT');
    await expect.poll(shardsHeld, soon).toEqual([4, 4]);
    const more = startMoves(33, 5, 120);
    await acknowledge(more, 100);
    await more.finish();
    await expectAllTold();
    const again = receiver.calls.slice(atThaw).filter(({ received }) => told.has(received.id));
    // The one that was on its way out when it was frozen may go; what it had read may not.
    expect(again.length).toBeLessThan(3);
    expect(receiver.calls.length).toBeGreaterThan(atThaw);
  }, 240_000);
});
