import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark, BenchmarkOptions, BenchmarkResult } from './support/benchmark.ts';

const dataFolder = process.env['PERENNIAL_TEST_DATA'] ?? join(import.meta.dirname, '../../shared/data');
const file = join(dataFolder, 'online_retail_2010_2011.csv.gz');
const launcher = join(import.meta.dirname, '../apps/server/bin/perennial.js');
const importTimeoutMs = 600_000;

/** A real shop's orders, from a folder that does not exist yet to stages that can be read. */
export const benchmark = {
  name: 'import',
  description:
    'Online Retail (UCI, 541,909 order lines): npx perennial import, cold, until everything is folded and in the lens',
  run,
} satisfies Benchmark;

interface ImportAnswer {
  readonly rowsRead: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly isFolded: boolean;
  readonly seconds: number;
}

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  if (!existsSync(file)) {
    options.progress(`skipped: there is no ${file}; set PERENNIAL_TEST_DATA to the folder that has it`);
    return { figures: [], conditions: { skipped: 'the file is not here' } };
  }
  const seconds: number[] = [];
  let last: ImportAnswer | undefined;
  for (let repetition = 0; repetition < options.repetitions; repetition += 1) {
    const startedAt = performance.now();
    last = await importCold();
    seconds.push((performance.now() - startedAt) / 1000);
    options.progress(`${last.rowsRead} lines, ${last.accepted} facts, ${seconds.at(-1)?.toFixed(1)} s`);
  }
  return {
    figures: [{ name: 'cold to stages visible', samples: seconds, unit: 's', target: { atMost: 60 } }],
    conditions: {
      lines: last?.rowsRead ?? 0,
      facts: last?.accepted ?? 0,
      rejected: last?.rejected ?? 0,
      'the clock':
        'from the start of the process: both stores made, file mapped, imported, folded, shipped, stores stopped',
    },
  };
}

async function importCold(): Promise<ImportAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
  try {
    const words = ['import', file, '--data', folder, '--currency', 'GBP', '--zone', 'Europe/London', '--json'];
    const environment = { ...process.env, PERENNIAL_LOG_LEVEL: 'warn' };
    const child = await promisify(execFile)(process.execPath, [launcher, ...words], {
      timeout: importTimeoutMs,
      env: environment,
      maxBuffer: 64 * 1024 * 1024,
    });
    const answer: ImportAnswer = JSON.parse(child.stdout);
    if (!answer.isFolded) throw new Error('the import ended before everything was folded');
    return answer;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
