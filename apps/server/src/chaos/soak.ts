import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@perennial/postgres';
import { expect } from 'vitest';
import { createRandomFacts, startSenders } from './fact-senders.ts';
import type { ServerProcess } from './server-process.ts';

const samplesMax = 60;
/** What a process and its PostgreSQL take, at one moment of a load. */
export interface Sample {
  readonly serverBytes: number;
  readonly storeBytes: number;
  readonly descriptors: number;
  readonly connections: number;
  /** Of the tables that are written again and again and never grow. */
  readonly hotBytes: number;
  readonly deadShare: number;
  readonly acknowledged: number;
}

/** What one row a shard, or what waits, takes: they are updated by every batch, and must stay small. */
const hotTables = [
  'shard_head',
  'shard_cursor',
  'shard_output',
  'shard_lease',
  'lens',
  'lens_cursor',
  'lens_block',
  'lens_block_range',
  'lens_touch',
  'worker',
  'write_probe',
];

export interface Soaked {
  readonly minutes: number;
  readonly server: ServerProcess;
  readonly database: Database;
  readonly postgresPid: number;
  readonly writeKey: string;
}

/** A fixed number of people, so that what grows is the log alone; reads and commands go beside the facts. */
export async function soak({ minutes, server, database, postgresPid, writeKey }: Soaked): Promise<readonly Sample[]> {
  const senders = startSenders({
    address: () => server.address,
    writeKey,
    senders: 4,
    batchFacts: 50,
    pauseMs: 50,
    createFact: createRandomFacts(60, 3_000),
  });
  const everyMs = Math.max(2_000, (minutes * 60_000) / samplesMax);
  const samples: Sample[] = [];
  const endsAt = performance.now() + minutes * 60_000;
  while (performance.now() < endsAt) {
    await delay(everyMs);
    for (const path of ['/metrics', '/health/ready', '/v1/members'])
      await (await fetch(`${server.address}${path}`)).arrayBuffer();
    samples.push({
      ...(await hotState(database)),
      serverBytes: residentBytes(server.pid),
      storeBytes: childrenOf(postgresPid).reduce((sum, pid) => sum + privateBytes(pid), privateBytes(postgresPid)),
      descriptors: readdirSync(`/proc/${server.pid}/fd`).length,
      connections: childrenOf(postgresPid).length,
      acknowledged: senders.acknowledged.size,
    });
  }
  await senders.finish();
  expect(senders.refusals).toEqual([]);
  return samples;
}

async function hotState(database: Database): Promise<Pick<Sample, 'hotBytes' | 'deadShare'>> {
  const names = hotTables.map((name) => `'${name}'`).join(', ');
  const [row] = await database.rows<{ bytes: number; dead: number }>(
    {
      name: 'test_hot_state',
      text: `select (select sum(pg_total_relation_size(relid)) from pg_stat_user_tables where relname in (${names})) as bytes,
                    (select sum(n_dead_tup)::float8 / greatest(sum(n_live_tup + n_dead_tup), 1) from pg_stat_user_tables
                      where relname in ('member', 'member_order', 'activity_day', 'stage_entry', 'identity')) as dead`,
    },
    [],
  );
  return { hotBytes: row?.bytes ?? 0, deadShare: row?.dead ?? 0 };
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}

/** Without what its processes share, which grows until the shared buffers are full. */
function privateBytes(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return [...text.matchAll(/^Private_\w+:\s+(\d+)/gm)].reduce((sum, [, kib]) => sum + Number(kib), 0) * 1024;
  } catch {
    // Ended meanwhile.
    return 0;
  }
}

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}
