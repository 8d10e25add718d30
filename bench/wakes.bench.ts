import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@perennial/postgres';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from './support/benchmark.ts';
import { buildMembers } from './support/built-members.ts';
import { walBytes } from './support/folded.ts';
import { createInstallation, shardCount, type BenchInstallation } from './support/installation.ts';
import { cpuMsOf, watchMemory } from './support/processes.ts';

const dayMs = 86_400_000;
/** Under six stages a first order keeps a member new for so long. */
const newDays = 30;
const pollMs = 100;
const gib = 1024 ** 3;

/** Everybody is due at one instant: what a program with one big launch day brings about thirty days later. */
export const benchmark = {
  name: 'wakes',
  description: 'a million members due at once: all woken, moved to their next stage and committed',
  run,
} satisfies Benchmark;

interface Woken {
  readonly seconds: number;
  readonly memoryGib: number;
  readonly serverMicroseconds: number;
  readonly postgresMicroseconds: number;
  readonly walBytes: number;
}

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const members = options.isQuick ? 20_000 : 1_000_000;
  const installation = await createInstallation();
  try {
    options.progress(`building ${members} members`);
    const dueAt = await prepare(installation, members);
    const woken = await measure(installation, members, dueAt);
    return {
      figures: [
        {
          name: 'start of the server to all moved and committed',
          samples: [woken.seconds],
          unit: 's',
          target: { atMost: 90 },
        },
        { name: 'members a second', samples: [members / woken.seconds], unit: 'members/s' },
        {
          name: 'greatest memory of server and embedded stores meanwhile',
          samples: [woken.memoryGib],
          unit: 'GiB',
        },
        { name: 'processor time of the server', samples: [woken.serverMicroseconds], unit: 'µs/member' },
        { name: 'processor time of PostgreSQL', samples: [woken.postgresMicroseconds], unit: 'µs/member' },
        { name: 'write-ahead log', samples: [woken.walBytes], unit: 'bytes/member' },
      ],
      conditions: {
        members,
        each: 'new to active by a wake 30 days after the first order: one stage entry, one derived fact, state written',
        'made by': 'SQL, all from one member that the domain folded; see bench/support/built-members.ts',
        shards: shardCount,
        repetitions: 1,
      },
    };
  } finally {
    await installation.remove();
  }
}

async function prepare(installation: BenchInstallation, members: number): Promise<number> {
  const database = await installation.open();
  const { context } = await installation.programs(database);
  const dueAt = await buildMembers({
    database,
    context,
    shardCount,
    members,
    purchasedAt: Date.now() - newDays * dayMs,
  });
  await database.close();
  if (dueAt > Date.now()) throw new Error('the members are due only later');
  return dueAt;
}

/** They are due when the server starts, and the clock runs from then: what its start takes is part of the figure. */
async function measure(installation: BenchInstallation, members: number, dueAt: number): Promise<Woken> {
  const database = await installation.open();
  const walBefore = await walBytes(database);
  const spawnedAt = performance.now();
  const server = await installation.start();
  const memory = watchMemory([server.pid, server.postgresPid]);
  const postgresBefore = cpuMsOf(server.postgresPid);
  while ((await countDue(database, dueAt)) > 0) await delay(pollMs);
  const seconds = (performance.now() - spawnedAt) / 1000;
  const perMember = 1000 / members;
  const woken = {
    seconds,
    memoryGib: memory.stop() / gib,
    serverMicroseconds: cpuMsOf(server.pid) * perMember,
    postgresMicroseconds: (cpuMsOf(server.postgresPid) - postgresBefore) * perMember,
    walBytes: ((await walBytes(database)) - walBefore) / members,
  };
  await checkMoved(database, members);
  await database.close();
  return woken;
}

async function countDue(database: Database, dueAt: number): Promise<number> {
  const result = await database.pool.query<{ n: string }>(
    `select count(*) as n
       from (select from generate_series(0, ${shardCount - 1}) as s(shard)
              cross join lateral (select from member m where m.shard = s.shard and m.wake_at <= $1 limit 1) one) due`,
    [dueAt],
  );
  return Number(result.rows[0]?.n);
}

async function checkMoved(database: Database, members: number): Promise<void> {
  const result = await database.pool.query<{ n: string }>(
    `select count(*) as n from derived_fact where type = 'stage.changed' and cause_kind = 'wake'`,
  );
  const moved = Number(result.rows[0]?.n);
  if (moved !== members) throw new Error(`${moved} of ${members} members were moved`);
}
