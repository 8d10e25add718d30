import {
  createFactBuilder,
  createMemberBuilder,
  createOrderBuilder,
  createOrderRowBuilder,
  createOrderSurvey,
  createPurchaseBook,
  createRowReader,
  guessInstantFormat,
  isReferenceKind,
  whenField,
} from '@perennial/engine/import';
import type { FactBuilder, ImportMapping, RowReader, SeenProduct } from '@perennial/engine/import';
import { readRows } from '../../table-files/read-rows.ts';
import { FileError } from '../../table-files/scan-file.ts';
import { createFactSink, takeByIngest } from './fact-sink.ts';
import { importReference } from './import-reference.ts';
import type { ImportProgress, ImportRunOptions, Run } from './import-run.ts';

/** Imports a file by its plan. Throws FileError when the file cannot be settled, and the signal's reason when it is stopped. */
export async function runImport(options: ImportRunOptions): Promise<ImportProgress> {
  const run = createRun(options);
  const { plan } = options;
  const mapping = plan.isInstantOpen ? await settleInstants(run) : plan.mapping;
  const currency = mapping.currency ?? options.currency;
  const reader = createRowReader({
    mapping,
    columns: plan.layout.columns,
    zone: options.zone,
    currencyDigits: options.currencyDigits(currency),
  });
  const { kind } = mapping;
  if (isReferenceKind(kind)) await importReference({ run, reader, kind });
  else if (kind === 'order_lines') await importOrderLines(run, { reader, mapping, currency });
  else await importFacts(run, builderOf({ reader, mapping, currency }));
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

/** The first rows left open which number is the day; the whole file may tell. */
async function settleInstants(run: Run): Promise<ImportMapping> {
  const { plan } = run.options;
  const column = plan.mapping.columns[whenField(plan.mapping.kind)];
  const at = plan.layout.columns.indexOf(column ?? '');
  const seen = new Set<string>();
  for await (const batch of run.rows('survey')) {
    // Only the date tells, and a file has few of them.
    for (const row of batch.rows) seen.add((row.values[at] ?? '').trim().split(/[ T]/, 1)[0] ?? '');
  }
  const guess = guessInstantFormat([...seen].filter((text) => /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$/.test(text)));
  if (guess.isAmbiguous || guess.format === undefined) {
    throw new FileError(
      `In every row of "${column ?? ''}" day and month could be exchanged: nothing was imported. ` +
        'Say which it is, dd/MM/yyyy or MM/dd/yyyy (--instant-format).',
    );
  }
  return { ...plan.mapping, instantFormat: guess.format };
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

async function importOrderLines(run: Run, reading: Reading): Promise<void> {
  const survey = createOrderSurvey(reading.reader);
  for await (const batch of run.rows('survey')) for (const row of batch.rows) survey.add(row);
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
