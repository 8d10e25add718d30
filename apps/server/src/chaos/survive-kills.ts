import { createDatabase, findEmbeddedPostgres } from '@perennial/postgres';
import { shiftOwnStoreClock } from '@perennial/postgres/testing';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { createRemoteLens } from '../stores/lens-over-http.ts';
import { readServerAddress } from '../stores/server-address.ts';
import { createChance, createRandomFacts, startSenders } from './fact-senders.ts';
import type { FactSenders } from './fact-senders.ts';
import { runPerennial, startServerProcess } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';

export interface KillReport {
  readonly kills: Readonly<Record<Victim, number>>;
  readonly acknowledged: number;
  readonly retries: number;
  readonly duplicates: number;
  readonly replay: { readonly members: number; readonly steps: number };
}

export const victims = ['server', 'postmaster', 'backend', 'everything'] as const;
type Victim = (typeof victims)[number];

/** New facts must be acknowledged between two kills, and come back so soon after one; the machine may be busy. */
const recoveryMsMax = 90_000;
const factsBetweenKillsMin = 30;
const pauseBeforeKillMsMax = 400;

/**
 * Kills a server with embedded stores, its PostgreSQL, single backends of it, or all at once, at random moments of a steady
 * small load, and then holds the log against what was acknowledged, the live state against the log, and the lens against both.
 */
export async function surviveKills(options: { readonly kills: number; readonly seed: number }): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-chaos-'));
  chmodSync(folder, 0o711);
  await shiftOwnStoreClock(folder);
  let server = await startServerProcess({ dataFolder: folder });
  try {
    const { stdout } = await runPerennial(['keys', 'create', '--kind', 'write', '--data', folder]);
    const senders = startSenders({
      address: () => server.address,
      writeKey: stdout.trim(),
      senders: 3,
      batchFacts: 10,
      pauseMs: 30,
      createFact: createRandomFacts(options.seed, 300),
    });
    const kills = { server: 0, postmaster: 0, backend: 0, everything: 0 };
    const chance = createChance(options.seed + 1);
    for (let n = 0; n < options.kills; n += 1) {
      await progress(senders, server);
      await delay(chance(pauseBeforeKillMsMax));
      const victim = victims[n % victims.length] ?? 'server';
      kills[victim] += 1;
      await killOne(victim, folder, server);
      if (victim === 'server' || victim === 'everything') server = await startServerProcess({ dataFolder: folder });
    }
    await progress(senders, server);
    await senders.finish();
    expect(senders.refusals).toEqual([]);
    const replay = await compare(folder, senders.acknowledged);
    const ended = await server.stop();
    expect(ended).toEqual({ code: 0, ms: expect.any(Number) });
    expect(ended.ms).toBeLessThan(10_000);
    return {
      kills,
      acknowledged: senders.acknowledged.size,
      retries: senders.retries(),
      duplicates: senders.duplicates(),
      replay,
    };
  } finally {
    await server.kill();
    await (await findEmbeddedPostgres({ folder }))?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** New facts are acknowledged: whatever was killed has come back. */
async function progress(senders: FactSenders, server: ServerProcess): Promise<void> {
  const goal = senders.acknowledged.size + factsBetweenKillsMin;
  try {
    await expect
      .poll(() => senders.acknowledged.size, { timeout: recoveryMsMax, interval: 10 })
      .toBeGreaterThanOrEqual(goal);
  } catch (error) {
    throw new Error(`nothing is acknowledged any more: ${server.log().slice(-4_000)}`, { cause: error });
  }
}

/** Kills one of these, or all of it. */
export async function killOne(victim: Victim, folder: string, server: ServerProcess): Promise<void> {
  const postgres = await findEmbeddedPostgres({ folder });
  if (victim === 'backend' && postgres !== undefined) killBackend(await backendsOf(postgres.url));
  if ((victim === 'postmaster' || victim === 'everything') && postgres !== undefined)
    process.kill(postgres.pid, 'SIGKILL');
  if (victim === 'server' || victim === 'everything') await server.kill();
}

/** Processes that serve the product's connections, those at work first. */
async function backendsOf(url: string): Promise<readonly number[]> {
  const database = createDatabase({ url, poolSize: 1 });
  try {
    const rows = await database.rows<{ pid: number }>(
      {
        name: 'chaos_backends',
        text: `select pid from pg_stat_activity
                where backend_type = 'client backend' and pid <> pg_backend_pid() order by state = 'idle', random()`,
      },
      [],
    );
    return rows.map((row) => row.pid);
  } finally {
    await database.close();
  }
}

function killBackend([pid]: readonly number[]): void {
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}

/** Each acknowledged message is in the log once and nothing else is; members are what their logs say; the lens holds each once. */
async function compare(folder: string, acknowledged: ReadonlySet<string>): Promise<KillReport['replay']> {
  const postgres = await findEmbeddedPostgres({ folder });
  const database = createDatabase({ url: postgres?.url ?? '', poolSize: 1 });
  try {
    const rows = await database.rows<{ message_id: string; copies: number }>(
      {
        name: 'chaos_logged',
        text: `select message_id, count(*) as copies from fact where kind = 0 group by message_id`,
      },
      [],
    );
    expect(rows.filter((row) => row.copies !== 1)).toEqual([]);
    const logged = new Set(rows.map((row) => row.message_id));
    expect([...acknowledged.difference(logged)], 'acknowledged and lost').toEqual([]);
    expect([...logged.difference(acknowledged)], 'logged by nobody').toEqual([]);
    const waiting = async () => {
      const [row] = await database.rows<{ steps: number }>(
        {
          name: 'chaos_lag',
          text: `select sum(h.position - c.position)::bigint as steps from shard_head h join shard_cursor c on c.shard = h.shard`,
        },
        [],
      );
      return row?.steps;
    };
    await expect.poll(waiting, { timeout: recoveryMsMax, interval: 50 }).toBe(0);
  } finally {
    await database.close();
  }
  const lens = createRemoteLens(() => readServerAddress(folder));
  const shipped = async () => {
    const sql = 'select toUInt32(count()) as facts, toUInt32(uniqExact(message_id)) as messages from fact';
    const [row] = await lens.read({ sql });
    return row;
  };
  const size = acknowledged.size;
  await expect.poll(shipped, { timeout: recoveryMsMax, interval: 100 }).toEqual({ facts: size, messages: size });
  const replay = await runPerennial(['replay', '--verify', '--json', '--data', folder]);
  expect(replay.stdout, replay.stderr).toContain('"differing":0');
  expect(replay.code).toBe(0);
  const doctor = await runPerennial(['doctor', '--data', folder]);
  expect(doctor.code, `${doctor.stdout}${doctor.stderr}`).toBe(0);
  // What `replay --json` prints is its contract.
  const { members, steps } = JSON.parse(replay.stdout) as KillReport['replay'];
  return { members, steps };
}
