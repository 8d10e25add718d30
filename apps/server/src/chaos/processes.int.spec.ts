import { createClient } from '@perennial/contracts';
import { createDatabase } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createRandomFacts, startSenders } from './fact-senders.ts';
import type { FactSenders } from './fact-senders.ts';
import { runPerennial, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

const shardCount = 8;
/** A lease lasts four seconds and locks of a frozen worker five; the rest is for a busy machine. */
const handOverMsMax = 20_000;

let folder: string;
let testDatabase: TestDatabase;
let database: Database;
/** Stands for a ClickHouse that takes connections and never answers. */
let silentLens: Server;
const sockets = new Set<Socket>();
let environment: Readonly<Record<string, string>>;
let writeKey: string;
let started: ServerProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-processes-'));
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, poolSize: 2 });
  silentLens = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => silentLens.listen(0, '127.0.0.1', resolve));
  const { port } = silentLens.address() as AddressInfo;
  environment = { DATABASE_URL: testDatabase.url, CLICKHOUSE_URL: `http://127.0.0.1:${port}` };
  const created = await runPerennial(['keys', 'create', '--kind', 'write', '--data', folder], environment);
  writeKey = created.stdout.trim();
});
afterEach(async () => {
  for (const one of started) {
    one.signal('SIGCONT');
    await one.kill();
  }
  started = [];
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  silentLens?.close();
  await database?.close();
  await testDatabase?.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(role: 'api' | 'worker' | 'all'): Promise<ServerProcess> {
  const one = await startServerProcess({ dataFolder: folder, args: ['--role', role], environment });
  started.push(one);
  return one;
}

async function shardsOf(worker: ServerProcess): Promise<number> {
  const [row] = await database.rows<{ count: number }>(
    {
      name: 'test_shards_of',
      text: `select count(*) as count from shard_lease
              where worker like $1 and expires_at > (extract(epoch from clock_timestamp()) * 1000)::bigint`,
    },
    [`%-${worker.pid}-%`],
  );
  return row?.count ?? 0;
}

async function stepsWaiting(): Promise<number> {
  const [row] = await database.rows<{ steps: number }>(
    {
      name: 'test_steps_waiting',
      text: `select coalesce(sum(h.position - c.position), 0)::bigint as steps
               from shard_head h join shard_cursor c on c.shard = h.shard`,
    },
    [],
  );
  return row?.steps ?? -1;
}

async function loggedOnce(senders: FactSenders): Promise<void> {
  const rows = await database.rows<{ message_id: string }>(
    { name: 'test_logged_ids', text: `select message_id from fact where kind = 0 and message_id like 's%' order by 1` },
    [],
  );
  const ids = rows.map((row) => row.message_id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...senders.acknowledged.difference(new Set(ids))], 'acknowledged and lost').toEqual([]);
}

function send(server: () => ServerProcess, seed: number): FactSenders {
  return startSenders({
    address: () => server().address,
    writeKey,
    senders: 2,
    batchFacts: 10,
    pauseMs: 20,
    createFact: (id, serial) => createRandomFacts(seed + serial, 200)(`${id}-${seed}`, serial),
  });
}

async function acknowledge(senders: FactSenders, count: number): Promise<void> {
  const goal = senders.acknowledged.size + count;
  await expect.poll(() => senders.acknowledged.size, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(goal);
}

const soon = { timeout: handOverMsMax, interval: 50 };

describe('processes that share the stores', () => {
  it('fold with nobody to explain: a ClickHouse that never answers keeps no stage from being seen', async () => {
    const api = await start('api');
    await start('worker');
    const created = await runPerennial(
      ['keys', 'create', '--kind', 'api', '--scopes', 'members.read', '--data', folder],
      environment,
    );
    expect(created.code, created.stderr).toBe(0);
    const client = createClient({ baseUrl: api.address, fetch, apiKey: created.stdout.trim() });
    const answer = await fetch(`${api.address}/v1/facts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
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
    await expect.poll(stepsWaiting, soon).toBe(0);
    const found = await client.members.search({ query: { q: '+8613700000001' } });
    const memberId = found.items[0]?.member.id ?? '';
    const profile = await client.members.get({ params: { memberId } });
    expect(profile.stages[0]?.stage).toBe('new');
  });

  it('share the shards; one that is stopped hands its own over within seconds', async () => {
    const api = await start('api');
    const [one, other] = [await start('worker'), await start('worker')];
    await expect.poll(async () => [await shardsOf(one), await shardsOf(other)], soon).toEqual([4, 4]);
    const senders = send(() => api, 1_000);
    await acknowledge(senders, 100);
    const stopped = await one.stop();
    expect(stopped.code, one.log()).toBe(0);
    expect(stopped.ms).toBeLessThan(10_000);
    await expect.poll(() => shardsOf(other), soon).toBe(shardCount);
    await acknowledge(senders, 100);
    await senders.finish();
    await expect.poll(stepsWaiting, soon).toBe(0);
    await loggedOnce(senders);
  });

  it('take over from one that is frozen, which does no harm when it thaws (E4)', async () => {
    const api = await start('api');
    const [frozen, other] = [await start('worker'), await start('worker')];
    await expect.poll(async () => [await shardsOf(frozen), await shardsOf(other)], soon).toEqual([4, 4]);
    const senders = send(() => api, 50_000);
    await acknowledge(senders, 100);
    frozen.signal('SIGSTOP');
    await expect.poll(() => shardsOf(other), soon).toBe(shardCount);
    await acknowledge(senders, 100);
    await senders.finish();
    await expect.poll(stepsWaiting, soon).toBe(0);
    frozen.signal('SIGCONT');
    const more = send(() => api, 90_000);
    await expect.poll(async () => [await shardsOf(frozen), await shardsOf(other)], soon).toEqual([4, 4]);
    await acknowledge(more, 100);
    await more.finish();
    await expect.poll(stepsWaiting, soon).toBe(0);
    await loggedOnce(more);
    const replay = await runPerennial(['replay', '--verify', '--json', '--data', folder], environment);
    expect(replay.stdout, replay.stderr).toContain('"differing":0');
    expect(replay.code).toBe(0);
  });

  it('end within ten seconds with requests under way, each answered or never taken', async () => {
    const api = await start('all');
    let serving = api;
    const senders = send(() => serving, 200_000);
    await acknowledge(senders, 50);
    // A client that never ends its request must not hold the server.
    const slow = request(`${api.address}/v1/facts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${writeKey}`, 'content-type': 'application/json', 'content-length': '1000' },
    });
    slow.on('error', () => undefined).write('[');
    await acknowledge(senders, 10);
    const ended = await api.stop();
    expect(ended.code, api.log().slice(-3_000)).toBe(0);
    expect(ended.ms).toBeLessThan(10_000);
    serving = await start('all');
    await senders.finish();
    await expect.poll(stepsWaiting, soon).toBe(0);
    await loggedOnce(senders);
  });

  it('go on beside a member who cannot be folded, name her, and take her up again when she is mended (E2)', async () => {
    const server = await start('all');
    const order = (id: string, phone: string) => ({
      messageId: `poison-${id}`,
      type: 'order.paid',
      occurredAt: new Date().toISOString(),
      identities: { phone },
      payload: { orderId: id, amountMinor: 100, currency: 'CNY' },
    });
    const [bad, good] = ['+8613700000011', '+8613700000012'];
    await post(server, [order('a1', bad), order('b1', good)]);
    await expect.poll(stepsWaiting, soon).toBe(0);
    const memberId = await ownerOfOrder('a1');
    // Stands for whatever makes a step throw: nobody can read this state.
    await database.run(
      `create table mended as select activity from member where id = '${memberId}';
       update member set activity = '\\xff' where id = '${memberId}'`,
    );
    await post(server, [order('a2', bad), order('b2', good)]);
    await expect.poll(stepsWaiting, soon).toBe(0);
    expect([await ownerOfOrder('a2'), await ownerOfOrder('b2')]).toEqual([undefined, await ownerOfOrder('b1')]);
    expect(await parkedFinding()).toMatchObject({ verdict: 'wrong', detail: expect.stringContaining(memberId ?? '?') });
    const retry = () => runPerennial(['members', 'retry', '--json', '--data', folder], environment);
    expect(await retry()).toMatchObject({ code: 1, stdout: '{"folded":0,"parked":1}\n' });

    await database.run(
      `update member set activity = (select activity from mended) where id = '${memberId}'; drop table mended`,
    );
    expect(await retry()).toMatchObject({ code: 0, stdout: '{"folded":1,"parked":0}\n' });
    expect(await ownerOfOrder('a2')).toBe(memberId);
    expect(await parkedFinding()).toMatchObject({ verdict: 'ok' });
    const replay = await runPerennial(['replay', '--verify', '--json', '--data', folder], environment);
    expect(replay.code, replay.stdout).toBe(0);
  }, 180_000);
});

async function post(server: ServerProcess, facts: readonly object[]): Promise<void> {
  const answer = await fetch(`${server.address}/v1/facts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${writeKey}` },
    body: JSON.stringify(facts),
  });
  expect([answer.status, await answer.json()]).toMatchObject([200, { accepted: facts.length }]);
}

async function ownerOfOrder(orderId: string): Promise<string | undefined> {
  const rows = await database.rows<{ member_id: string }>(
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
  const { stdout } = await runPerennial(['doctor', '--json', '--data', folder], environment);
  // What `doctor --json` prints is its contract.
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  return findings.find((one) => one.check === 'parked members');
}
