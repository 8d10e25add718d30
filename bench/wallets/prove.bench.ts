import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StoredMember } from '@perennial/domain/testing';
import { findUnequalWallets, prepareSums } from '@perennial/postgres/wallets';
import type { ShardRange } from '@perennial/postgres/wallets';
import type { Database, Sql } from '@perennial/postgres';
import { proveWallets, rangesOf } from '@perennial/server';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from '../support/benchmark.ts';
import { createInstallation, shardCount, type BenchInstallation } from '../support/installation.ts';
import { cpuMsOf } from '../support/processes.ts';
import { copyMembers, publishWallets } from '../support/wallets/copied-members.ts';
import { foldHistory, walletsContext, type History } from '../support/wallets/model-members.ts';

const launcher = join(import.meta.dirname, '../../apps/server/bin/perennial.js');
const million = 1_000_000;

/** How long the whole store takes to be proven, and sums alone. */
export const benchmark = {
  name: 'prove',
  description: 'perennial prove over a million entries, and sums (W1 and W2) alone',
  run,
} satisfies Benchmark;

/** Most bought once or twice, some for more than a year, so that there are units that were spent and units that expired. */
const histories: readonly History[] = [
  { seed: 1, orders: 1, everyDays: 30, ordersPerSpending: 2 },
  { seed: 2, orders: 1, everyDays: 30, ordersPerSpending: 1 },
  { seed: 3, orders: 2, everyDays: 90, ordersPerSpending: 2 },
  { seed: 4, orders: 4, everyDays: 60, ordersPerSpending: 3 },
  { seed: 5, orders: 12, everyDays: 50, ordersPerSpending: 4 },
];

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const wanted = options.isQuick ? 20_000 : million;
  const installation = await createInstallation();
  try {
    const made = await fill(installation, wanted, options);
    const rounds: Round[] = [];
    for (let round = 0; round <= options.repetitions; round += 1) {
      const one = await measureRound(installation, made.entries);
      options.progress(`${round === 0 ? 'warm-up: ' : ''}${describe(one)}`);
      if (round > 0) rounds.push(one);
    }
    return { figures: figuresOf(rounds), conditions: { ...made, shards: shardCount, 'at once': 2 } };
  } finally {
    await installation.remove();
  }
}

async function fill(installation: BenchInstallation, wanted: number, { progress }: BenchmarkOptions) {
  const database = await installation.open();
  await publishWallets(installation, database);
  const context = walletsContext();
  const models = histories.map((history) => foldHistory(context, history, Date.now()));
  const perMember = sum(models.map((model) => rowsIn(model, 'wallet_entry'))) / models.length;
  const members = Math.ceil(wanted / perMember / models.length) * models.length;
  progress(`copying ${models.length} members ${members} times, ${perMember} entries each`);
  await copyMembers({ database, models, members });
  await database.close();
  const all = (table: string) => (sum(models.map((model) => rowsIn(model, table))) * members) / models.length;
  return { members, entries: all('wallet_entry'), lots: all('wallet_lot'), accounts: all('wallet_account') };
}

function rowsIn({ tables }: StoredMember, table: string): number {
  return tables.get(table)?.rows.size ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

interface Round {
  /** Seconds for a million entries. */
  readonly sums: number;
  /** Units of all entries added up and nothing else. */
  readonly bound: number;
  readonly everything: number;
  readonly command: number;
  /** Processor time of PostgreSQL for everything, microseconds an entry. */
  readonly postgresUs: number;
}

async function measureRound(installation: BenchInstallation, entries: number): Promise<Round> {
  const { pid } = await installation.postgres();
  const database = await installation.open();
  const secondsOf = async (work: () => Promise<void>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return ((performance.now() - startedAt) / 1000) * (million / entries);
  };
  const bound = await secondsOf(() => sumUnits(database));
  const sums = await secondsOf(() => proveSums(database));
  const cpuBefore = cpuMsOf(pid);
  const everything = await secondsOf(() => proveAll(database, entries));
  const postgresUs = ((cpuMsOf(pid) - cpuBefore) * 1000) / entries;
  await database.close();
  const command = await secondsOf(() => runCommand(installation));
  return { sums, bound, everything, command, postgresUs };
}

/** The one statement that holds balances against entries, lots and holds; two ranges of shards at once, as the proof goes through them. */
async function proveSums(database: Database): Promise<void> {
  await atOnce(database, await rangesOf(database, shardCount), async (sql, range) => {
    await prepareSums(sql);
    if ((await findUnequalWallets(sql, range, 1)).length > 0) throw new Error(`shards ${range.from}… do not hold`);
  });
}

/** Less than this nothing can take that looks at every entry. */
async function sumUnits(database: Database): Promise<void> {
  const shards = Array.from({ length: shardCount }, (_, shard) => ({ from: shard, to: shard }));
  const text = 'select sum(units) as units from wallet_entry where shard = $1';
  await atOnce(
    database,
    shards,
    async (sql, { from }) => void (await sql.rows({ name: 'bench_sum_units', text }, [from])),
  );
}

async function atOnce(
  database: Database,
  ranges: readonly ShardRange[],
  look: (sql: Sql, range: ShardRange) => Promise<void>,
): Promise<void> {
  const waiting = ranges.values();
  const lookAtNext = async () => {
    for (const range of waiting)
      await database.transaction({ name: 'bench', mode: 'snapshot' }, async (sql) => look(sql, range));
  };
  await Promise.all([lookAtNext(), lookAtNext()]);
}

async function proveAll(database: Database, expected: number): Promise<void> {
  const { entries, problems, resourceProblems } = await proveWallets(database, { shardCount });
  if (entries !== expected) throw new Error(`${entries} entries were proven, not ${expected}`);
  const [first] = [...problems, ...resourceProblems];
  if (first !== undefined) throw new Error(`what was made does not hold: ${JSON.stringify(first)}`);
}

async function runCommand({ folder }: BenchInstallation): Promise<void> {
  const child = spawn(process.execPath, [launcher, 'prove', '--data', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`prove ended with ${String(code)}`);
}

function describe({ sums, bound, everything, command, postgresUs }: Round): string {
  const texts = [sums, everything, command, bound].map((seconds) => `${seconds.toFixed(2)} s`);
  return `a million: sums ${texts[0]}, everything ${texts[1]}, the command ${texts[2]}, units added up ${texts[3]}; PostgreSQL ${postgresUs.toFixed(1)} µs an entry`;
}

function figuresOf(rounds: readonly Round[]): BenchmarkResult['figures'] {
  return [
    {
      name: 'sums: every entry, balance, lot and hold (W1 and W2)',
      samples: rounds.map(({ sums }) => million / sums),
      unit: 'entries/s',
      target: { atLeast: million },
    },
    {
      name: 'its bound: the units of the same entries added up, shard by shard',
      samples: rounds.map(({ bound }) => million / bound),
      unit: 'entries/s',
    },
    {
      name: 'everything, digests included, a million entries',
      samples: rounds.map(({ everything }) => everything),
      unit: 's',
      target: { atMost: 4 },
    },
    {
      name: 'the whole command, its start included, a million entries',
      samples: rounds.map(({ command }) => command),
      unit: 's',
    },
    {
      name: 'everything, processor time of PostgreSQL',
      samples: rounds.map(({ postgresUs }) => postgresUs),
      unit: 'µs/entry',
    },
  ];
}
