import { facets } from '@perennial/domain';
import { createPrograms, joinRehearsal, type Rehearsal } from '@perennial/engine';
import { createFoldStore, createProgramStore, type Database } from '@perennial/postgres';
import { rehearseInThreads } from '@perennial/server';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from '../support/benchmark.ts';
import { createInstallation, shardCount, zone } from '../support/installation.ts';
import { factsOfMember, loggedMixText, logMembers } from '../support/rehearsal/logged-members.ts';
import { loyalProgram } from '../support/rehearsal/loyal-program.ts';

const yearMs = 365 * 86_400_000;

/** What an operator waits for who asks what a rule would have cost last year. */
export const benchmark = {
  name: 'rehearsal',
  description: 'a draft folded over the whole log beside the program in force, from nothing',
  run,
} satisfies Benchmark;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const members = options.isQuick ? 2_000 : 100_000;
  const installation = await createInstallation();
  try {
    const database = await installation.open();
    const { href: url } = Object.assign(new URL((await installation.postgres()).url), { pathname: '/perennial' });
    options.progress(`logging ${members * factsOfMember} facts of ${members} members`);
    await publish(database);
    const startAt = Date.now() - yearMs;
    await logMembers({ database, shardCount, members, startAt, everyMs: yearMs / factsOfMember });
    const seconds: number[] = [];
    const reading: number[] = [];
    let rehearsal: Rehearsal | undefined;
    for (let n = 0; n < options.repetitions; n += 1) {
      options.progress(`rehearsing, ${n + 1} of ${options.repetitions}`);
      reading.push(await readLogs(database));
      const startedAt = performance.now();
      rehearsal = await rehearse(database, url);
      seconds.push((performance.now() - startedAt) / 1000);
    }
    await database.close();
    return resultOf({ members, seconds, reading, rehearsal });
  } finally {
    await installation.remove();
  }
}

async function publish(database: Database): Promise<void> {
  const store = createProgramStore(database, facets);
  const request = { publishedAt: Date.now(), publishedBy: 'bench', note: '', restores: null };
  await store.publish({ ...request, documents: loyalProgram(1_000) });
}

/** As the server does it: in threads, which are started anew each time. */
async function rehearse(database: Database, databaseUrl: string): Promise<Rehearsal> {
  const store = createFoldStore(database, facets);
  const programs = await createPrograms(store, { zone, facets });
  const asked = {
    documents: loyalProgram(500),
    against: 'live',
    version: await store.latestProgramVersion(),
    fromAt: null,
    untilAt: Date.now(),
    isBackfillLive: false,
    isVerified: false,
  } as const;
  const control = { signal: new AbortController().signal, report: () => undefined };
  const parts = await rehearseInThreads(asked, { databaseUrl, zone, shardCount }, control);
  const { rehearsal } = await joinRehearsal(store, programs, { asked, parts });
  if (rehearsal.failed.members > 0) throw new Error(JSON.stringify(rehearsal.failed.examples[0]));
  return rehearsal;
}

/** The bound: the same logs out of the database in the same pages, and nothing made of them. */
async function readLogs(database: Database): Promise<number> {
  const store = createFoldStore(database, facets);
  const startedAt = performance.now();
  for (let shard = 0; shard < shardCount; shard += 1)
    for (let afterId: string | undefined = ''; afterId !== undefined;) {
      const start: string = afterId;
      afterId = await store.snapshot('bench-read', async (snapshot) => {
        const page = await snapshot.pageMembers(shard, start, 500);
        await snapshot.readLogs(page);
        return page.length < 500 ? undefined : page.at(-1)?.id;
      });
    }
  return (performance.now() - startedAt) / 1000;
}

interface Measured {
  readonly members: number;
  readonly seconds: readonly number[];
  readonly reading: readonly number[];
  readonly rehearsal: Rehearsal | undefined;
}

function resultOf({ members, seconds, reading, rehearsal }: Measured): BenchmarkResult {
  const facts = rehearsal?.steps ?? 0;
  const issued = rehearsal?.lines.find(
    ({ document, figure }) => document === 'wallets/points.json' && figure === 'issued',
  )?.total;
  return {
    figures: [
      {
        name: 'rehearsal of everybody',
        samples: seconds,
        unit: 's',
        target: { atMost: 60 },
        bound: { name: 'the logs read, and nothing made of them', samples: reading },
      },
      {
        name: 'facts under both programs',
        samples: seconds.map((one) => facts / one),
        unit: 'facts/s',
        target: { atLeast: 50_000 },
      },
    ],
    conditions: {
      members,
      facts,
      mix: loggedMixText,
      'members changed': rehearsal?.membersChanged ?? 0,
      'points issued': `${issued?.base ?? 0} and ${issued?.draft ?? 0}`,
      'moves between levels': (rehearsal?.moves ?? []).reduce((sum, { base }) => sum + base, 0),
    },
  };
}
