import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServedPlatform } from '../../serving/testing/served-platform.ts';
import type { ServedPlatform } from '../../serving/testing/served-platform.ts';
import { createMoves } from './deliver-through-kills.ts';
import { startMoodyReceiver } from './moody-receiver.ts';
import type { Mood, MoodyReceiver } from './moody-receiver.ts';
import { untilSettled, untilToldTo } from './settle-deliveries.ts';
import { expectToldAsDecided } from './told-as-decided.ts';

let served: ServedPlatform;
let serial = 0;
const receivers: MoodyReceiver[] = [];
const moves = createMoves(5, 50);

beforeAll(async () => {
  served = await startServedPlatform({ delivers: true });
});
afterAll(async () => {
  for (const receiver of receivers) await receiver.close();
  await served?.close();
});

/** A webhook of a receiver that is in this mood from the start. */
async function subscribe(mood: Mood) {
  const receiver = await startMoodyReceiver(receivers.length);
  receivers.push(receiver);
  await receiver.setMood(mood);
  // The one that is well fails at nothing, however busy the machine is.
  const timeoutMs = mood === 'well' ? 10_000 : 500;
  const body = { name: mood, url: receiver.url, types: ['stage.changed', 'member.reactivated'], timeoutMs };
  const { webhook } = await served.administrator.webhooks.create({ body });
  const find = () => served.administrator.webhooks.get({ params: { webhookId: webhook.id } });
  return { receiver, id: webhook.id, find };
}

async function move(count: number): Promise<void> {
  const facts = Array.from({ length: count }, () => {
    serial += 1;
    return moves(`move-${serial}`);
  });
  await served.send(facts);
}

async function countRows(where: string): Promise<number> {
  const { rows } = await served.platform.database.pool.query<{ count: number }>(
    `select count(*)::integer as count from webhook_delivery where ${where}`,
  );
  return rows[0]?.count ?? -1;
}

const soon = { timeout: 20_000, interval: 20 };

describe('webhooks beside each other', () => {
  it('hold up nobody: of four, one that hangs, one that fails and one that is gone, the fourth is told at once', async () => {
    const [hanging, failing, gone, well] = [
      await subscribe('hangs'),
      await subscribe('fails'),
      await subscribe('closed'),
      await subscribe('well'),
    ];
    // Again and again, so that the others fail while there is something for the one that is well.
    const waits: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const sentAt = performance.now();
      await move(60);
      await untilToldTo(served.platform.database, well.id);
      waits.push(performance.now() - sentAt);
    }
    expect(well.receiver.calls.length).toBeGreaterThan(60);
    // Well below what one rest, or a few calls that hang, would cost.
    expect(waits.toSorted((one, other) => one - other)[2]).toBeLessThan(5_000);
    for (const { id, find } of [hanging, failing, gone]) {
      expect(await countRows(`webhook_id = '${id}' and state = 0`)).toBe(well.receiver.calls.length);
      await expect.poll(async () => (await find()).state, soon).toBe('resting');
    }
    expect(await well.find()).toMatchObject({ state: 'active', waitingCount: 0, deadCount: 0, lastFailedAt: null });
    expect(await countRows(`last_code is null and attempts > 0 and state = 0`)).toBe(0);
    expect(gone.receiver.calls).toEqual([]);
  }, 120_000);

  it('are told everything, in order, when they are well again', async () => {
    for (const receiver of receivers) await receiver.setMood('well');
    await move(60);
    await untilSettled(served.platform.database, () => served.administrator);
    for (const { calls } of receivers) {
      const report = await expectToldAsDecided(served.platform.database, calls);
      expect(report.membersWithOrder).toBeGreaterThan(20);
    }
  }, 180_000);

  it('leave nothing when one is removed while it is told, and the others are told on', async () => {
    const left = await subscribe('mixed');
    const [first] = receivers;
    const before = first?.calls.length ?? 0;
    await move(60);
    await expect.poll(() => left.receiver.calls.length, soon).toBeGreaterThan(5);
    const removing = served.administrator.webhooks.remove({ params: { webhookId: left.id } });
    await move(60);
    await removing;
    await move(60);
    await untilSettled(served.platform.database, () => served.administrator);
    expect(await countRows(`webhook_id = '${left.id}'`)).toBe(0);
    expect(first?.calls.length).toBeGreaterThan(before);
    await expectToldAsDecided(served.platform.database, first?.calls ?? []);
    const errors = served.log.filter((line) => /"level":(5|6)0/.test(line) || line.includes('delivering failed'));
    expect(errors).toEqual([]);
  }, 120_000);
});
