import { createDatabase, findEmbeddedPostgres } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import type { Database } from '@perennial/postgres';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSenders } from '../fact-senders.ts';
import { runPerennial, startServerProcess } from '../server-process.ts';
import type { ServerProcess } from '../server-process.ts';
import { acknowledge } from '../shared-installation.ts';
import { clientOf, createMoves, toThisMachine } from './deliver-through-kills.ts';
import { startMoodyReceiver } from './moody-receiver.ts';
import type { MoodyReceiver } from './moody-receiver.ts';
import { untilSettled } from './settle-deliveries.ts';
import { expectToldAsDecided } from './told-as-decided.ts';

let home: string;
let receiver: MoodyReceiver;
const servers: ServerProcess[] = [];
const databases: Database[] = [];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'perennial-restored-'));
  chmodSync(home, 0o711);
  receiver = await startMoodyReceiver(1);
});
afterAll(async () => {
  for (const server of servers) await server.kill();
  for (const database of databases) await database.close();
  for (const name of ['first', 'second'])
    await (await findEmbeddedPostgres({ folder: join(home, name) }).catch(() => undefined))?.stop();
  await receiver.close();
  rmSync(home, { recursive: true, force: true });
});

async function start(name: string): Promise<ServerProcess> {
  const server = await startServerProcess({ dataFolder: join(home, name), environment: toThisMachine });
  servers.push(server);
  return server;
}

const runIn =
  (name: string) =>
  (...words: readonly string[]) =>
    runPerennial([...words, '--data', join(home, name)]);

async function databaseOf(name: string): Promise<Database> {
  const postgres = await findEmbeddedPostgres({ folder: join(home, name) });
  const database = createDatabase({ url: postgres?.url ?? '', poolSize: 1 });
  databases.push(database);
  return database;
}

async function move(server: ServerProcess, writeKey: string, seed: number): Promise<void> {
  const moves = createMoves(seed, 30);
  const senders = startSenders({
    address: () => server.address,
    writeKey,
    senders: 1,
    batchFacts: 20,
    pauseMs: 5,
    createFact: (messageId) => moves(`${seed}-${messageId}`),
  });
  await acknowledge(senders, 60);
  await senders.finish();
}

/** Events of the outbox that were not looked at yet. */
async function countUnpassed(database: Database): Promise<number> {
  const [row] = await database.rows<{ readonly count: number }>(
    {
      name: 'test_unpassed',
      text: `select coalesce(sum(p.outbox_position - coalesce(c.position, 0)), 0)::bigint as count
               from shard_output p left join outbox_cursor c on c.shard = p.shard`,
    },
    [],
  );
  return row?.count ?? -1;
}

async function countDeliveries(database: Database, state: number): Promise<number> {
  const [row] = await database.rows<{ readonly count: number }>(
    { name: 'test_deliveries_in', text: `select count(*) as count from webhook_delivery where state = $1` },
    [state],
  );
  return row?.count ?? -1;
}

it('a database that was restored tells nothing before somebody says so, and then what waited with the ids of before', async () => {
  await shiftOwnStoreClock(join(home, 'first'));
  const first = await start('first');
  // Keys are restored with the rest.
  const writeKey = (await runIn('first')('keys', 'create', '--kind', 'write')).stdout.trim();
  let serving = first;
  const client = await clientOf(runIn('first'), () => serving.address);
  const body = { name: 'CRM', url: receiver.url, types: ['stage.changed', 'member.reactivated'], timeoutMs: 500 };
  await client.webhooks.create({ body });
  await move(first, writeKey, 1);
  await untilSettled(await databaseOf('first'), () => client);
  // From now on it waits.
  await receiver.setMood('fails');
  await move(first, writeKey, 2);
  await expect.poll(async () => (await client.webhooks.list({})).items[0]?.state).toBe('resting');
  const backup = await runIn('first')('backup', join(home, 'one.backup'), '--with-keys', '--json');
  expect(backup.code, backup.stderr).toBe(0);
  await receiver.setMood('well');
  await untilSettled(await databaseOf('first'), () => client);
  const toldByFirst = await expectToldAsDecided(await databaseOf('first'), receiver.calls);
  await first.stop();

  const restored = await runIn('second')('restore', join(home, 'one.backup'), '--json');
  expect(restored.code, restored.stderr).toBe(0);
  const second = await start('second');
  serving = second;
  const database = await databaseOf('second');
  const atRestore = receiver.calls.length;
  expect(await countDeliveries(database, 0)).toBeGreaterThan(0);
  const delivered = await countDeliveries(database, 1);
  await move(second, writeKey, 3);
  // Twice, so that couriers have looked in between at what there is.
  await expect.poll(() => countUnpassed(database)).toBe(0);
  await move(second, writeKey, 4);
  await expect.poll(() => countUnpassed(database)).toBe(0);
  await expect.poll(async () => (await client.webhooks.list({})).items[0]?.waitingCount).toBeGreaterThan(0);
  expect([receiver.calls.length, await countDeliveries(database, 1)]).toEqual([atRestore, delivered]);

  const resumed = await runIn('second')('delivery', 'resume', '--json');
  expect(resumed.stdout, resumed.stderr).toContain('"wasPaused":true');
  await untilSettled(database, () => client);
  const report = await expectToldAsDecided(database, receiver.calls);
  expect(report.events).toBeGreaterThan(toldByFirst.events);
  expect(report.repeats).toBeGreaterThan(0);
}, 600_000);
