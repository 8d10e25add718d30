import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { ensureEmbeddedPostgres, migrate } from '@perennial/postgres';
import { withSnapshot } from '@perennial/postgres/backup';
import type { SnapshotTable } from '@perennial/postgres/backup';
import { copyInto } from '@perennial/postgres/testing';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from './support/benchmark.ts';
import { buildMembers } from './support/built-members.ts';
import { createInstallation } from './support/installation.ts';
import type { BenchInstallation } from './support/installation.ts';

const launcher = join(import.meta.dirname, '../apps/server/bin/perennial.js');
const timeoutMs = 1_800_000;
const megabyte = 1_000_000;
const dayMs = 86_400_000;

/** The commands as they are typed, beside plain COPY of the same tables to and from files on the same disk. */
export const benchmark = {
  name: 'backup',
  description: 'perennial backup, backup --verify and restore, in megabytes of rows a second',
  run,
} satisfies Benchmark;

interface Plain {
  readonly bytes: number;
  readonly tables: readonly SnapshotTable[];
  readonly outSeconds: number;
}

interface Round {
  readonly bytes: number;
  readonly fileBytes: number;
  readonly seconds: Readonly<Record<'plainOut' | 'plainIn' | 'backup' | 'verify' | 'restore', number>>;
}

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const members = options.isQuick ? 2_000 : 200_000;
  const installation = await createInstallation();
  try {
    options.progress(`building ${members} members`);
    const database = await installation.open();
    const { context } = await installation.programs(database);
    const { blind } = installation;
    const purchasedAt = Date.now() - 10 * dayMs;
    await buildMembers({ database, context, shardCount: 256, members, purchasedAt, blind });
    await database.close();
    const rounds: Round[] = [];
    for (let repetition = 0; repetition < options.repetitions; repetition += 1)
      rounds.push(await measure(installation, repetition, options));
    return { figures: figuresOf(rounds), conditions: conditionsOf(rounds, members) };
  } finally {
    await installation.remove();
  }
}

async function measure(installation: BenchInstallation, repetition: number, options: BenchmarkOptions): Promise<Round> {
  const { folder } = installation;
  const place = join(folder, `round-${repetition}`);
  mkdirSync(place, { mode: 0o711 });
  const { url } = await installation.postgres();
  const plain = await copyOut(url, place);
  const plainIn = await copyIn(installation, plain, { place, name: `plain_${repetition}` });
  const file = join(place, 'one.backup');
  const target = join(place, 'restored');
  const keys = join(folder, 'keys.json');
  const backup = await timed(['backup', file, '--data', folder]);
  const verify = await timed(['backup', file, '--verify', '--data', folder]);
  const restore = await timed(['restore', file, '--keys', keys, '--data', target]);
  const round = {
    bytes: plain.bytes,
    fileBytes: statSync(file).size,
    seconds: { plainOut: plain.outSeconds, plainIn, backup, verify, restore },
  };
  options.progress(`${JSON.stringify(round)}`);
  rmSync(place, { recursive: true, force: true });
  return round;
}

async function copyOut(url: string, place: string): Promise<Plain> {
  const startedAt = performance.now();
  return withSnapshot(url, async (snapshot) => {
    let bytes = 0;
    for (const table of snapshot.tables) {
      await pipeline(snapshot.readTable(table), createWriteStream(join(place, table.name), { flush: true }));
      bytes += statSync(join(place, table.name)).size;
    }
    return { bytes, tables: snapshot.tables, outSeconds: secondsSince(startedAt) };
  });
}

interface Target {
  readonly place: string;
  readonly name: string;
}

/** Into tables that are there with their indexes, one table after the other: what can be done by hand. */
async function copyIn(installation: BenchInstallation, { tables }: Plain, { place, name }: Target): Promise<number> {
  const { url } = await ensureEmbeddedPostgres({ folder: installation.folder, database: name });
  await migrate(url);
  const startedAt = performance.now();
  await copyInto(url, tables, (table) => createReadStream(join(place, table)));
  return secondsSince(startedAt);
}

async function timed(words: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const env = { ...process.env, PERENNIAL_LOG_LEVEL: 'warn' };
  await promisify(execFile)(process.execPath, [launcher, ...words, '--json'], { timeout: timeoutMs, env });
  return secondsSince(startedAt);
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

function figuresOf(rounds: readonly Round[]): readonly Figure[] {
  const speed = (of: keyof Round['seconds']) => rounds.map((round) => round.bytes / megabyte / round.seconds[of]);
  const out = { name: 'COPY of the same tables to files', samples: speed('plainOut') };
  const into = { name: 'COPY of the same files into tables with their indexes', samples: speed('plainIn') };
  const seconds = (of: keyof Round['seconds']) => rounds.map((round) => round.seconds[of]);
  return [
    { name: 'backup', samples: speed('backup'), unit: 'MB/s', bound: out },
    { name: 'backup --verify', samples: speed('verify'), unit: 'MB/s' },
    { name: 'restore', samples: speed('restore'), unit: 'MB/s', bound: into },
    { name: 'backup, from the start of the process', samples: seconds('backup'), unit: 's' },
    { name: 'restore, new embedded PostgreSQL included', samples: seconds('restore'), unit: 's' },
    { name: 'file, of the bytes of its rows', samples: rounds.map((one) => one.fileBytes / one.bytes), unit: 'ratio' },
  ];
}

function conditionsOf([first]: readonly Round[], members: number): BenchmarkResult['conditions'] {
  return {
    members,
    'megabytes of rows in the text format of COPY': Math.round((first?.bytes ?? 0) / megabyte),
    'the clock': 'of the whole command; a restore reads the file twice, makes indexes and opens the installation once',
  };
}
