import type { Benchmark, BenchmarkOptions, BenchmarkResult } from './support/benchmark.ts';
import { buildProbed, createStageProbe, type Probed } from './support/calls/stage-probe.ts';
import { mixText } from './support/facts.ts';
import { createInstallation, type BenchInstallation, type BenchServer } from './support/installation.ts';
import { prepareLoad } from './support/load.ts';

const factsPerSecond = 1_000;
const factsPerBody = 10;
const connections = 8;
/** Probes leave at this pace, within the calls a minute that an API key may make. */
const probeEveryMs = 200;

/** How soon a fact is seen in the stage of its member while others send a thousand facts a second. */
export const benchmark = {
  name: 'freshness',
  description: 'at 1,000 facts/s, from the request with an order to the answer that shows the new stage',
  run,
} satisfies Benchmark;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const members = options.isQuick ? 5_000 : 200_000;
  const seconds = options.isQuick ? 5 : 20 * options.repetitions;
  const probes = Math.floor((seconds * 1000) / probeEveryMs) - 5;
  const installation = await createInstallation();
  try {
    options.progress(`building ${members + probes} members`);
    const database = await installation.open();
    const probed = await buildProbed(installation, database, { members, probes });
    await database.close();
    const server = await installation.start();
    options.progress(`sending ${factsPerSecond} facts/s for ${seconds} s`);
    const measured = await measure({ installation, server, members, seconds }, probed);
    return {
      figures: [
        {
          name: 'request to stage visible, p50',
          samples: [at(measured.totalMs, 0.5)],
          unit: 'ms',
          target: { atMost: 15 },
        },
        {
          name: 'request to stage visible, p99',
          samples: [at(measured.totalMs, 0.99)],
          unit: 'ms',
          target: { atMost: 100 },
        },
        {
          name: 'of it, until the fact was durable and answered, p50',
          samples: [at(measured.answerMs, 0.5)],
          unit: 'ms',
        },
        {
          name: 'of it, until the fact was durable and answered, p99',
          samples: [at(measured.answerMs, 0.99)],
          unit: 'ms',
        },
      ],
      conditions: {
        members,
        'facts/s beside it': factsPerSecond,
        'facts a request': factsPerBody,
        mix: mixText,
        seconds,
        probes: measured.totalMs.length,
        'a probe': 'one order in one request, then GET /v1/members/{id} until it shows the stage active',
        'answered beside it': `${measured.accepted} facts, p99 ${measured.loadP99Ms.toFixed(0)} ms`,
      },
    };
  } finally {
    await installation.remove();
  }
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

interface Run {
  readonly installation: BenchInstallation;
  readonly server: BenchServer;
  readonly members: number;
  readonly seconds: number;
}

interface Measured {
  readonly totalMs: readonly number[];
  readonly answerMs: readonly number[];
  readonly accepted: number;
  readonly loadP99Ms: number;
}

async function measure(run: Run, probed: readonly Probed[]): Promise<Measured> {
  const { installation, server, members, seconds } = run;
  const load = await prepareLoad({
    members,
    facts: factsPerSecond * seconds,
    factsPerBody,
    seed: 1,
    startAt: Date.now() - 60_000,
    everyMs: 1000 / factsPerSecond,
    address: server.address,
    key: installation.writeKey,
    connections,
    factsPerSecond,
  });
  const stages = createStageProbe(server, installation);
  const sending = load.send();
  const totalMs: number[] = [];
  const answerMs: number[] = [];
  // Everything is compiled and connected in the first seconds of the process's life.
  const warmUpMs = Math.min(3_000, seconds * 200);
  const startedAt = performance.now();
  for (const one of probed) {
    if (performance.now() - startedAt > seconds * 1000) break;
    const { total, answer } = await stages.probe(one);
    if (performance.now() - startedAt > warmUpMs) {
      totalMs.push(total);
      answerMs.push(answer);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, probeEveryMs - total)));
  }
  const report = await sending;
  stages.close();
  return { totalMs, answerMs, accepted: report.accepted, loadP99Ms: report.answerMs.p99 };
}
