import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openScratch, sqlText } from '@perennial/clickhouse';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from './support/benchmark.ts';

const retail = join(import.meta.dirname, '../../shared/data/online_retail_2010_2011.csv.gz');
const runTimeoutMs = 300_000;

/** `perennial analyze` from the file to the finished report, each run in a process of its own. */
export const benchmark = {
  name: 'analyze',
  description: 'Analysing order files from the command line.',
  run,
} satisfies Benchmark;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-analyze-bench-'));
  const lines = options.isQuick ? 100_000 : 10_000_000;
  try {
    const figures: Figure[] = [];
    if (existsSync(retail)) {
      options.progress('Online Retail, 541,909 lines');
      const runs = await repeat(options.repetitions, () => analyze(retail, folder));
      figures.push({
        name: 'Online Retail, 541,909 lines, to the report',
        unit: 's',
        samples: runs.map(({ seconds }) => seconds),
        target: { atMost: 15 },
      });
    }
    options.progress(`generating ${lines} lines`);
    const file = join(folder, 'orders.csv');
    await generate(file, { lines, folder });
    const runs = await repeat(options.isQuick ? 1 : Math.min(2, options.repetitions), () => {
      options.progress(`analysing ${lines} lines`);
      return analyze(file, folder);
    });
    figures.push(
      {
        name: `${lines} lines to the report`,
        unit: 's',
        samples: runs.map(({ seconds }) => seconds),
        target: { atMost: 60 },
      },
      { name: 'the same, processor time', unit: 's', samples: runs.map(({ processorSeconds }) => processorSeconds) },
      {
        name: 'the same, peak memory of the process',
        unit: 'MiB',
        samples: runs.map(({ peakMib }) => peakMib),
        target: { atMost: 4096 },
      },
    );
    return {
      figures,
      conditions: {
        lines,
        file: `${Math.round(statSync(file).size / 1e6)} MB of CSV, made up`,
        retail: existsSync(retail) ? 'public file' : 'absent, not run',
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Lines in order of time, unequally many a customer, two in a hundred returned; customers join and stop buying, whose lines then fall to people who come once; products follow a
 * power law.
 */
async function generate(
  path: string,
  { lines, folder }: { readonly lines: number; readonly folder: string },
): Promise<void> {
  const store = await openScratch({ folder: join(folder, 'generator'), memoryBytesMax: 1024 ** 3 });
  const customers = Math.ceil(lines / 20);
  try {
    await store.execute(`insert into function file(${sqlText(path)}, 'CSVWithNames')
      with intHash32(number) / 4294967296 as chance, intHash32(number + 1) / 4294967296 as other, intHash32(number * 7 + 3) / 4294967296 as third,
        toUInt32(pow(chance, 2) * ${customers}) as regular, intHash32(regular) / 4294967296 as joined, intHash32(regular * 3 + 1) / 4294967296 as stays,
        toUInt32(number / ${lines} * 730) as day, third < 0.02 as is_back,
        if(joined * 0.7 < day / 730 + 0.05 and (stays < 0.5 or joined * 0.7 + stays * 0.4 > day / 730), regular, ${customers} + intDiv(number, 8)) as who
      select concat('M', leftPad(toString(who), 8, '0')) as customer_id, intDiv(number, 3) as order_no,
        concat(toString(toDate('2023-01-01') + day), ' 12:00:00') as order_date, toString(toUInt32(pow(other, 3) * 5000)) as sku,
        if(is_back, -1, 1) * (1 + intHash32(number + 9) % 3) as qty, round(5 + 95 * other * other, 2) as price
      from numbers(${lines})
      settings max_threads = 2`);
  } finally {
    store.close();
  }
}

interface Run {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMib: number;
}

/** Memory is read from the operating system where it tells it; else it is not a number. */
async function analyze(file: string, folder: string): Promise<Run> {
  const command = join(import.meta.dirname, '../apps/server/bin/perennial.js');
  const startedAt = performance.now();
  const child = spawn(process.execPath, [command, 'analyze', file, '--report', join(folder, 'report.html')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: runTimeoutMs,
  });
  let peakKib = Number.NaN;
  let processorSeconds = Number.NaN;
  const watch = setInterval(() => {
    const status = readProc(child.pid, 'status');
    // The greatest that was seen: the process ends as an empty program, which has a peak of its own.
    const highKib = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]);
    if (!(highKib <= peakKib)) peakKib = Number.isNaN(highKib) ? peakKib : highKib;
    const times = readProc(child.pid, 'stat')
      .replace(/^.*\) /, '')
      .split(' ');
    if (times.length > 13) processorSeconds = (Number(times[11]) + Number(times[12])) / 100;
  }, 100);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`analyze ended with ${code}: ${errors.slice(-500)}`);
  return { processorSeconds, seconds: (performance.now() - startedAt) / 1000, peakMib: peakKib / 1024 };
}

function readProc(pid: number | undefined, name: string): string {
  try {
    return pid === undefined ? '' : readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

async function repeat<T>(times: number, work: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let at = 0; at < times; at++) results.push(await work());
  return results;
}
