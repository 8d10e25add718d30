import { facets } from '@perennial/domain';
import { startFoldWorker, createFoldMeter, createFoldSignal, type FoldWorker } from '@perennial/engine';
import { createFoldStore, createLeaseStore, type Database } from '@perennial/postgres';
import { createIngestion, systemClock, type Ingestion } from '@perennial/server';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from './support/benchmark.ts';
import { buildMembers } from './support/built-members.ts';
import { createBodies, mixText, type StreamOptions } from './support/facts.ts';
import { untilFolded } from './support/folded.ts';
import { createInstallation, shardCount, type BenchInstallation } from './support/installation.ts';
import { recordStatements, replayStatements } from './support/recorded-statements.ts';
import { connections, describe, factsPerBody, sendRound, sentFigures, type Sent } from './support/send-round.ts';

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
    store: createFoldStore(database, facets),
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
    zone: 'Asia/Shanghai',
    now: Date.now,
    signal: (shards, rows) => signal.raise(shards, rows),
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
  const [speed, ...others] = sentFigures(sent, '');
  if (speed === undefined) return [];
  const bound = { name: 'the same statements, prepared', samples: boundSamples };
  return [{ ...speed, target: { atLeast: 10_000 }, bound }, ...others];
}
