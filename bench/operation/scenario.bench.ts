import { openTheatre, readStory, runStory } from '@perennial/server/scenarios';
import type { ReadStory, Theatre } from '@perennial/server/scenarios';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from '../support/benchmark.ts';

/** Stories one after the other on one scratch store. */
export const benchmark = {
  name: 'scenario',
  description: 'stories of ten steps told on one scratch store, one after the other',
  run,
} satisfies Benchmark;

const phone = '+8613907152001';
const member = `phone:${phone}`;
const order = (at: string, orderId: string) => ({
  at,
  fact: {
    type: 'order.placed',
    identities: { phone },
    payload: {
      orderId,
      currency: 'CNY',
      amountMinor: 9_900,
      lines: [{ productId: 'S1', quantity: 1, amountMinor: 9_900 }],
    },
  },
});
const look = (at: string, stage: string) => ({ at, expect: { member, stages: { main: stage } } });

/** Five facts, a command and four looks, over a year in which time moves her twice. */
const tenSteps = [
  { at: '2025-01-01', fact: { type: 'member.registered', identities: { phone } } },
  order('2025-01-02', 'A1'),
  look('2025-01-02', 'new'),
  order('2025-01-20', 'A2'),
  look('2025-01-20', 'active'),
  {
    at: '2025-01-21',
    fact: { type: 'order.refunded', identities: { phone }, payload: { orderId: 'A2', refundId: 'R1' } },
  },
  { at: '2025-02-01', command: { name: 'tag', member, input: { tag: 'vip', action: 'add' } } },
  look('2025-08-01', 'dormant'),
  order('2025-08-02', 'A3'),
  look('2025-08-02', 'active'),
];

async function run({ isQuick, repetitions, progress }: BenchmarkOptions): Promise<BenchmarkResult> {
  const stories = isQuick ? 10 : 100;
  const madeAt = performance.now();
  const theatre = await openTheatre();
  const made = performance.now() - madeAt;
  try {
    await tell(theatre, { stories: 10, steps: tenSteps });
    const [ten, one]: [number[], number[]] = [[], []];
    for (let n = 0; n < repetitions; n += 1) {
      progress(`${stories} stories, ${n + 1} of ${repetitions}`);
      ten.push(await tell(theatre, { stories, steps: tenSteps }));
      one.push(await tell(theatre, { stories, steps: tenSteps.slice(0, 1) }));
    }
    return {
      figures: [
        { name: 'stories of ten steps', samples: ten, unit: 'stories/s', target: { atLeast: 10 } },
        { name: 'stories of one step: what beginning and ending one takes', samples: one, unit: 'stories/s' },
        { name: 'making the scratch store', samples: [made], unit: 'ms' },
      ],
      conditions: {
        stories,
        steps: 'five facts, a command, four looks; time moves her twice',
        store: 'one, emptied between stories',
      },
    };
  } finally {
    await theatre.close();
  }
}

/** Stories a second. Throws when one ends otherwise than it says. */
async function tell(
  theatre: Theatre,
  { stories, steps }: { readonly stories: number; readonly steps: readonly object[] },
): Promise<number> {
  const story: ReadStory = readStory({ name: 'benchmark', steps }, 'benchmark');
  const { signal } = new AbortController();
  const begunAt = performance.now();
  for (let n = 0; n < stories; n += 1) {
    const { differences } = await runStory(theatre, story, { signal, isExplained: false });
    if (differences.length > 0) throw new Error(`a story ended otherwise: ${JSON.stringify(differences)}`);
  }
  return (stories * 1_000) / (performance.now() - begunAt);
}
