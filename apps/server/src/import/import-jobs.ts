import { hash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ImportMapping } from '@perennial/engine/import';
import { findImportJob, saveImportJob } from '@perennial/postgres/imports';
import type { ImportJobRow } from '@perennial/postgres/imports';
import type { Database } from '@perennial/postgres';
import type { Ingest } from '@perennial/engine';
import { currencyDigits } from '../ingest/currency-digits.ts';
import type { ImportProgress } from './import-run.ts';
import type { ImportPlan } from './plan-import.ts';
import { createReferenceWriter } from './reference-writer.ts';
import { createRejectsFile } from './rejects-file.ts';
import type { RejectsFile } from './rejects-file.ts';
import { runImport } from './run-import.ts';

export interface ImportJobsOptions {
  readonly database: Database;
  readonly ingest: Ingest;
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
  /** Throws ImportRunningError when the same file is being imported right now. */
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

const saveEveryMs = 1_000;
/** A running job that has been silent for so long was killed. */
const silentMsMax = 15_000;

export function createImportJobs(options: ImportJobsOptions): ImportJobs {
  const running = new Map<string, { readonly stop: AbortController; readonly done: Promise<ImportJobRow> }>();
  return {
    async start(request) {
      const skipFacts = request.isDryRun ? 0 : await findSettled(options, request.plan);
      const row = newRow(options, request);
      await saveImportJob(options.database, row);
      const stop = new AbortController();
      const done = follow(options, { request, row, skipFacts, signal: stop.signal }).finally(() =>
        running.delete(row.id),
      );
      running.set(row.id, { stop, done });
      return { id: row.id, resumedFacts: skipFacts, done };
    },
    cancel(id) {
      const job = running.get(id);
      job?.stop.abort();
      return job !== undefined;
    },
    async close() {
      const jobs = [...running.values()];
      for (const job of jobs) job.stop.abort();
      await Promise.all(jobs.map((job) => job.done));
    },
  };
}

function mappingHash(mapping: ImportMapping): string {
  const columns = Object.entries(mapping.columns).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', JSON.stringify({ ...mapping, columns }), 'hex');
}

/** Facts that the last run of the same import has settled; 0 after one that came to its end. */
async function findSettled(options: ImportJobsOptions, plan: ImportPlan): Promise<number> {
  const same = { contentHash: plan.scan.contentHash, mappingHash: mappingHash(plan.mapping) };
  const last = await findImportJob(options.database, same);
  if (last === undefined || last.status === 'succeeded') return 0;
  if (last.status === 'running' && options.now() - last.updated_at < silentMsMax) {
    throw new ImportRunningError(`${last.file_name} is being imported right now, in the same way (import ${last.id}).`);
  }
  return last.facts_done;
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
    rejects_path: rejectsPath ?? join(options.dataFolder, 'imports', `${id}.rejects.csv`),
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
  const rejects = createRejectsFile(following.row.rejects_path);
  const recorder = createRecorder(options, following.row, rejects);
  try {
    await runImport({
      plan: request.plan,
      isDryRun: request.isDryRun,
      ingest: options.ingest,
      reference: createReferenceWriter(options.database, request.startedBy),
      zone: options.zone,
      currency: options.currency,
      currencyDigits,
      rejects,
      skipFacts,
      now: options.now,
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
    const message = error instanceof Error ? error.message : String(error);
    return recorder.end(signal.aborted ? 'cancelled' : 'failed', signal.aborted ? null : message);
  }
}

/** Writes the job's row now and then, one write at a time, and once more at the end. */
function createRecorder(options: ImportJobsOptions, first: ImportJobRow, rejects: RejectsFile) {
  let row = first;
  let savedAt = options.now();
  let saving: Promise<void> = Promise.resolve();
  const withProgress = (progress: ImportProgress): ImportJobRow => ({
    ...row,
    updated_at: options.now(),
    rows_read: progress.rowsRead,
    bytes_done: progress.phase === 'survey' ? 0 : progress.bytesDone,
    facts_done: progress.factsDone,
    accepted: progress.accepted,
    duplicates: progress.duplicates,
    quarantined: progress.quarantined,
    rejected: progress.rejected,
    first_fact_at: progress.firstAt,
    last_fact_at: progress.lastAt,
    rejects_shown: JSON.stringify(rejects.first.map(({ line, reason }) => ({ line, reason: reason.slice(0, 300) }))),
  });
  return {
    note(progress: ImportProgress) {
      row = withProgress(progress);
      if (options.now() - savedAt < saveEveryMs) return;
      savedAt = options.now();
      const saved = row;
      // A row that is not written now is written with the next one; the end is awaited.
      saving = saving.then(() => saveImportJob(options.database, saved)).catch(() => undefined);
    },
    async end(status: 'succeeded' | 'failed' | 'cancelled', error: string | null): Promise<ImportJobRow> {
      await saving;
      const now = options.now();
      row = {
        ...row,
        status,
        error,
        updated_at: now,
        finished_at: now,
        rejects_path: rejects.count === 0 ? '' : rejects.path,
      };
      await saveImportJob(options.database, row);
      return row;
    },
  };
}

/** A job that another process left running and will never end reads as failed. */
export function isAbandoned(row: ImportJobRow, now: number): boolean {
  return row.status === 'running' && now - row.updated_at > silentMsMax;
}
