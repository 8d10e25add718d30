import { loadavg } from 'node:os';
import { createKeys } from '@perennial/server';
import type { Database } from '@perennial/postgres';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from './support/benchmark.ts';
import { buildMembers } from './support/built-members.ts';
import { startCalls, type Calls } from './support/calls/calls.ts';
import type { CallsReport, Kind, Phase } from './support/calls/calls-child.ts';
import { mixText } from './support/facts.ts';
import { untilFolded } from './support/folded.ts';
import { createInstallation, shardCount, type BenchInstallation, type BenchServer } from './support/installation.ts';
import { cpuMsOf } from './support/processes.ts';

const dayMs = 86_400_000;
const commandsPerSecond = 500;
const factsPerSecond = 1_000;
const singlesPerSecond = 50;
const ratioMax = 1.5;

/** What a command costs beside a fact: alone, and among others. */
export const benchmark = {
  name: 'commands',
  description:
    'a command by HTTP beside the durable answer to a fact, one at a time and at 500 commands/s beside 1,000 facts/s',
  run,
} satisfies Benchmark;

interface Plan {
  readonly members: number;
  /** Of each kind, one after the other. */
  readonly turns: number;
  readonly seconds: number;
}

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const plan: Plan = options.isQuick
    ? { members: 5_000, turns: 100, seconds: 3 }
    : { members: 200_000, turns: 600, seconds: 15 };
  const installation = await createInstallation();
  try {
    options.progress(`building ${plan.members} members`);
    const database = await installation.open();
    const prepared = await prepare(installation, database, plan);
    const server = await installation.start();
    const calls = startCalls(installation.folder, { ...prepared, address: server.address, members: plan.members });
    const rounds = await measure({ server, database, calls }, plan, options);
    calls.close();
    await database.close();
    return { figures: figuresOf(rounds), conditions: conditionsOf(plan, rounds) };
  } finally {
    await installation.remove();
  }
}

async function prepare(installation: BenchInstallation, database: Database, { members }: Plan) {
  const { context } = await installation.programs(database);
  const { blind, writeKey } = installation;
  await buildMembers({ database, context, shardCount, members, purchasedAt: Date.now() - 10 * dayMs, blind });
  const till = { kind: 'api', name: 'till', scopes: ['members.read', 'members.tag'] } as const;
  const { secret: apiKey } = await createKeys(database, Date.now).create(till, 'bench');
  const found = await database.pool.query<{ id: string }>('select id from member order by id limit 100000');
  return { writeKey, apiKey, memberIds: found.rows.map(({ id }) => id) };
}

interface Measured {
  readonly server: BenchServer;
  readonly database: Database;
  readonly calls: Calls;
}

/** What the machine spent meanwhile, microseconds of processor time. */
interface Spent {
  readonly server: number;
  readonly postgres: number;
}

interface Round {
  readonly idle: CallsReport;
  readonly loaded: CallsReport;
  /** For each command, and for each fact in a request of its own, that were sent with nothing beside them. */
  readonly perCommand: Spent;
  readonly perFact: Spent;
  /** Processes that wanted to run, the benchmark's own included. */
  readonly load: number;
}

async function measure(on: Measured, plan: Plan, options: BenchmarkOptions): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  for (let round = 0; round <= options.repetitions; round += 1) {
    const one = await measureRound(on, plan);
    options.progress(`${round === 0 ? 'warm-up: ' : ''}${describe(one)}`);
    if (round > 0) rounds.push(one);
  }
  return rounds;
}

async function measureRound({ server, database, calls }: Measured, { turns, seconds }: Plan): Promise<Round> {
  const run = async (phase: Phase): Promise<CallsReport> => {
    const report = await calls.run(phase);
    await untilFolded(database);
    return report;
  };
  const spentOn = async (phase: Phase): Promise<Spent> => {
    const before = look(server);
    const report = await run(phase);
    const count = Object.values(report.ms).reduce((sum, one) => sum + one.length, 0);
    const after = look(server);
    const each = (of: 'server' | 'postgres') => ((after[of] - before[of]) * 1000) / count;
    return { server: each('server'), postgres: each('postgres') };
  };
  const alone = { kind: 'paced', seconds: Math.ceil(seconds / 2), commandsPerSecond: 0, factsPerSecond: 0 } as const;
  const [idle, loaded] = [
    await run({ kind: 'turns', calls: turns }),
    await run({ kind: 'paced', seconds, commandsPerSecond, factsPerSecond, singlesPerSecond }),
  ];
  return {
    idle,
    loaded,
    perCommand: await spentOn({ ...alone, commandsPerSecond, singlesPerSecond: 0 }),
    perFact: await spentOn({ ...alone, factsPerSecond: commandsPerSecond, singlesPerSecond: commandsPerSecond }),
    load: loadavg()[0] ?? 0,
  };
}

function look({ pid, postgresPid }: BenchServer): Spent {
  return { server: cpuMsOf(pid), postgres: cpuMsOf(postgresPid) };
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

const commandKinds: readonly Kind[] = ['tag', 'attribute'];

function timesOf({ ms }: CallsReport, kinds: readonly Kind[]): readonly number[] {
  return kinds.flatMap((kind) => ms[kind]);
}

type Way = 'idle' | 'loaded';

function ratioOf(report: CallsReport, share: number): number {
  return at(timesOf(report, commandKinds), share) / at(report.ms.fact, share);
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  return [
    ...figuresOfWay(rounds, 'idle', 'one at a time'),
    ...figuresOfWay(rounds, 'loaded', `${commandsPerSecond} commands/s beside ${factsPerSecond} facts/s`),
    {
      name: 'calls that were told to come again, idle and loaded',
      unit: 'calls',
      samples: rounds.map(({ idle, loaded }) => idle.refused.length + loaded.refused.length),
      target: { atMost: 0 },
    },
    ...(['server', 'postgres'] as const).map((of): Figure => ({
      name: `processor time of ${of === 'server' ? 'the server' : 'PostgreSQL'}, each of ${commandsPerSecond}/s`,
      unit: 'µs/command',
      samples: rounds.map(({ perCommand }) => perCommand[of]),
      bound: { name: 'the same, µs/fact in a request of its own', samples: rounds.map(({ perFact }) => perFact[of]) },
    })),
  ];
}

function figuresOfWay(rounds: readonly Round[], way: Way, text: string): Figure[] {
  return [0.5, 0.99].flatMap((share): Figure[] => {
    const p = `p${share * 100}`;
    const each = (kinds: readonly Kind[]) => rounds.map((round) => at(timesOf(round[way], kinds), share));
    const name = `${text}, ${p}`;
    return [
      { name: `${name} of a fact`, unit: 'ms', samples: each(['fact']) },
      { name: `${name} of a tag`, unit: 'ms', samples: each(['tag']) },
      { name: `${name} of an attribute`, unit: 'ms', samples: each(['attribute']) },
      {
        name: `${name} of a command, times that of a fact`,
        unit: 'times',
        samples: rounds.map((round) => ratioOf(round[way], share)),
        target: { atMost: ratioMax },
      },
    ];
  });
}

function describe({ idle, loaded, perCommand, perFact, load }: Round): string {
  const of = (report: CallsReport) =>
    [0.5, 0.99].map((share) => `${ratioOf(report, share).toFixed(2)} (${at(report.ms.fact, share).toFixed(1)} ms)`);
  const spent = [perCommand, perFact].map(({ server, postgres }) => `${server.toFixed(0)}+${postgres.toFixed(0)} µs`);
  return `idle ${of(idle).join(', ')}; loaded ${of(loaded).join(', ')}; ${spent.join(' and ')}; load ${load.toFixed(1)}; ${loaded.refused.length} refused`;
}

function conditionsOf({ members, turns, seconds }: Plan, rounds: readonly Round[]) {
  return {
    members,
    'one at a time': `${turns} facts and as many commands in turn`,
    loaded: `${seconds} s, latency from the scheduled instant; ${singlesPerSecond} facts/s in requests of their own, the others ten together`,
    commands: 'half tags, half an attribute, each on anybody and under a key of its own',
    mix: mixText,
    shards: shardCount,
    'load average': rounds.map(({ load }) => load.toFixed(1)).join(', '),
  };
}
