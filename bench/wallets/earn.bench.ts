import { facets } from '@perennial/domain';
import { createFoldMeter, createFoldSignal, startFoldWorker } from '@perennial/engine';
import { createFoldStore, createLeaseStore, createProgramStore, type Database } from '@perennial/postgres';
import { createIngestion, systemClock } from '@perennial/server';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from '../support/benchmark.ts';
import { untilFolded } from '../support/folded.ts';
import { createInstallation, shardCount, zone, type BenchInstallation } from '../support/installation.ts';
import { createRandom } from '../support/random.ts';
import { recordStatements, replayStatements } from '../support/recorded-statements.ts';
import { runPlainLedger } from '../support/wallets/plain-ledger.ts';
import { createWalletsProgram } from '../support/wallets/wallets-program.ts';

/** Orders in the log until what they earn, the lots and the levels are committed. */
export const benchmark = {
  name: 'earn',
  description:
    'orders of the log folded with ten earning rules, lots and six levels, beside the same SQL statements with prepared data and a plain ledger',
  run,
} satisfies Benchmark;

interface Plan {
  readonly members: number;
  readonly orders: number;
}

const ordersPerBody = 500;
const logged = 'perennial';

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const plan: Plan = options.isQuick ? { members: 1_000, orders: 3_000 } : { members: 20_000, orders: 60_000 };
  const installation = await createInstallation();
  try {
    await fillLog(installation, plan);
    const folded: number[] = [];
    const bound: number[] = [];
    const plain: number[] = [];
    for (let round = 0; round <= options.repetitions; round += 1) {
      const rates = await measureRound(installation, plan);
      const text = Object.entries<number>({ ...rates }).map(([name, rate]) => `${name} ${Math.round(rate)}/s`);
      options.progress(`${round === 0 ? 'warm-up: ' : ''}${text.join(', ')}`);
      if (round === 0) continue;
      folded.push(rates.folded);
      bound.push(rates.bound);
      plain.push(rates.plain);
    }
    return {
      figures: [
        {
          name: 'orders folded from the log, with what they earn',
          unit: 'orders/s',
          samples: folded,
          target: { atLeast: 5_000 },
          bound: { name: 'the same statements, prepared', samples: bound },
        },
        {
          name: 'share of the raw statements',
          unit: 'times',
          samples: folded.map((rate, n) => rate / (bound[n] ?? Number.NaN)),
          target: { atLeast: 0.6 },
        },
        {
          name: 'the same, beside a plain double-entry ledger in SQL, one transfer a transaction',
          unit: 'orders/s',
          samples: folded,
          bound: { name: 'plain ledger, transfers/s, no lots, no rules', samples: plain },
        },
      ],
      conditions: {
        members: plan.members,
        orders: plan.orders,
        rules: 'ten on orders, two wallets, six levels by growth value over 365 days',
        lines: 'one to three an order',
        shards: shardCount,
        'not in it': 'HTTP and ingestion: the orders are in the log when the clock starts',
      },
    };
  } finally {
    await installation.remove();
  }
}

/** The program published, and all orders in the log with nobody to fold them. */
async function fillLog(installation: BenchInstallation, plan: Plan): Promise<void> {
  const database = await installation.open();
  const note = { publishedBy: 'bench', note: '', restores: null, follows: 1, publishedAt: Date.now() };
  await createProgramStore(database, facets).publish({ documents: createWalletsProgram(), ...note });
  await installation.programs(database);
  const { keyring } = installation;
  const world = { shardCount, programCurrency: 'CNY', zone, now: Date.now };
  const { ingest } = createIngestion({ database, keyring, ...world, signal: () => undefined });
  for (const facts of ordersOf(plan)) {
    const verdicts = await ingest.takeValues(facts, { source: 'bench', isBackfill: false });
    const refused = verdicts.find((verdict) => verdict.kind !== 'accepted');
    if (refused !== undefined) throw new Error(`a fact was not accepted: ${JSON.stringify(refused)}`);
  }
  await database.close();
}

const categories = ['Skin/Serum', 'Skin/Cream', 'Make-up/Lips', 'Hair'] as const;
const channels = ['web', 'shop', 'mini_program'] as const;

function ordersOf({ members, orders }: Plan): readonly (readonly object[])[] {
  const random = createRandom(7);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const startAt = Date.now() - 600_000;
  const facts = Array.from({ length: orders }, (_, n) => ({
    messageId: `order-${n}`,
    type: 'order.placed',
    occurredAt: new Date(startAt + Math.floor((n * 500_000) / orders)).toISOString(),
    channel: pick(channels),
    identities: { [`external_id:bench`]: `m${Math.floor(random() * members)}` },
    payload: {
      orderId: `o${n}`,
      currency: 'CNY',
      lines: Array.from({ length: 1 + Math.floor(random() * 3) }, (_line, line) => ({
        productId: `p${line}`,
        category: pick(categories),
        quantity: 1 + Math.floor(random() * 2),
        amountMinor: 2_000 + Math.floor(random() * 30_000),
      })),
    },
  }));
  const bodies: object[][] = [];
  for (let from = 0; from < facts.length; from += ordersPerBody) bodies.push(facts.slice(from, from + ordersPerBody));
  return bodies;
}

interface Rates {
  readonly folded: number;
  readonly bound: number;
  readonly plain: number;
}

async function measureRound(installation: BenchInstallation, { orders, members }: Plan): Promise<Rates> {
  const names = ['bench_folded', 'bench_recorded', 'bench_replayed'] as const;
  const outside = await installation.open('postgres');
  for (const name of names) await outside.run(`create database ${name} template ${logged}`);
  const [folding, recorded, replayed] = await Promise.all(names.map((name) => installation.open(name)));
  if (folding === undefined || recorded === undefined || replayed === undefined) throw new Error('no database');
  const foldedMs = await fold(installation, folding);
  const recorder = recordStatements(recorded);
  await fold(installation, recorder.database);
  const recording = recorder.take();
  const startedAt = performance.now();
  await replayStatements(replayed, recording);
  const boundMs = performance.now() - startedAt;
  const plain = await runPlainLedger(replayed, { members, transfers: Math.ceil(orders / 10) });
  for (const database of [folding, recorded, replayed]) await database.close();
  for (const name of names) await outside.run(`drop database ${name}`);
  await outside.close();
  return { folded: (orders / foldedMs) * 1_000, bound: (orders / boundMs) * 1_000, plain };
}

async function fold(installation: BenchInstallation, database: Database): Promise<number> {
  const startedAt = performance.now();
  const worker = await startFoldWorker({
    worker: 'bench',
    store: createFoldStore(database, facets),
    leases: createLeaseStore(database, { shardCount }),
    programs: await installation.programs(database),
    signal: createFoldSignal(),
    clock: systemClock,
    meter: createFoldMeter(),
  });
  await untilFolded(database);
  const ms = performance.now() - startedAt;
  await worker.stop();
  return ms;
}
