import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openEmbeddedLens } from '@perennial/clickhouse';
import { readFoldLag, readShippingLag, type Database } from '@perennial/postgres';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from '../support/benchmark.ts';
import { buildMembers } from '../support/built-members.ts';
import { mixText } from '../support/facts.ts';
import { createInstallation, shardCount, type BenchInstallation } from '../support/installation.ts';
import { prepareLoad } from '../support/load.ts';

const dayMs = 86_400_000;
const pollMs = 250;
const launcher = join(import.meta.dirname, '../../apps/server/bin/perennial.js');

/** What an operator waits for: the whole command, beside a running server, and the repair of a lens that lost its largest part. */
export const benchmark = {
  name: 'doctor',
  description: 'the doctor holding both stores against each other, and shipping again what the lens lost',
  run,
} satisfies Benchmark;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const facts = options.isQuick ? 10_000 : 1_000_000;
  const members = options.isQuick ? 1_000 : 50_000;
  const installation = await createInstallation();
  try {
    options.progress(`sending ${facts} facts of ${members} members, and everything to the lens`);
    await fill(installation, { facts, members });
    const beside: number[] = [];
    const server = await installation.start();
    for (let n = 0; n < options.repetitions; n += 1) beside.push(await doctor(installation, { exit: 0 }));
    await server.stop();
    const lost = await loseLargestPart(installation);
    options.progress(`the lens lost ${lost} facts`);
    const found = await doctor(installation, { exit: 1 });
    const repaired = await doctor(installation, { exit: 0, words: ['--repair'] });
    return {
      figures: [
        { name: 'doctor, all checks, beside a server', samples: beside, unit: 's', target: { atMost: 10 } },
        { name: 'doctor, all checks, stores started and stopped', samples: [found], unit: 's' },
        { name: 'doctor --repair of the part that was lost', samples: [repaired], unit: 's' },
      ],
      conditions: { facts, members, mix: mixText, 'facts in the lost part': lost },
    };
  } finally {
    await installation.remove();
  }
}

async function fill(
  installation: BenchInstallation,
  { facts, members }: { readonly facts: number; readonly members: number },
): Promise<void> {
  const database = await installation.open();
  const { context } = await installation.programs(database);
  const purchasedAt = Date.now() - 30 * dayMs;
  await buildMembers({ database, context, shardCount, members, purchasedAt, blind: installation.blind });
  // Built members are in no log; touched, they reach the lens all the same.
  await database.pool.query('insert into lens_touch (shard, member_id, touched_at) select shard, id, 0 from member');
  const server = await installation.start();
  const load = await prepareLoad({
    members,
    facts,
    factsPerBody: 500,
    seed: 1,
    startAt: Date.now() - dayMs,
    everyMs: (dayMs - 60_000) / facts,
    address: server.address,
    key: installation.writeKey,
    connections: 4,
    factsPerSecond: null,
  });
  await load.send();
  while ((await readFoldLag(database)).steps > 0 || (await waitingForLens(database)) > 0) await delay(pollMs);
  await database.close();
  await server.stop();
}

async function waitingForLens(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ touched: string }>('select count(*) as touched from lens_touch');
  return (await readShippingLag(database)).rows + Number(rows[0]?.touched ?? 0);
}

/** Seconds that the command took. Throws when it ends otherwise than expected. */
async function doctor(
  { folder }: BenchInstallation,
  { exit, words = [] }: { readonly exit: number; readonly words?: readonly string[] },
): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [launcher, 'doctor', '--data', folder, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== exit) throw new Error(`the doctor ended with ${code}: ${said}`);
  return (performance.now() - startedAt) / 1000;
}

async function loseLargestPart({ folder }: BenchInstallation): Promise<number> {
  const lens = await openEmbeddedLens({ folder: join(folder, 'lens') });
  try {
    const [part] = await lens.read({
      sql: `select name, rows from system.parts where active and database = currentDatabase() and table = 'fact' order by rows desc limit 1`,
    });
    await lens.execute(`alter table fact drop part '${String(part?.['name'])}'`);
    return Number(part?.['rows']);
  } finally {
    await lens.close();
  }
}
