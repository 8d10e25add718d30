import { createDatabase } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createRandomFacts, startSenders } from './fact-senders.ts';
import type { FactSenders } from './fact-senders.ts';
import { runPerennial, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

export const sharedShardCount = 8;
/** A lease lasts four seconds and locks of a frozen worker five; the rest is for a busy machine. */
const handOverMsMax = 20_000;
export const soon = { timeout: handOverMsMax, interval: 50 };

/** Processes of one installation on a PostgreSQL that none of them owns, and a ClickHouse that takes connections and never answers. */
export interface SharedInstallation {
  /** Of its PostgreSQL. */
  readonly url: string;
  readonly database: Database;
  readonly writeKey: string;
  start(role: 'api' | 'worker' | 'all'): Promise<ServerProcess>;
  run(...words: readonly string[]): ReturnType<typeof runPerennial>;
  /** Leases of a worker that have not run out. */
  shardsOf(worker: ServerProcess): Promise<number>;
  readonly stepsWaiting: () => Promise<number>;
  send(server: () => ServerProcess, seed: number): FactSenders;
  /** Every acknowledged message stands in the log, and none twice. */
  expectLoggedOnce(senders: FactSenders): Promise<void>;
  /** Kills what was started and not stopped. */
  endProcesses(): Promise<void>;
  close(): Promise<void>;
}

async function startSilentLens(): Promise<{ readonly url: string; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

export async function createSharedInstallation(
  furtherEnvironment: Readonly<Record<string, string>> = {},
): Promise<SharedInstallation> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-processes-'));
  const testDatabase = await createTestDatabase();
  const database = createDatabase({ url: testDatabase.url, poolSize: 2 });
  const lens = await startSilentLens();
  const environment = { ...furtherEnvironment, DATABASE_URL: testDatabase.url, CLICKHOUSE_URL: lens.url };
  const run = (...words: readonly string[]) => runPerennial([...words, '--data', folder], environment);
  const writeKey = (await run('keys', 'create', '--kind', 'write')).stdout.trim();
  let started: ServerProcess[] = [];
  return {
    url: testDatabase.url,
    database,
    writeKey,
    run,
    async start(role) {
      const one = await startServerProcess({ dataFolder: folder, args: ['--role', role], environment });
      started.push(one);
      return one;
    },
    shardsOf: (worker) => countShards(database, worker),
    stepsWaiting: () => countWaiting(database),
    send: (server, seed) =>
      startSenders({
        address: () => server().address,
        writeKey,
        senders: 2,
        batchFacts: 10,
        pauseMs: 20,
        createFact: (id, serial) => createRandomFacts(seed + serial, 200)(`${id}-${seed}`, serial),
      }),
    expectLoggedOnce: (senders) => expectLoggedOnce(database, senders),
    async endProcesses() {
      for (const one of started) {
        one.signal('SIGCONT');
        await one.kill();
      }
      started = [];
    },
    async close() {
      lens.close();
      await database.close();
      await testDatabase.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function countShards(database: Database, worker: ServerProcess): Promise<number> {
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

async function countWaiting(database: Database): Promise<number> {
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

async function expectLoggedOnce(database: Database, senders: FactSenders): Promise<void> {
  const rows = await database.rows<{ message_id: string }>(
    { name: 'test_logged_ids', text: `select message_id from fact where kind = 0 and message_id like 's%' order by 1` },
    [],
  );
  const ids = rows.map((row) => row.message_id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...senders.acknowledged.difference(new Set(ids))], 'acknowledged and lost').toEqual([]);
}

export async function acknowledge(senders: FactSenders, count: number): Promise<void> {
  const goal = senders.acknowledged.size + count;
  await expect.poll(() => senders.acknowledged.size, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(goal);
}
