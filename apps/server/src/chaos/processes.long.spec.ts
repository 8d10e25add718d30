import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ServerProcess } from './server-process.ts';
import { acknowledge, createSharedInstallation, sharedShardCount, soon } from './shared-installation.ts';
import type { SharedInstallation } from './shared-installation.ts';

let shared: SharedInstallation;
beforeAll(async () => {
  shared = await createSharedInstallation();
});
afterEach(() => shared.endProcesses());
afterAll(() => shared?.close());

describe('processes that share the stores', () => {
  it('take over from one that is frozen, which does no harm when it thaws (E4)', async () => {
    const api = await shared.start('api');
    const [frozen, other] = [await shared.start('worker'), await shared.start('worker')];
    await expect.poll(async () => [await shared.shardsOf(frozen), await shared.shardsOf(other)], soon).toEqual([4, 4]);
    const senders = shared.send(() => api, 50_000);
    await acknowledge(senders, 100);
    frozen.signal('SIGSTOP');
    await expect.poll(() => shared.shardsOf(other), soon).toBe(sharedShardCount);
    await acknowledge(senders, 100);
    await senders.finish();
    await expect.poll(shared.stepsWaiting, soon).toBe(0);
    frozen.signal('SIGCONT');
    const more = shared.send(() => api, 90_000);
    await expect.poll(async () => [await shared.shardsOf(frozen), await shared.shardsOf(other)], soon).toEqual([4, 4]);
    await acknowledge(more, 100);
    await more.finish();
    await expect.poll(shared.stepsWaiting, soon).toBe(0);
    await shared.expectLoggedOnce(more);
    const replay = await shared.run('replay', '--verify', '--json');
    expect(replay.stdout, replay.stderr).toContain('"differing":0');
    expect(replay.code).toBe(0);
  });

  it('go on beside a member who cannot be folded, name her, and take her up again when she is mended (E2)', async () => {
    const server = await shared.start('all');
    const order = (id: string, phone: string) => ({
      messageId: `poison-${id}`,
      type: 'order.paid',
      occurredAt: new Date().toISOString(),
      identities: { phone },
      payload: { orderId: id, amountMinor: 100, currency: 'CNY' },
    });
    const [bad, good] = ['+8613700000011', '+8613700000012'];
    await post(server, [order('a1', bad), order('b1', good)]);
    await expect.poll(shared.stepsWaiting, soon).toBe(0);
    const memberId = await ownerOfOrder('a1');
    // Stands for whatever makes a step throw: nobody can read this state.
    await shared.database.run(
      `create table mended as select activity from member where id = '${memberId}';
       update member set activity = '\\xff' where id = '${memberId}'`,
    );
    await post(server, [order('a2', bad), order('b2', good)]);
    await expect.poll(shared.stepsWaiting, soon).toBe(0);
    expect([await ownerOfOrder('a2'), await ownerOfOrder('b2')]).toEqual([undefined, await ownerOfOrder('b1')]);
    expect(await parkedFinding()).toMatchObject({ verdict: 'wrong', detail: expect.stringContaining(memberId ?? '?') });
    const retry = () => shared.run('members', 'retry', '--json');
    expect(await retry()).toMatchObject({ code: 1, stdout: '{"folded":0,"parked":1}\n' });

    await shared.database.run(
      `update member set activity = (select activity from mended) where id = '${memberId}'; drop table mended`,
    );
    expect(await retry()).toMatchObject({ code: 0, stdout: '{"folded":1,"parked":0}\n' });
    expect(await ownerOfOrder('a2')).toBe(memberId);
    expect(await parkedFinding()).toMatchObject({ verdict: 'ok' });
    const replay = await shared.run('replay', '--verify', '--json');
    expect(replay.code, replay.stdout).toBe(0);
  }, 180_000);
});

async function post(server: ServerProcess, facts: readonly object[]): Promise<void> {
  const answer = await fetch(`${server.address}/v1/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${shared.writeKey}` },
    body: JSON.stringify(facts),
  });
  expect([answer.status, await answer.json()]).toMatchObject([200, { accepted: facts.length }]);
}

async function ownerOfOrder(orderId: string): Promise<string | undefined> {
  const rows = await shared.database.rows<{ member_id: string }>(
    { name: 'test_owner_of_order', text: 'select member_id from member_order where order_id = $1' },
    [orderId],
  );
  return rows[0]?.member_id;
}

interface Finding {
  readonly check: string;
  readonly verdict: string;
  readonly detail: string;
}

async function parkedFinding(): Promise<Finding | undefined> {
  const { stdout } = await shared.run('doctor', '--json');
  // What `doctor --json` prints is its contract.
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  return findings.find((one) => one.check === 'parked members');
}
