import { hash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ImportMapping } from '@perennial/engine/import';
import { findImportJob, lockImport, saveImportJob } from '@perennial/postgres/imports';
import type { ImportJobRow } from '@perennial/postgres/imports';
import type { Database } from '@perennial/postgres';
import type { Ingestion } from '../../ingest/create-ingestion.ts';
import { currencyDigits } from '../../ingest/currency-digits.ts';
import { createRecorder } from './import-recorder.ts';
import type { ImportProgress } from './import-run.ts';
import type { ImportPlan } from './plan-import.ts';
import { createReferenceTrial } from './reference-trial.ts';
import { createReferenceWriter } from './reference-writer.ts';
import { createRejectsFile, rejectsFolderOf } from './kept-files/rejects-file.ts';
import { runImport } from './run-import.ts';

export interface ImportJobsOptions {
  readonly database: Database;
  readonly ingestion: Pick<Ingestion, 'ingest' | 'openTrial'>;
  readonly dataFolder: string;
  readonly zone: string;
  readonly currency: string;
  readonly now: () => number;
}

export interface StartImport {
  readonly plan: ImportPlan;
  readonly isDryRun: boolean;
  readonly startedBy: string;
  /** Where rejects go; below the data folder unless given. */
  readonly rejectsPath?: string | undefined;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface StartedImport {
  readonly id: string;
  /** Facts that an earlier run of the same import has settled, and that this one passes over. */
  readonly resumedFacts: number;
  /** The job as it ended; never rejects. */
  readonly done: Promise<ImportJobRow>;
}

/** Imports of this process. A job outlives it as a row: it goes on where it was cut off when the same file is imported again. */
export interface ImportJobs {
  /** Throws ImportRunningError when the same file is being imported right now, ImportsClosedError after `close`. */
  start(request: StartImport): Promise<StartedImport>;
  /** Stops at the next batch; what was acknowledged stays. False when this process does not run the job. */
  cancel(id: string): boolean;
  /** Stops everything and waits. */
  close(): Promise<void>;
}

/** The same content is being imported the same way. */
export class ImportRunningError extends Error {
  override readonly name = 'ImportRunningError';
}

/** The process is ending, and begins nothing. */
export class ImportsClosedError extends Error {
  override readonly name = 'ImportsClosedError';
}

/** A running job that has been silent for so long was killed. */
const silentMsMax = 15_000;

export function createImportJobs(options: ImportJobsOptions): ImportJobs {
  const running = new Map<string, { readonly stop: AbortController; readonly done: Promise<ImportJobRow> }>();
  const starting = new Set<Promise<StartedImport>>();
  const closing = new AbortController();

  async function start(request: StartImport): Promise<StartedImport> {
    const { row, skipFacts } = await openJob(options, request);
    const stop = new AbortController();
    // A process that began to end meanwhile stops the job before its first row.
    if (closing.signal.aborted) stop.abort();
    const done = follow(options, { request, row, skipFacts, signal: stop.signal }).finally(() =>
      running.delete(row.id),
    );
    running.set(row.id, { stop, done });
    return { id: row.id, resumedFacts: skipFacts, done };
  }

  return {
    async start(request) {
      if (closing.signal.aborted) throw new ImportsClosedError('The process is stopping and starts no import.');
      const started = start(request);
      starting.add(started);
      return started.finally(() => starting.delete(started));
    },
    cancel(id) {
      const job = running.get(id);
      job?.stop.abort();
      return job !== undefined;
    },
    async close() {
      closing.abort();
      await Promise.allSettled(starting);
      const jobs = [...running.values()];
      for (const job of jobs) job.stop.abort();
      await Promise.all(jobs.map((job) => job.done));
    },
  };
}

interface OpenedJob {
  readonly row: ImportJobRow;
  readonly skipFacts: number;
}

/** Writes the row of a new job. Looking for another run and writing are one turn, so that of two starts at once one is told of the other. */
async function openJob(options: ImportJobsOptions, request: StartImport): Promise<OpenedJob> {
  const row = newRow(options, request);
  if (request.isDryRun) {
    await saveImportJob(options.database, row);
    return { row, skipFacts: 0 };
  }
  return options.database.transaction({ name: 'start import' }, async (sql) => {
    const same = { contentHash: row.content_hash, mappingHash: row.mapping_hash };
    await lockImport(sql, same);
    const skipFacts = settledBy(await findImportJob(sql, same), options.now());
    await saveImportJob(sql, row);
    return { row, skipFacts };
  });
}

/** Facts that the last run of the same import has settled; 0 after one that came to its end. */
function settledBy(last: ImportJobRow | undefined, now: number): number {
  if (last === undefined || last.status === 'succeeded') return 0;
  if (last.status === 'running' && now - last.updated_at < silentMsMax) {
    throw new ImportRunningError(`${last.file_name} is being imported right now, in the same way (import ${last.id}).`);
  }
  return last.facts_done;
}

function mappingHash(mapping: ImportMapping): string {
  const columns = Object.entries(mapping.columns).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify({ ...mapping, columns }), 'hex');
}

function newRow(options: ImportJobsOptions, { plan, isDryRun, startedBy, rejectsPath }: StartImport): ImportJobRow {
  const id = randomUUID();
  const now = options.now();
  return {
    id,
    file_name: plan.fileName.slice(0, 255),
    content_hash: plan.scan.contentHash,
    mapping_hash: mappingHash(plan.mapping),
    mapping: JSON.stringify(plan.mapping),
    is_dry_run: isDryRun,
    status: 'running',
    error: null,
    started_by: startedBy,
    started_at: now,
    updated_at: now,
    finished_at: null,
    rows_read: 0,
    rows_total: Math.max(0, plan.scan.lines - (plan.layout.hasHeader ? 1 : 0)),
    bytes_done: 0,
    bytes_total: plan.scan.bytes,
    facts_done: 0,
    accepted: 0,
    duplicates: 0,
    quarantined: 0,
    rejected: 0,
    first_fact_at: null,
    last_fact_at: null,
    rejects_path: rejectsPath ?? join(rejectsFolderOf(options.dataFolder), `${id}.rejects.csv`),
    rejects_shown: '[]',
  };
}

interface Following {
  readonly request: StartImport;
  readonly row: ImportJobRow;
  readonly skipFacts: number;
  readonly signal: AbortSignal;
}

async function follow(options: ImportJobsOptions, following: Following): Promise<ImportJobRow> {
  const { request, skipFacts, signal } = following;
  const { database, now, zone, currency } = options;
  const rejects = createRejectsFile(following.row.rejects_path);
  const recorder = createRecorder({ database, now, rejects }, following.row);
  try {
    await runImport({
      plan: request.plan,
      isDryRun: request.isDryRun,
      ...targetsOf(options, request),
      zone,
      currency,
      currencyDigits,
      rejects,
      skipFacts,
      now,
      signal,
      onProgress(progress) {
        recorder.note(progress);
        request.onProgress?.(progress);
      },
    });
    await rejects.close();
    return await recorder.end('succeeded', null);
  } catch (error) {
    await rejects.close().catch(() => undefined);
    return recorder.end(signal.aborted ? 'cancelled' : 'failed', signal.aborted ? null : messageOf(error));
  }
}

/** A check goes the way of an import and keeps nothing: what differs is where the way ends. */
function targetsOf({ database, ingestion }: ImportJobsOptions, { isDryRun, startedBy }: StartImport) {
  return isDryRun
    ? { ingest: ingestion.openTrial(), reference: createReferenceTrial(database, startedBy) }
    : { ingest: ingestion.ingest, reference: createReferenceWriter(database, startedBy) };
}

/** Paths are for the log of the machine, not for the page that shows the import. */
function messageOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    return 'The file was removed while it was being read. Give it again: the import goes on where it ended.';
  return error instanceof Error ? error.message : String(error);
}

/** A job that another process left running and will never end reads as failed. */
export function isAbandoned(row: ImportJobRow, now: number): boolean {
  return row.status === 'running' && now - row.updated_at > silentMsMax;
}
