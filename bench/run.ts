/**
 * `npm run bench`: runs the benchmarks of this folder one after the other and prints medians, ratios and bounds.
 *
 *   npm run bench -- --only ingest       those whose name, file or folder contains the word
 *   npm run bench -- --quick             little data: shows that they work, not how fast
 *   npm run bench -- --repetitions 5     how often each measurement is repeated (3)
 *   npm run bench -- --json              the results as JSON on standard output, progress on standard error
 *
 * Exits with 1 when a benchmark fails; a missed target is reported, not an error, because it depends on the machine.
 */
import { globSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from './support/benchmark.ts';
import { formatResult, reportFigure } from './support/report.ts';

interface Outcome {
  readonly name: string;
  readonly durationMs: number;
  readonly result?: BenchmarkResult;
  readonly error?: string;
}

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    repetitions: { type: 'string', default: '3' },
  },
});

const options: BenchmarkOptions = {
  repetitions: values.quick ? 1 : Math.max(1, Number.parseInt(values.repetitions, 10) || 3),
  isQuick: values.quick,
  progress: (message) => process.stderr.write(`  … ${message}\n`),
};

const machine = {
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGib: Math.round(totalmem() / 1024 ** 3),
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
};

await main();

async function main(): Promise<void> {
  const benchmarks = await findBenchmarks(values.only);
  if (benchmarks.length === 0) {
    process.stderr.write(`No benchmark${values.only === undefined ? '' : ` matches "${values.only}"`} in bench/.\n`);
    if (values.only !== undefined) process.exitCode = 1;
    return;
  }
  if (!values.json) process.stdout.write(`${Object.values(machine).join(', ')}\n`);
  const outcomes: Outcome[] = [];
  for (const benchmark of benchmarks) outcomes.push(await runOne(benchmark));
  if (values.json) process.stdout.write(`${JSON.stringify(toJson(outcomes), undefined, 2)}\n`);
  if (outcomes.some((outcome) => outcome.error !== undefined)) process.exitCode = 1;
}

async function findBenchmarks(only: string | undefined): Promise<readonly Benchmark[]> {
  const found: Benchmark[] = [];
  for (const file of globSync('**/*.bench.ts', { cwd: import.meta.dirname }).toSorted()) {
    const module = (await import(new URL(file, import.meta.url).href)) as { readonly benchmark?: Benchmark };
    if (module.benchmark === undefined) throw new Error(`bench/${file} must export "benchmark".`);
    const isWanted = only === undefined || `${file} ${module.benchmark.name}`.includes(only);
    if (isWanted) found.push(module.benchmark);
  }
  return found;
}

async function runOne(benchmark: Benchmark): Promise<Outcome> {
  process.stderr.write(`${benchmark.name}: ${benchmark.description}\n`);
  const startedAt = performance.now();
  try {
    const result = await benchmark.run(options);
    if (!values.json) process.stdout.write(`${formatResult(benchmark.name, result)}\n\n`);
    return { name: benchmark.name, durationMs: performance.now() - startedAt, result };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${benchmark.name} failed: ${message}\n`);
    return { name: benchmark.name, durationMs: performance.now() - startedAt, error: message };
  }
}

function toJson(outcomes: readonly Outcome[]): unknown {
  return {
    machine,
    isQuick: options.isQuick,
    benchmarks: outcomes.map(({ result, ...outcome }) => ({
      ...outcome,
      ...(result === undefined ? {} : { conditions: result.conditions, figures: result.figures.map(reportFigure) }),
    })),
  };
}
