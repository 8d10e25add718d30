import { Agent, request } from 'node:http';
import { createKeys } from '@perennial/server';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from '../support/benchmark.ts';
import { createInstallation, shardCount, type BenchInstallation } from '../support/installation.ts';
import { copyMembers, publishWallets } from '../support/wallets/copied-members.ts';
import { foldHistory, walletsContext, type History } from '../support/wallets/model-members.ts';

/** What a member waits for who has bought for years and looks at her points. */
export const benchmark = {
  name: 'statement',
  description: 'balances and the first page of the statement of a member with 10,000 entries, by HTTP',
  run,
} satisfies Benchmark;

const often = { seed: 21, everyDays: 0.25, ordersPerSpending: 4 } as const;
const others: History = { seed: 22, orders: 2, everyDays: 60, ordersPerSpending: 2 };

interface Plan {
  readonly orders: number;
  readonly others: number;
  readonly looks: number;
}

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const plan: Plan = options.isQuick
    ? { orders: 60, others: 200, looks: 20 }
    : { orders: 2_150, others: 20_000, looks: 300 };
  const installation = await createInstallation();
  try {
    const made = await fill(installation, plan, options);
    const server = await installation.start();
    const get = createGet(server.address, made.apiKey);
    const rounds: Round[] = [];
    for (let round = 0; round <= options.repetitions; round += 1) {
      const one = await measureRound(get, made.memberId, plan);
      options.progress(`${round === 0 ? 'warm-up: ' : ''}both p50 ${at(one.both, 0.5).toFixed(1)} ms`);
      if (round > 0) rounds.push(one);
    }
    const { entries, openLots } = made;
    const conditions = {
      entries,
      'open lots of all her wallets': openLots,
      'other members': plan.others,
      looks: plan.looks,
    };
    return { figures: figuresOf(rounds), conditions: { ...conditions, 'a page': '50 entries', shards: shardCount } };
  } finally {
    await installation.remove();
  }
}

async function fill(installation: BenchInstallation, plan: Plan, { progress }: BenchmarkOptions) {
  const database = await installation.open();
  await publishWallets(installation, database);
  progress(`folding ${plan.orders} orders of one member`);
  const context = walletsContext();
  const model = foldHistory(context, { ...often, orders: plan.orders }, Date.now());
  const [memberId = ''] = await copyMembers({ database, models: [model], members: 1 });
  const other = foldHistory(context, others, Date.now());
  await copyMembers({ database, models: [other], members: plan.others });
  const count = async (text: string) => {
    const { rows } = await database.pool.query<{ n: string }>(text, [memberId]);
    return Number(rows[0]?.n);
  };
  const entries = await count(`select count(*) as n from wallet_entry where member_id = $1 and wallet = 'points'`);
  const openLots = await count('select count(*) as n from wallet_lot where member_id = $1 and ended_at is null');
  const reader = { kind: 'api', name: 'reader', scopes: ['members.read', 'wallet.read'] } as const;
  const { secret: apiKey } = await createKeys(database, Date.now).create(reader, 'bench');
  await database.close();
  return { memberId, entries, openLots, apiKey };
}

type Get = (path: string) => Promise<string>;

function createGet(address: string, apiKey: string): Get {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${apiKey}` };
  return (path) =>
    new Promise((resolve, reject) => {
      const sent = request(`${address}${path}`, { agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`GET ${path} answered ${response.statusCode}: ${text.slice(0, 200)}`));
        });
      });
      sent.on('error', reject);
      sent.end();
    });
}

/** Milliseconds of each look. */
interface Round {
  readonly balances: readonly number[];
  readonly statement: readonly number[];
  readonly entries: readonly number[];
  /** Balances and the statement, one after the other. */
  readonly both: readonly number[];
}

async function measureRound(get: Get, memberId: string, { looks }: Plan): Promise<Round> {
  const [balances, statement, entries, both]: [number[], number[], number[], number[]] = [[], [], [], []];
  const timed = async (path: string): Promise<number> => {
    const startedAt = performance.now();
    await get(path);
    return performance.now() - startedAt;
  };
  const wallets = `/v1/members/${memberId}/wallets`;
  for (let n = 0; n < looks; n += 1) {
    const balance = await timed(wallets);
    const page = await timed(`${wallets}/points/statement?limit=50`);
    balances.push(balance);
    statement.push(page);
    both.push(balance + page);
    entries.push(await timed(`${wallets}/points/entries?limit=50`));
  }
  return { balances, statement, entries, both };
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const figure = (name: string, of: keyof Round, share: number): Figure => ({
    name: `${name}, p${share * 100}`,
    unit: 'ms',
    samples: rounds.map((round) => at(round[of], share)),
  });
  return [
    {
      ...figure('balances and the first page of the statement, one after the other', 'both', 0.5),
      target: { atMost: 20 },
    },
    figure('balances and the first page of the statement, one after the other', 'both', 0.99),
    figure('balances', 'balances', 0.5),
    figure('first page of the statement, from the first entry', 'statement', 0.5),
    figure('first page of the entries, the newest first', 'entries', 0.5),
  ];
}
