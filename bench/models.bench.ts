import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fitBgNbd, fitParetoNbd, simulateHistories, simulateRows, summarizePurchases } from '@perennial/domain/models';
import type { PurchaseHistories } from '@perennial/domain/models';
import type { Benchmark, BenchmarkOptions, BenchmarkResult, Figure } from './support/benchmark.ts';
import { readCdnowSample } from './support/cdnow-sample.ts';

/** 1997-09-30, the end of the 39 weeks on which the papers estimate. */
const calibrationEndDay = 10_134;
const childTimeoutMs = 120_000;

/** Statistical models: fits and scores against the figures the product promises. */
export const benchmark = {
  name: 'models',
  description: 'Fitting and scoring the models of customer value.',
  run,
} satisfies Benchmark;

async function run(options: BenchmarkOptions): Promise<BenchmarkResult> {
  const cdnow = cdnowHistories();
  const million = options.isQuick ? 20_000 : 1_000_000;
  const pareto = simulateHistories(
    { kind: 'pareto-nbd', parameters: { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 } },
    { unit: 'week', customers: options.isQuick ? 2_000 : 100_000, ageMin: 27, ageMax: 39, seed: 2 },
  );
  options.progress('BG/NBD on 2,357 customers');
  const figures = [fitSample(cdnow.histories, options)];
  options.progress(`BG/NBD from the raw orders of ${million} customers`);
  figures.push(...(await fitMillion(million, options.repetitions)));
  options.progress(`Pareto/NBD on ${pareto.age.length} customers`);
  figures.push(fitPareto(pareto, options.repetitions));
  return {
    figures,
    conditions: {
      sample: cdnow.name,
      million: `${million} simulated BG/NBD customers, orders in order of time, days`,
      pareto: `${pareto.age.length} simulated Pareto/NBD customers, all histories distinct`,
      rival: 'lifetimes (Python) is not installed here and was not run',
    },
  };
}

function fitSample(histories: PurchaseHistories<'week'>, options: BenchmarkOptions): Figure {
  for (let warm = 0; warm < 30; warm += 1) fitBgNbd(histories);
  const samples = repeat(7 * options.repetitions, () => fitBgNbd(histories));
  return { name: 'BG/NBD, CDNOW sample, warm', unit: 'ms', samples, target: { atMost: 10 } };
}

function fitPareto(histories: PurchaseHistories<'week'>, repetitions: number): Figure {
  const samples = repeat(repetitions, () => fitParetoNbd(histories));
  return {
    name: `Pareto/NBD, ${histories.age.length} customers`,
    unit: 'ms',
    samples,
    target: { atMost: 3000 },
  };
}

async function fitMillion(customers: number, repetitions: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-models-'));
  const file = join(folder, 'orders.bin');
  const runs: ChildReport[] = [];
  try {
    writeOrders(file, customers);
    for (let i = 0; i < repetitions; i += 1) runs.push(await runChild(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    {
      name: `raw orders to fitted BG/NBD, ${customers} customers`,
      unit: 'ms',
      samples: runs.map((one) => one.summarizeMs + one.fitMs),
      target: { atMost: 1500 },
    },
    {
      name: 'the same, peak memory of the process',
      unit: 'MiB',
      samples: runs.map((one) => one.peakMib),
      target: { atMost: 300 },
    },
    {
      name: `scoring ${customers} customers: purchases, silence, value`,
      unit: 'ms',
      samples: runs.map((one) => one.scoreMs),
      target: { atMost: 1000 },
    },
  ];
}

interface ChildReport {
  readonly summarizeMs: number;
  readonly fitMs: number;
  readonly scoreMs: number;
  readonly peakMib: number;
}

async function runChild(file: string): Promise<ChildReport> {
  const script = join(import.meta.dirname, 'models-child.ts');
  const child = await promisify(execFile)(process.execPath, [script, file], { timeout: childTimeoutMs });
  const report: ChildReport = JSON.parse(child.stdout);
  return report;
}

/** Orders as a shop's log has them, by time and not by customer, so that the summary must sort. */
function writeOrders(file: string, customers: number): void {
  const rows = simulateRows(
    { kind: 'bg-nbd', parameters: { r: 0.243, alpha: 4.414 * 7, a: 0.793, b: 2.426 } },
    { customers, joinDays: 84, endDay: 272, spend: { p: 6.25, q: 3.74, gamma: 15.44 }, seed: 1 },
  );
  const order = new Uint32Array(rows.day.length);
  for (let row = 0; row < order.length; row += 1) order[row] = row;
  order.sort((a, b) => (rows.day[a] ?? 0) - (rows.day[b] ?? 0));
  const amount = new Float64Array(order.length);
  const customer = new Uint32Array(order.length);
  const day = new Int32Array(order.length);
  order.forEach((row, at) => {
    amount[at] = rows.amount[row] ?? 0;
    customer[at] = rows.customer[row] ?? 0;
    day[at] = rows.day[row] ?? 0;
  });
  writeFileSync(file, new Uint8Array(amount.buffer));
  appendFileSync(file, new Uint8Array(customer.buffer));
  appendFileSync(file, new Uint8Array(day.buffer));
}

function repeat(times: number, work: () => unknown): number[] {
  return Array.from({ length: times }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
}

/** The published sample where it is; else as many simulated customers, and saying so. */
function cdnowHistories(): { name: string; histories: PurchaseHistories<'week'> } {
  const rows = readCdnowSample();
  if (rows !== null) {
    const { histories } = summarizePurchases(rows, { unit: 'week', endDay: calibrationEndDay });
    return { name: 'CDNOW, 2,357 customers', histories };
  }
  const histories = simulateHistories(
    { kind: 'bg-nbd', parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } },
    { unit: 'week', customers: 2357, ageMin: 27, ageMax: 39, seed: 1 },
  );
  return { name: '2,357 simulated customers: the CDNOW sample is absent', histories };
}
