import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from './support/benchmark.ts';
import { median } from './support/report.ts';
import { buildMembers } from './support/built-members.ts';
import { mixText } from './support/facts.ts';
import { createInstallation, shardCount } from './support/installation.ts';
import { factsPerBody, connections, describe, sendRound, sentFigures, type Sent } from './support/send-round.ts';

const dayMs = 86_400_000;

/** The same stream on ever more members: what the growth of a brand costs. */
export const benchmark = {
  name: 'growth',
  description: 'throughput, state and write-ahead log at 10,000, 100,000 and 1,000,000 members',
  run,
} satisfies Benchmark;

interface Size {
  readonly members: number;
  readonly sent: readonly Sent[];
}

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const counts = options.isQuick ? [1_000, 10_000] : [10_000, 100_000, 1_000_000];
  const facts = options.isQuick ? 5_000 : 100_000;
  const sizes: Size[] = [];
  for (const members of counts) sizes.push(await measureSize(members, facts, options));
  return {
    figures: [...sizes.flatMap(figuresOf), ratioFigure(sizes)],
    conditions: {
      'facts a repetition': facts,
      mix: mixText,
      'facts a request': factsPerBody,
      connections,
      shards: shardCount,
      'members made by': 'SQL, see bench/support/built-members.ts; facts are spread evenly over all of them',
    },
  };
}

async function measureSize(members: number, facts: number, options: BenchmarkOptions): Promise<Size> {
  const installation = await createInstallation();
  const startAt = Date.now() - 600_000;
  try {
    options.progress(`building ${members} members`);
    const database = await installation.open();
    const { context } = await installation.programs(database);
    const { blind } = installation;
    await buildMembers({ database, context, shardCount, members, purchasedAt: startAt - 10 * dayMs, blind });
    const server = await installation.start();
    const sent: Sent[] = [];
    for (let round = 0; round <= options.repetitions; round += 1) {
      const stream = { members, facts: round === 0 ? facts / 4 : facts, factsPerBody, seed: 1 + round };
      const timing = { startAt: startAt + round * 60_000, everyMs: 60_000 / facts };
      const one = await sendRound({ installation, server, database }, { ...stream, ...timing });
      options.progress(`${members} members, ${round === 0 ? 'warm-up' : 'measured'}: ${describe(one)}`);
      if (round > 0) sent.push(one);
    }
    await database.close();
    return { members, sent };
  } finally {
    await installation.remove();
  }
}

function figuresOf({ members, sent }: Size): Figure[] {
  return sentFigures(sent, `${members.toLocaleString('en-US')} members: `);
}

function ratioFigure(sizes: readonly Size[]): Figure {
  const medians = sizes.map(({ sent }) => median(sent.map((one) => one.factsPerSecond)));
  return {
    name: 'throughput with the most members, of that with the fewest',
    samples: [(medians.at(-1) ?? 0) / (medians[0] ?? 1)],
    unit: 'times',
    target: { atLeast: 0.4 },
  };
}
