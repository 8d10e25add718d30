import { setTimeout as delay } from 'node:timers/promises';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from './support/benchmark.ts';
import { mixText } from './support/facts.ts';
import { createInstallation } from './support/installation.ts';
import { memoryBytesOf } from './support/processes.ts';
import { sendRound } from './support/send-round.ts';

const gib = 1024 ** 3;

/** What the product takes from a machine while nothing happens. */
export const benchmark = {
  name: 'idle-memory',
  description: 'memory of the server, with the embedded lens in it, and of embedded PostgreSQL while idle',
  run,
} satisfies Benchmark;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const facts = options.isQuick ? 5_000 : 100_000;
  const settleMs = options.isQuick ? 2_000 : 20_000;
  const installation = await createInstallation();
  try {
    const database = await installation.open();
    const server = await installation.start();
    const pids = [server.pid, server.postgresPid];
    await delay(settleMs);
    const fresh = memoryBytesOf(pids) / gib;
    options.progress(`fresh: ${fresh.toFixed(2)} GiB; now ${facts} facts`);
    const stream = { members: facts, facts, factsPerBody: 500, seed: 1, startAt: Date.now() - 600_000 };
    await sendRound({ installation, server, database }, { ...stream, everyMs: 600_000 / facts });
    const busy = memoryBytesOf(pids) / gib;
    await delay(settleMs);
    const after = memoryBytesOf(pids) / gib;
    await database.close();
    const target = { atMost: 1.5 } as const;
    return {
      figures: [
        { name: 'idle after the start', samples: [fresh], unit: 'GiB', target },
        { name: 'when the last of the facts was folded', samples: [busy], unit: 'GiB' },
        { name: 'idle again', samples: [after], unit: 'GiB', target },
      ],
      conditions: {
        facts,
        mix: mixText,
        'idle for': `${settleMs / 1000} s`,
        counted: 'PSS of both processes and their children',
      },
    };
  } finally {
    await installation.remove();
  }
}
