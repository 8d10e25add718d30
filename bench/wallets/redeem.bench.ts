import { loadavg } from 'node:os';
import type { Database } from '@perennial/postgres';
import { createKeys, proveWallets } from '@perennial/server';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from '../support/benchmark.ts';
import { startCalls, type Calls } from '../support/calls/calls.ts';
import type { Kind, Phase } from '../support/calls/calls-child.ts';
import { mixText } from '../support/facts.ts';
import { untilFolded } from '../support/folded.ts';
import { createInstallation, shardCount, type BenchInstallation, type BenchServer } from '../support/installation.ts';
import { cpuMsOf } from '../support/processes.ts';
import { copyMembers, publishWallets } from '../support/wallets/copied-members.ts';
import { foldHistory, walletsContext, type History } from '../support/wallets/model-members.ts';
import { runPlainLedger } from '../support/wallets/plain-ledger.ts';

const perSecond = 500;

/** What a till waits for who spends points, beside what the sender of a fact waits for. */
export const benchmark = {
  name: 'redeem',
  description: `redemptions by HTTP at ${perSecond}/s, facts at the same pace, and a plain ledger in SQL`,
  run,
} satisfies Benchmark;

interface Plan {
  readonly members: number;
  readonly seconds: number;
  readonly transfers: number;
}

/** Nothing of theirs is older than eleven months: no lot expires while somebody measures. */
const histories: readonly History[] = [
  { seed: 11, orders: 1, everyDays: 30, ordersPerSpending: 2 },
  { seed: 12, orders: 1, everyDays: 30, ordersPerSpending: 2 },
  { seed: 13, orders: 2, everyDays: 45, ordersPerSpending: 3 },
  { seed: 14, orders: 4, everyDays: 60, ordersPerSpending: 3 },
];

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const plan: Plan = options.isQuick
    ? { members: 2_000, seconds: 3, transfers: 2_000 }
    : { members: 100_000, seconds: 15, transfers: 10_000 };
  const installation = await createInstallation();
  try {
    const database = await installation.open();
    const prepared = await prepare({ installation, database, plan }, options);
    const server = await installation.start();
    const calls = startCalls(installation.folder, { ...prepared, address: server.address, members: plan.members });
    const rounds: Round[] = [];
    let refused = 0;
    for (let round = 0; round <= options.repetitions; round += 1) {
      const one = await measureRound({ server, database, calls }, plan, round);
      options.progress(`${round === 0 ? 'warm-up: ' : ''}${describe(one)}`);
      refused += one.redemption.refused;
      if (round > 0) rounds.push(one);
    }
    calls.close();
    const sent = prepared.spends + (options.repetitions + 1) * plan.seconds * perSecond;
    await check(database, { sent, refused });
    await database.close();
    return { figures: figuresOf(rounds), conditions: conditionsOf(plan, rounds) };
  } finally {
    await installation.remove();
  }
}

interface Preparing {
  readonly installation: BenchInstallation;
  readonly database: Database;
  readonly plan: Plan;
}

async function prepare({ installation, database, plan: { members } }: Preparing, { progress }: BenchmarkOptions) {
  progress(`copying ${histories.length} members ${members} times`);
  await publishWallets(installation, database);
  const context = walletsContext();
  const models = histories.map((history) => foldHistory(context, history, Date.now()));
  const { blind, writeKey } = installation;
  const memberIds = await copyMembers({ database, models, members, blind });
  const till = { kind: 'api', name: 'till', scopes: ['members.read', 'wallet.redeem'] } as const;
  const { secret: apiKey } = await createKeys(database, Date.now).create(till, 'bench');
  return { writeKey, apiKey, memberIds, spends: await countSpends(database) };
}

async function countSpends({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ n: string }>(`select count(*) as n from wallet_entry where kind = 'spend'`);
  return Number(rows[0]?.n);
}

/** Each call that was answered is in the books once, one that was told to come again at most once, and they hold. */
async function check(database: Database, { sent, refused }: { readonly sent: number; readonly refused: number }) {
  const spends = await countSpends(database);
  if (spends > sent || spends < sent - refused)
    throw new Error(`${spends} redemptions are in the books, of ${sent} sent and ${refused} refused`);
  const { problems } = await proveWallets(database, { shardCount });
  if (problems.length > 0) throw new Error(`wallets do not hold: ${JSON.stringify(problems[0])}`);
}

interface Measured {
  readonly server: BenchServer;
  readonly database: Database;
  readonly calls: Calls;
}

/** Of calls of one kind that left at their instants with no other calls beside them. */
interface Paced {
  readonly p50: number;
  readonly p99: number;
  readonly refused: number;
  /** Processor time a call, microseconds. */
  readonly server: number;
  readonly postgres: number;
}

interface Round {
  readonly redemption: Paced;
  readonly fact: Paced;
  readonly plain: number;
  readonly load: number;
}

async function measureRound(on: Measured, { seconds, members, transfers }: Plan, round: number): Promise<Round> {
  const nothing = { kind: 'paced', seconds, commandsPerSecond: 0, factsPerSecond: 0, singlesPerSecond: 0 } as const;
  const redeem = () => paced(on, 'redemption', { ...nothing, redemptionsPerSecond: perSecond });
  const send = () => paced(on, 'fact', { ...nothing, factsPerSecond: perSecond, singlesPerSecond: perSecond });
  // In turn first, so that neither has always the warmer machine.
  const isRedemptionFirst = round % 2 === 0;
  const first = isRedemptionFirst ? await redeem() : await send();
  const second = isRedemptionFirst ? await send() : await redeem();
  const [redemption, fact] = isRedemptionFirst ? [first, second] : [second, first];
  await on.database.pool.query('drop table if exists plain_entry, plain_account');
  const plain = await runPlainLedger(on.database, { members, transfers });
  return { redemption, fact, plain, load: loadavg()[0] ?? 0 };
}

async function paced({ server, database, calls }: Measured, kind: Kind, phase: Phase): Promise<Paced> {
  const before = { server: cpuMsOf(server.pid), postgres: cpuMsOf(server.postgresPid) };
  server.toggleProfile();
  const { ms, refused } = await calls.run(phase);
  server.toggleProfile();
  await untilFolded(database);
  const times = ms[kind].toSorted((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? Number.NaN;
  const spent = (pid: number, since: number) => ((cpuMsOf(pid) - since) * 1000) / times.length;
  return {
    p50: at(0.5),
    p99: at(0.99),
    refused: refused.length,
    server: spent(server.pid, before.server),
    postgres: spent(server.postgresPid, before.postgres),
  };
}

function describe({ redemption, fact, plain, load }: Round): string {
  const [ours, theirs] = [redemption, fact].map(
    ({ p50, p99, server, postgres }) =>
      `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${server.toFixed(0)}+${postgres.toFixed(0)} µs`,
  );
  return `redemptions ${ours}; facts ${theirs}; plain ledger ${plain.toFixed(0)}/s; load ${load.toFixed(1)}; ${redemption.refused} refused`;
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  return [
    ...figuresAt(rounds, 'p50', 6),
    ...figuresAt(rounds, 'p99', 50),
    {
      name: 'calls that were told to come again',
      unit: 'calls',
      samples: rounds.map(({ redemption, fact }) => redemption.refused + fact.refused),
      target: { atMost: 0 },
    },
    ...(['server', 'postgres'] as const).map((of): Figure => ({
      name: `processor time of ${of === 'server' ? 'the server' : 'PostgreSQL'}`,
      unit: 'µs/redemption',
      samples: rounds.map(({ redemption }) => redemption[of]),
      bound: { name: 'the same, µs/fact, its fold included', samples: rounds.map(({ fact }) => fact[of]) },
    })),
    {
      name: 'plain double-entry ledger in SQL, one transfer a transaction, as fast as it goes',
      unit: 'transfers/s',
      samples: rounds.map(({ plain }) => plain),
    },
  ];
}

function figuresAt(rounds: readonly Round[], share: 'p50' | 'p99', atMost: number): Figure[] {
  return [
    {
      name: `redemption, ${share}`,
      unit: 'ms',
      samples: rounds.map(({ redemption }) => redemption[share]),
      target: { atMost },
      bound: { name: "a fact's durable answer", samples: rounds.map(({ fact }) => fact[share]) },
    },
    {
      name: `redemption, ${share}, times that of a fact`,
      unit: 'times',
      samples: rounds.map(({ redemption, fact }) => redemption[share] / fact[share]),
      target: { atMost: 1.5 },
    },
  ];
}

function conditionsOf({ members, seconds }: Plan, rounds: readonly Round[]) {
  return {
    members,
    pace: `${perSecond}/s for ${seconds} s, each kind alone, latency from the scheduled instant`,
    redemptions: 'a unit of points of anybody, each under a key of its own',
    facts: `each in a request of its own; ${mixText}; orders earn by ten rules`,
    shards: shardCount,
    'load average': rounds.map(({ load }) => load.toFixed(1)).join(', '),
  };
}
