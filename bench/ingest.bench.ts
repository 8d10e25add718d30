import { startFoldWorker, createFoldMeter, createFoldSignal, type FoldWorker } from '@perennial/engine';
import { createFoldStore, createLeaseStore, type Database } from '@perennial/postgres';
import { systemClock } from '../apps/server/src/platform/wake-clock.ts';
import { createIngestion, type Ingestion } from '../apps/server/src/ingest/create-ingestion.ts';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from './benchmark.ts';
import { buildMembers } from './support/built-members.ts';
import { createBodies, mixText, type StreamOptions } from './support/facts.ts';
import { storedBytes, untilFolded, walBytes } from './support/folded.ts';
import { createInstallation, shardCount, type BenchInstallation, type BenchServer } from './support/installation.ts';
import { prepareLoad } from './support/load.ts';
import { cpuMsOf } from './support/processes.ts';
import { recordStatements, replayStatements } from './support/recorded-statements.ts';

const factsPerBody = 500;
const connections = 8;
const dayMs = 86_400_000;
const recordedName = 'bench_recorded';
const replayedName = 'bench_replayed';

/** Facts by HTTP until they are folded and committed, and the same statements without HTTP and without the fold. */
export const benchmark = {
  name: 'ingest',
  description: 'POST /v1/facts to folded and committed, beside the same SQL statements with prepared data',
  run,
} satisfies Benchmark;

interface Plan {
  readonly members: number;
  /** Of one repetition, and of the warm-up before the first. */
  readonly facts: number;
  readonly warmUpFacts: number;
  readonly startAt: number;
}

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const plan: Plan = options.isQuick
    ? { members: 5_000, facts: 10_000, warmUpFacts: 2_000, startAt: Date.now() - 600_000 }
    : { members: 200_000, facts: 150_000, warmUpFacts: 50_000, startAt: Date.now() - 600_000 };
  const installation = await createInstallation();
  try {
    await prepare(installation, plan, options);
    const sent = await measureHttp(installation, plan, options);
    const boundSamples = await measureBound(installation, plan, options);
    return {
      figures: figuresOf(sent, boundSamples),
      conditions: {
        members: plan.members,
        'facts a repetition': plan.facts,
        mix: mixText,
        'facts a request': factsPerBody,
        connections,
        shards: shardCount,
        'beside it on the same cores': 'PostgreSQL, the lens being shipped to, the sender',
      },
    };
  } finally {
    await installation.remove();
  }
}

function streamOf(plan: Plan, round: number): StreamOptions {
  const facts = round === 0 ? plan.warmUpFacts : plan.facts;
  const startAt = plan.startAt + round * 60_000;
  return { members: plan.members, facts, factsPerBody, seed: 1 + round, startAt, everyMs: 60_000 / facts };
}

/** Members in three databases: one to be sent to, one to be recorded on, one to be replayed to. */
async function prepare(installation: BenchInstallation, plan: Plan, options: BenchmarkOptions): Promise<void> {
  options.progress(`building ${plan.members} members`);
  const database = await installation.open();
  const { context } = await installation.programs(database);
  const { members } = plan;
  const purchasedAt = plan.startAt - 10 * dayMs;
  await buildMembers({ database, context, shardCount, members, purchasedAt, blind: installation.blind });
  await database.close();
  const outside = await installation.open('postgres');
  await outside.run(`create database ${recordedName} template perennial`);
  await outside.run(`create database ${replayedName} template perennial`);
  await outside.close();
}

interface Sent {
  readonly factsPerSecond: number;
  readonly answerP50Ms: number;
  readonly serverMicroseconds: number;
  readonly postgresMicroseconds: number;
  readonly walBytes: number;
  readonly logBytes: number;
  readonly stateBytes: number;
}

async function measureHttp(
  installation: BenchInstallation,
  plan: Plan,
  options: BenchmarkOptions,
): Promise<readonly Sent[]> {
  const server = await installation.start();
  const database = await installation.open();
  const sent: Sent[] = [];
  try {
    for (let round = 0; round <= options.repetitions; round += 1) {
      const one = await sendRound({ installation, server, database }, streamOf(plan, round));
      options.progress(`${round === 0 ? 'warm-up' : 'HTTP'}: ${describe(one)}`);
      if (round > 0) sent.push(one);
    }
  } finally {
    await database.close();
    await server.stop();
  }
  return sent;
}

function describe(sent: Sent): string {
  const { factsPerSecond, serverMicroseconds, postgresMicroseconds } = sent;
  return `${Math.round(factsPerSecond)} facts/s, server ${serverMicroseconds.toFixed(0)} µs and PostgreSQL ${postgresMicroseconds.toFixed(0)} µs a fact`;
}

interface Target {
  readonly installation: BenchInstallation;
  readonly server: BenchServer;
  readonly database: Database;
}

async function sendRound({ installation, server, database }: Target, stream: StreamOptions): Promise<Sent> {
  const { address } = server;
  const load = await prepareLoad({ ...stream, address, key: installation.writeKey, connections, factsPerSecond: null });
  const before = await look(server, database);
  const startedAt = performance.now();
  const report = await load.send();
  await untilFolded(database);
  const durationMs = performance.now() - startedAt;
  const after = await look(server, database);
  if (report.accepted !== stream.facts) throw new Error(`${report.accepted} of ${stream.facts} facts were accepted`);
  const { facts } = stream;
  return {
    factsPerSecond: (facts / durationMs) * 1000,
    answerP50Ms: report.answerMs.p50,
    serverMicroseconds: ((after.serverMs - before.serverMs) * 1000) / facts,
    postgresMicroseconds: ((after.postgresMs - before.postgresMs) * 1000) / facts,
    walBytes: (after.wal - before.wal) / facts,
    logBytes: (after.stored.log - before.stored.log) / facts,
    stateBytes: (after.stored.state - before.stored.state) / facts,
  };
}

async function look({ pid, postgresPid }: BenchServer, database: Database) {
  return {
    serverMs: cpuMsOf(pid),
    postgresMs: cpuMsOf(postgresPid),
    wal: await walBytes(database),
    stored: await storedBytes(database),
  };
}

/** Facts/s of the statements alone: recorded while the same bodies are taken and folded in this process, then sent again. */
async function measureBound(
  installation: BenchInstallation,
  plan: Plan,
  options: BenchmarkOptions,
): Promise<readonly number[]> {
  const recorded = await installation.open(recordedName);
  const replayed = await installation.open(replayedName);
  const recorder = recordStatements(recorded);
  const fold = await startFold(installation, recorder.database);
  const samples: number[] = [];
  try {
    for (let round = 0; round <= options.repetitions; round += 1) {
      const stream = streamOf(plan, round);
      await takeAll(fold.ingestion, stream);
      await untilFolded(recorded);
      const recording = recorder.take();
      const startedAt = performance.now();
      await replayStatements(replayed, recording);
      const factsPerSecond = (stream.facts / (performance.now() - startedAt)) * 1000;
      options.progress(`${round === 0 ? 'warm-up of the bound' : 'bound'}: ${Math.round(factsPerSecond)} facts/s`);
      if (round > 0) samples.push(factsPerSecond);
    }
  } finally {
    await fold.worker.stop();
    await recorded.close();
    await replayed.close();
  }
  return samples;
}

async function startFold(
  installation: BenchInstallation,
  database: Database,
): Promise<{ readonly worker: FoldWorker; readonly ingestion: Ingestion }> {
  const signal = createFoldSignal();
  const worker = await startFoldWorker({
    worker: 'bench',
    store: createFoldStore(database),
    leases: createLeaseStore(database, { shardCount }),
    programs: await installation.programs(database),
    signal,
    clock: systemClock,
    meter: createFoldMeter(),
  });
  const ingestion = createIngestion({
    database,
    keyring: installation.keyring,
    shardCount,
    programCurrency: 'CNY',
    now: Date.now,
    signal: (shards) => signal.raise(shards),
  });
  return { worker, ingestion };
}

/** As many bodies under way as the sender had connections. */
async function takeAll({ ingest }: Ingestion, stream: StreamOptions): Promise<void> {
  const bodies = createBodies(stream).values();
  const takeInTurn = async (): Promise<void> => {
    for (const body of bodies) {
      const values = body
        .toString()
        .split('\n')
        .map((line): unknown => JSON.parse(line));
      const verdicts = await ingest.takeValues(values, { source: 'bench', isBackfill: false });
      const refused = verdicts.find((verdict) => verdict.kind !== 'accepted');
      if (refused !== undefined) throw new Error(`a fact was not accepted: ${JSON.stringify(refused)}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, takeInTurn));
}

function figuresOf(sent: readonly Sent[], boundSamples: readonly number[]): Figure[] {
  const each = (name: string, unit: string, of: (one: Sent) => number): Figure => ({
    name,
    unit,
    samples: sent.map(of),
  });
  return [
    {
      ...each('request to folded and committed', 'facts/s', (one) => one.factsPerSecond),
      target: { atLeast: 10_000 },
      bound: { name: 'the same statements, prepared', samples: boundSamples },
    },
    each('answer to a request, median', 'ms', (one) => one.answerP50Ms),
    each('processor time of the server', 'µs/fact', (one) => one.serverMicroseconds),
    each('processor time of PostgreSQL', 'µs/fact', (one) => one.postgresMicroseconds),
    each('write-ahead log', 'bytes/fact', (one) => one.walBytes),
    each('log of facts stored', 'bytes/fact', (one) => one.logBytes),
    each('state and effects stored', 'bytes/fact', (one) => one.stateBytes),
  ];
}
