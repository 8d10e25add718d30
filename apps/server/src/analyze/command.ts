import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { writeFile } from 'node:fs/promises';
import { openScratch } from '@perennial/clickhouse';
import type { ScratchStore } from '@perennial/clickhouse';
import { CommandError, defineCommand, UsageError } from '../cli/command/command.ts';
import type { Call, ExitCode } from '../cli/command/command.ts';
import type { Analysis } from './findings/analysis.ts';
import { analyzeOrders } from './findings/analyze-orders.ts';
import { fields } from './input/columns/fields.ts';
import { readOrders } from './input/read-orders.ts';
import type { Orders } from './input/read-orders.ts';
import { createMeter } from './meter.ts';
import { options } from './options.ts';
import { renderReport } from './report/render-report.ts';
import { readRequest } from './request.ts';
import type { AnalyzeRequest } from './request.ts';
import { guessShoppingYear } from './shopping-year.ts';
import { describeGuess } from './text/describe-guess.ts';
import { summarize } from './text/summarize.ts';
import { toJson } from './to-json.ts';
import { DataUnusable } from './wishes/data-unusable.ts';
import { writeScores } from './write-scores.ts';

export const analyzeCommand = defineCommand({
  name: 'analyze',
  summary: 'Analyse order files: who buys, what they are worth, what to do first',
  details: [
    'Takes CSV, TSV, NDJSON, JSON and Parquet, each also gzipped. No server, no account, no network. What the columns mean is guessed and',
    `shown; --map COLUMN=FIELD corrects it. Fields: ${fields.slice(0, 11).join(', ')},`,
    `${fields.slice(11).join(', ')}.`,
    'Exit codes: 0 done, 1 the data cannot be analysed (it says why), 2 used wrongly.',
  ],
  args: [{ name: 'FILE', help: 'file of orders or order lines', isRepeated: true }],
  options,
  run,
});

const memoryBytesMax = 2 * 1024 ** 3;
const dayMs = 86_400_000;
/** Below so many bytes of files the threads of a statement take longer to meet than to work. */
const smallBytesMax = 1024 ** 2;

async function run(call: Call<typeof options>): Promise<ExitCode> {
  const request = readRequest(call.options);
  const paths = call.args.map((path) => resolve(path));
  for (const [at, path] of paths.entries())
    if (!isFile(path)) throw new UsageError(`There is no file ${call.args[at]}.`);
  const folder = mkdtempSync(join(tmpdir(), 'perennial-analyze-'));
  const isSmall = paths.reduce((sum, path) => sum + statSync(path).size, 0) < smallBytesMax;
  const store = await openScratch({ folder: join(folder, 'store'), memoryBytesMax, ...(isSmall && { threadsMax: 1 }) });
  try {
    return await analyze(call, { request, paths, folder, store });
  } catch (error) {
    if (error instanceof DataUnusable) throw new CommandError(error.message, { cause: error });
    throw error;
  } finally {
    call.out.progress(null);
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

interface Work {
  readonly request: AnalyzeRequest;
  readonly paths: readonly string[];
  readonly folder: string;
  readonly store: ScratchStore;
}

async function analyze(call: Call<typeof options>, { request, paths, folder, store }: Work): Promise<ExitCode> {
  const { out, signal } = call;
  const meter = createMeter({ now: () => performance.now(), tell: out.progress });
  const onStage = (stage: Parameters<typeof meter.enter>[0]): void => {
    signal.throwIfAborted();
    meter.enter(stage);
  };
  using _ticking = every(tickMs, () => meter.tick());
  const orders = await readOrders({
    paths,
    store,
    folder,
    onStage,
    onPart: (share) => meter.within(share),
    wishes: request.wishes,
    today: Math.floor(Date.now() / dayMs),
    onGuess: (guess) => out.note(describeGuess(guess)),
  });
  const shoppingYear =
    request.wishes.shoppingYear ??
    guessShoppingYear({ ...orders, columns: orders.files.flatMap(({ map }) => Object.values(map)) });
  const analysis = analyzeOrders(orders, {
    wishes: request.wishes,
    seed: request.seed,
    wantsIntervals: request.out !== undefined,
    shoppingYear,
    onStage,
    onPart: (share) => meter.within(share),
  });
  const written = await write(call, { request, store, folder, paths, orders, analysis, onStage });
  await out.result(
    toJson(analysis),
    `${summarize(analysis)}\n${written.map((line) => `${line}\n`).join('')}`.trimEnd(),
  );
  return 0;
}

const tickMs = 1_000;

/** Does it again and again until the scope ends; while the engine works, this process only waits. */
function every(ms: number, work: () => void): Disposable {
  const timer = setInterval(work, ms);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

interface Finished extends Work {
  readonly orders: Orders;
  readonly analysis: Analysis;
  readonly onStage: (stage: 'writing') => void;
}

async function write(
  call: Call<typeof options>,
  { request, store, folder, paths, analysis, onStage }: Finished,
): Promise<readonly string[]> {
  onStage('writing');
  const written: string[] = [];
  if (request.out !== undefined) {
    await writeScores({ analysis, store, folder, path: resolve(request.out) });
    written.push(`Scores per customer: ${request.out}`);
  }
  if (request.report !== 'none' && !(call.out.isJson && request.report === undefined)) {
    const path =
      request.report ??
      `${basename(paths[0] ?? 'orders').replace(/(\.(csv|tsv|txt|ndjson|jsonl|json|parquet))?(\.gz)?$/i, '')}-report.html`;
    await writeFile(resolve(path), renderReport(analysis, request.locale)).catch((error: unknown) => {
      throw new CommandError(
        `The report cannot be written to ${path}: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    written.push(`Report: ${path}`);
  }
  return written;
}
