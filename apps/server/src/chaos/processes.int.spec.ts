import { createClient } from '@perennial/contracts/staff';
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acknowledge, createSharedInstallation, sharedShardCount, soon } from './shared-installation.ts';
import type { SharedInstallation } from './shared-installation.ts';

let shared: SharedInstallation;
beforeAll(async () => {
  shared = await createSharedInstallation();
});
afterEach(() => shared.endProcesses());
afterAll(() => shared?.close());

describe('processes that share the stores', () => {
  it('fold with nobody to explain: a ClickHouse that never answers keeps no stage from being seen', async () => {
    const api = await shared.start('api');
    await shared.start('worker');
    const created = await shared.run('keys', 'create', '--kind', 'api', '--scopes', 'members.read');
    expect(created.code, created.stderr).toBe(0);
    const client = createClient({ baseUrl: api.address, fetch, apiKey: created.stdout.trim() });
    const answer = await fetch(`${api.address}/v1/facts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${shared.writeKey}` },
      body: JSON.stringify([
        {
          messageId: 'lone-order',
          type: 'order.paid',
          occurredAt: new Date().toISOString(),
          identities: { phone: '+8613700000001' },
          payload: { orderId: 'lone', amountMinor: 100, currency: 'CNY' },
        },
      ]),
    });
    expect(answer.status).toBe(200);
    await expect.poll(shared.stepsWaiting, soon).toBe(0);
    const found = await client.members.search({ query: { q: '+8613700000001' } });
    const memberId = found.items[0]?.member.id ?? '';
    const profile = await client.members.get({ params: { memberId } });
    expect(profile.stages[0]?.stage).toBe('new');
  });

  it('share the shards; one that is stopped hands its own over within seconds', async () => {
    const api = await shared.start('api');
    const [one, other] = [await shared.start('worker'), await shared.start('worker')];
    await expect.poll(async () => [await shared.shardsOf(one), await shared.shardsOf(other)], soon).toEqual([4, 4]);
    const senders = shared.send(() => api, 1_000);
    await acknowledge(senders, 100);
    const stopped = await one.stop();
    expect(stopped.code, one.log()).toBe(0);
    expect(stopped.ms).toBeLessThan(10_000);
    await expect.poll(() => shared.shardsOf(other), soon).toBe(sharedShardCount);
    await acknowledge(senders, 100);
    await senders.finish();
    await expect.poll(shared.stepsWaiting, soon).toBe(0);
    await shared.expectLoggedOnce(senders);
  });

  it('end within ten seconds with requests under way, each answered or never taken', async () => {
    const api = await shared.start('all');
    let serving = api;
    const senders = shared.send(() => serving, 200_000);
    await acknowledge(senders, 50);
    // A client that never ends its request must not hold the server.
    const slow = request(`${api.address}/v1/facts`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${shared.writeKey}`,
        'content-type': 'application/json',
        'content-length': '1000',
      },
    });
    slow.on('error', () => undefined).write('[');
    await acknowledge(senders, 10);
    const ended = await api.stop();
    expect(ended.code, api.log().slice(-3_000)).toBe(0);
    expect(ended.ms).toBeLessThan(10_000);
    serving = await shared.start('all');
    await senders.finish();
    await expect.poll(shared.stepsWaiting, soon).toBe(0);
    await shared.expectLoggedOnce(senders);
  });
});
