import {
  createColumnSurvey,
  createFactBuilder,
  createMemberBuilder,
  createOrderBuilder,
  createOrderRowBuilder,
  createOrderSurvey,
  createPurchaseBook,
  createRowCheck,
  createRowReader,
  isReferenceKind,
} from '@perennial/engine/import';
import type {
  FactBuilder,
  FileRow,
  ImportMapping,
  ProblemCount,
  RowReader,
  SeenProduct,
  SettledColumns,
} from '@perennial/engine/import';
import { readRows } from '../../table-files/read-rows.ts';
import { FileError } from '../../table-files/scan-file.ts';
import { createFactSink, takeByIngest } from './fact-sink.ts';
import { importReference } from './import-reference.ts';
import type { ImportProgress, ImportRunOptions, Run } from './import-run.ts';

/** Imports a file by its plan. Throws FileError when the file cannot be settled, and the signal's reason when it is stopped. */
export async function runImport(options: ImportRunOptions): Promise<ImportProgress> {
  const run = createRun(options);
  const { plan } = options;
  const currency = plan.mapping.currency ?? options.currency;
  const { mapping, decimals } = await settleColumns(run, options.currencyDigits(currency));
  const reader = createRowReader({
    mapping,
    decimals,
    currency,
    columns: plan.layout.columns,
    zone: options.zone,
    currencyDigits: options.currencyDigits(currency),
    digitsOf: options.currencyDigits,
  });
  const { kind } = mapping;
  if (isReferenceKind(kind)) await importReference({ run, reader, kind });
  else if (kind === 'order_lines') await importOrderLines(run, { reader, mapping, currency });
  else await importRows(run, { reader, mapping, currency });
  return run.progress();
}

function createRun(options: ImportRunOptions): Run {
  const { plan, rejects, ingest } = options;
  const { isBackfill, source = 'import' } = plan.mapping;
  const take = takeByIngest({ ingest, source, isBackfill });
  const sink = createFactSink({ take, onRejects: (found) => rejects.add(found), skip: options.skipFacts });
  const own = { accepted: 0, duplicates: 0, rejected: 0, quarantined: 0 };
  const state = {
    phase: 'survey' as ImportProgress['phase'],
    rowsRead: 0,
    bytesDone: 0,
    firstAt: Infinity,
    lastAt: -Infinity,
  };
  const progress = (): ImportProgress => ({
    phase: state.phase,
    rowsRead: state.rowsRead,
    bytesDone: state.bytesDone,
    bytesTotal: plan.scan.bytes,
    factsDone: sink.settled,
    accepted: sink.counts.accepted + own.accepted,
    duplicates: sink.counts.duplicates + own.duplicates,
    quarantined: sink.counts.quarantined,
    rejected: sink.counts.rejected + own.rejected,
    firstAt: state.firstAt === Infinity ? null : state.firstAt,
    lastAt: state.lastAt === -Infinity ? null : state.lastAt,
  });
  return {
    options,
    sink,
    async *rows(phase) {
      Object.assign(state, { phase, rowsRead: 0, bytesDone: 0 });
      for await (const batch of readRows(plan.scan, plan.layout)) {
        options.signal.throwIfAborted();
        if (phase === 'facts') rejects.add(batch.rejects);
        if (phase === 'facts') own.rejected += batch.rejects.length;
        yield batch;
        state.rowsRead += batch.rows.length + batch.rejects.length;
        state.bytesDone = batch.bytesRead;
        options.onProgress(progress());
      }
    },
    noteSpan(at) {
      state.firstAt = Math.min(state.firstAt, at);
      state.lastAt = Math.max(state.lastAt, at);
    },
    noteCounts(counts) {
      own.accepted += counts.accepted ?? 0;
      own.duplicates += counts.duplicates ?? 0;
      own.rejected += counts.rejected ?? 0;
    },
    progress,
  };
}

const settledBefore: ReadonlySet<string> = new Set(['facts', 'stores', 'staff']);

/** How instants and numbers are written is told by whole columns. Throws FileError with the question where they do not tell. */
async function settleColumns(run: Run, currencyDigits: number): Promise<Omit<SettledColumns, 'kind'>> {
  const { plan } = run.options;
  const { mapping, layout, isInstantGuessed } = plan;
  if (settledBefore.has(mapping.kind)) return { mapping, decimals: new Map() };
  const survey = createColumnSurvey({
    mapping,
    columns: layout.columns,
    currencyDigits,
    isInstantOpen: isInstantGuessed,
  });
  for await (const batch of run.rows('survey')) for (const row of batch.rows) survey.add(row);
  const settled = survey.settle();
  if (settled.kind === 'ask') throw new FileError(`${settled.question}\nNothing was imported.`);
  return settled;
}

/** More unreadable rows than this are no slips of a file, but a file that is read wrongly. */
const rejectsPercentMax = 20;
/** One or two are no rule, however short the file. */
const rejectsMin = 3;
const reasonsTold = 3;

/** Throws FileError when too many rows cannot be read: it is better to ask once than to take a part. A check goes on and lists them. */
function askAboutRejects(run: Run, problems: ProblemCount, uncut: number): void {
  const { plan, isDryRun } = run.options;
  const { unreadable, reasons } = problems;
  const rows = problems.rows + uncut;
  const max = plan.mapping.rejectsPercentMax ?? rejectsPercentMax;
  const percent = rows === 0 ? 0 : ((unreadable + uncut) / rows) * 100;
  if (isDryRun || unreadable + uncut < rejectsMin || percent <= max) return;
  const told = reasons
    .slice(0, reasonsTold)
    .map(
      ({ reason, count, line }) => `  ${count.toLocaleString('en-US')} row(s), the first on line ${line}: ${reason}`,
    );
  if (uncut > 0)
    told.push(`  ${uncut.toLocaleString('en-US')} row(s): they cannot be cut into the columns of the file`);
  throw new FileError(
    `${(unreadable + uncut).toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} rows (${Math.round(percent)} %) cannot be read: nothing was imported.\n` +
      `${told.join('\n')}\n` +
      'Put the mapping or the file right, or take the other rows all the same: --rejects-max 100. A check (--dry-run) lists them all.',
  );
}

interface Reading {
  readonly reader: RowReader;
  readonly mapping: ImportMapping;
  readonly currency: string;
}

function builderOf(reading: Reading): FactBuilder {
  switch (reading.mapping.kind) {
    case 'members':
      return createMemberBuilder(reading);
    case 'facts':
      return createFactBuilder();
    default:
      return createOrderRowBuilder(reading);
  }
}

async function importRows(run: Run, reading: Reading): Promise<void> {
  const check = createRowCheck(reading.mapping.kind, reading.reader);
  if (check !== undefined) askAboutRejects(run, check.problems, await lookThrough(run, check));
  await importFacts(run, builderOf(reading));
}

/** Gives every row to a survey; the number of those that could not be cut. */
async function lookThrough(run: Run, survey: { add(row: FileRow): void }): Promise<number> {
  let uncut = 0;
  for await (const batch of run.rows('survey')) {
    uncut += batch.rejects.length;
    for (const row of batch.rows) survey.add(row);
  }
  return uncut;
}

async function importOrderLines(run: Run, reading: Reading): Promise<void> {
  const survey = createOrderSurvey(reading.reader);
  const uncut = await lookThrough(run, survey);
  askAboutRejects(run, survey.problems, uncut);
  await writeSeenProducts(run, survey.products);
  const book = createPurchaseBook(survey.returnedKeys);
  await importFacts(run, createOrderBuilder({ ...reading, lastLines: survey.lastLines, book }));
}

/** Products that the catalogue does not have yet; what it has is better than what an order line says. */
async function writeSeenProducts(run: Run, products: ReadonlyMap<string, SeenProduct>): Promise<void> {
  const { reference } = run.options;
  const known = await reference.knownProducts([...products.keys()]);
  const rows = [...products.values()].flatMap((seen) =>
    known.has(seen.productId)
      ? []
      : [
          {
            kind: 'products' as const,
            id: seen.productId,
            name: seen.name || seen.productId,
            category: seen.category,
            brand: '',
            priceMinor: seen.priceMinor,
            marginMinor: null,
          },
        ],
  );
  await reference.write(rows);
}

async function importFacts(run: Run, builder: FactBuilder): Promise<void> {
  const { sink, options } = run;
  const take = async (built: ReturnType<FactBuilder['push']>) => {
    options.rejects.add(built.rejects);
    run.noteCounts({ rejected: built.rejects.length });
    for (const { value } of built.facts) noteInstant(run, value.occurredAt);
    if (built.facts.length > 0) await sink.add(built.facts);
  };
  try {
    for await (const batch of run.rows('facts')) for (const row of batch.rows) await take(builder.push(row));
    await take(builder.finish());
    await sink.finish();
  } finally {
    // What is under way when a run breaks off is taken all the same: it is counted before the run is over.
    await sink.idle();
    options.onProgress(run.progress());
  }
}

/** The last instant that a date can tell, milliseconds from 1970. */
const instantMax = 8.64e15;

/** Facts in our own shape state their instants as they please; what is none is found by the check, and is no end of the span. */
function noteInstant(run: Run, occurredAt: unknown): void {
  const at = typeof occurredAt === 'string' ? Date.parse(occurredAt) : occurredAt;
  if (typeof at === 'number' && Number.isInteger(at) && Math.abs(at) <= instantMax) run.noteSpan(at);
}
