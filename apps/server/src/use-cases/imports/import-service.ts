import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isReservedSource } from '@perennial/contracts/ingest';
import { importMapping } from '@perennial/contracts/staff';
import type { ImportMapping, ImportRun, Upload } from '@perennial/contracts/staff';
import { createRowReader, importFields, importKinds, MappingError } from '@perennial/engine/import';
import type { Database } from '@perennial/postgres';
import { listImportJobs, readImportJob } from '@perennial/postgres/imports';
import type { ImportJobRow } from '@perennial/postgres/imports';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Sight } from '../personal-data/identities.ts';
import { maskText } from '../personal-data/mask-text.ts';
import { ImportRunningError, ImportsClosedError, isAbandoned } from './import-jobs.ts';
import type { ImportJobs, StartedImport } from './import-jobs.ts';
import { maskRejects, maskRows } from './mask-import.ts';
import { planAs } from './plan-import.ts';
import type { ImportPlan } from './plan-import.ts';
import { createUploads, idShape, isMissing } from './uploads.ts';
import type { HeldUpload } from './uploads.ts';

/** Imports by upload, as the console drives them. Ids are made here. */
export interface ImportService {
  /** Keeps an uploaded file and guesses what it holds. Throws `import.unreadable`. */
  upload(
    file: { readonly fileName: string; readonly content: Readable; readonly signal: AbortSignal },
    sight: Sight,
  ): Promise<Upload>;
  /** Starts in the background, or only checks every row. Throws `import.not_found`, `import.mapping_invalid`. */
  start(request: {
    readonly uploadId: string;
    readonly mapping: ImportMapping;
    readonly isDryRun: boolean;
    readonly startedBy: string;
  }): Promise<ImportRun>;
  get(importId: string): Promise<ImportRun | undefined>;
  /** Newest first, started before `startedBefore` (epoch milliseconds). */
  list(startedBefore: number, limit: number): Promise<readonly ImportRun[]>;
  /** False when there is no such import; one that has ended stays as it ended. Throws `import.elsewhere` for one of another process. */
  cancel(importId: string): Promise<boolean>;
  /** Rejected rows as CSV; undefined when there is no such import. */
  rejects(importId: string, sight: Sight): Promise<AsyncIterable<string> | undefined>;
}

export interface ImportServiceOptions {
  readonly jobs: ImportJobs;
  readonly database: Database;
  readonly dataFolder: string;
  readonly now: () => number;
}

const rowsShown = 20;
const samplesShown = 5;

/** Imports by upload: files are kept in the data folder until their import has ended. */
export function createImportService(options: ImportServiceOptions): ImportService {
  const { jobs, database, now } = options;
  const uploads = createUploads(options);
  return {
    async upload(file, sight) {
      const held = await uploads.add(file);
      try {
        return toUpload(held, now(), sight);
      } finally {
        await held.release('kept');
      }
    },
    async start({ uploadId, mapping, isDryRun, startedBy }) {
      const held = await uploads.hold(uploadId);
      let job: StartedImport;
      try {
        job = await started(jobs, { plan: mapped(held.plan, mapping), isDryRun, startedBy });
      } catch (error) {
        await held.release('kept');
        throw error;
      }
      // A file that cannot be removed is removed as an old one later.
      void job.done
        .then((row) => held.release(row.status === 'succeeded' && !isDryRun ? 'done' : 'kept'))
        .catch(() => undefined);
      return toRun(await requireJob(database, job.id), now());
    },
    async get(importId) {
      const row = idShape.test(importId) ? await readImportJob(database, importId) : undefined;
      return row === undefined ? undefined : toRun(row, now());
    },
    async list(startedBefore, limit) {
      const rows = await listImportJobs(database, { beforeAt: startedBefore, beforeId: lastId, limit });
      return rows.map((row) => toRun(row, now()));
    },
    async cancel(importId) {
      if (jobs.cancel(importId)) return true;
      const row = idShape.test(importId) ? await readImportJob(database, importId) : undefined;
      if (row?.status === 'running' && !isAbandoned(row, now()))
        throw new ProblemError('import.elsewhere', {
          detail: { en: `It was started by ${row.started_by}.`, zh: `由 ${row.started_by} 启动。` },
        });
      return row !== undefined;
    },
    async rejects(importId, sight) {
      const row = idShape.test(importId) ? await readImportJob(database, importId) : undefined;
      if (row === undefined) return undefined;
      const parts = row.rejects_path === '' ? noRejects() : await openRejects(row);
      return sight === 'clear' ? parts : maskRejects(parts);
    },
  };
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

async function* noRejects(): AsyncIterable<string> {
  yield 'line,code,reason\n';
}

/** The file is opened before the first part is answered, so that one that is not there is an error, not a broken answer. */
async function openRejects(row: ImportJobRow): Promise<AsyncIterable<string>> {
  try {
    return (await open(row.rejects_path)).createReadStream({ encoding: 'utf8' });
  } catch (error) {
    if (!isMissing(error)) throw error;
    // It is made with the first reject.
    if (row.status === 'running') return noRejects();
    throw new ProblemError('import.not_found', {
      detail: { en: 'The file of the rejects is not there any more.', zh: '被拒绝行的文件已不存在。' },
    });
  }
}

async function started(jobs: ImportJobs, request: Parameters<ImportJobs['start']>[0]) {
  try {
    return await jobs.start(request);
  } catch (error) {
    if (error instanceof ImportRunningError)
      throw new ProblemError('import.running', { detail: maskText(error.message) });
    if (error instanceof ImportsClosedError)
      throw new ProblemError('server.unavailable', { detail: error.message, retryAfterSeconds: 5 });
    throw error;
  }
}

async function requireJob(database: Database, id: string): Promise<ImportJobRow> {
  const row = await readImportJob(database, id);
  if (row === undefined) throw new Error(`the import ${id} is missing after it was written`);
  return row;
}

/**
 * The operator's mapping decides; the file is looked at again, so that nothing but its id must be trusted. A way of writing instants
 * that is left empty must be settled by the whole file.
 */
function mapped(guessed: ImportPlan, stated: ImportMapping): ImportPlan {
  const plan = stated.kind === guessed.mapping.kind ? guessed : planAs(guessed, stated.kind);
  const isInstantOpen = plan.isInstantOpen && stated.instantFormat === '';
  const mapping = isInstantOpen ? { ...stated, instantFormat: plan.mapping.instantFormat } : stated;
  if (isReservedSource(mapping.source ?? ''))
    throw new ProblemError('import.mapping_invalid', {
      detail: `The source "${mapping.source}" is the product’s own.`,
    });
  try {
    createRowReader({ mapping, columns: plan.layout.columns, zone: 'UTC', currencyDigits: 2 });
  } catch (error) {
    if (error instanceof MappingError) throw new ProblemError('import.mapping_invalid', { detail: error.message });
    throw error;
  }
  // What was proposed and sent back unchanged was stated by nobody.
  const isProposed = !plan.isInstantOpen && stated.instantFormat === plan.mapping.instantFormat;
  const isInstantGuessed = isInstantOpen || isProposed;
  return { ...plan, mapping, isInstantOpen, isInstantGuessed };
}

function toUpload({ id, plan }: HeldUpload, uploadedAt: number, sight: Sight): Upload {
  const isMasked = sight === 'masked';
  const first = plan.rows.slice(0, rowsShown);
  const { columns } = plan.layout;
  const rows = isMasked ? maskRows({ columns, rows: first, mapping: plan.mapping }) : first.map((row) => [...row]);
  return {
    id,
    fileName: isMasked ? maskText(plan.fileName) : plan.fileName,
    bytes: plan.scan.bytes,
    uploadedAt,
    columns: columns.map((name, at) => ({
      name,
      samples: rows.slice(0, samplesShown).map((row) => row[at] ?? ''),
    })),
    rows,
    isMasked,
    ...propose(plan, sight),
    others: importKinds.filter((kind) => kind !== plan.mapping.kind).map((kind) => propose(planAs(plan, kind), sight)),
  };
}

function propose({ mapping, notes, isInstantOpen }: ImportPlan, sight: Sight): Upload['others'][number] {
  return {
    // A guess that may be wrong for every row is no proposal: it would be taken for the operator's word.
    mapping: toContract(isInstantOpen ? { ...mapping, instantFormat: '' } : mapping),
    notes: sight === 'masked' ? notes.map(maskText) : [...notes],
    fields: importFields[mapping.kind].map(({ field, isRequired }) => ({ field, isRequired })),
  };
}

function toContract(mapping: ImportPlan['mapping']): ImportMapping {
  const present = Object.entries(mapping).filter(([, value]) => value !== undefined);
  return importMapping.parse(Object.fromEntries(present));
}

const stoppedText = 'The process that ran it was stopped. Import the file again: it goes on from there.';

function toRun(row: ImportJobRow, now: number): ImportRun {
  const isGone = isAbandoned(row, now);
  const until = row.finished_at ?? row.updated_at;
  const seconds = Math.max(0.001, (until - row.started_at) / 1000);
  const share = row.bytes_total === 0 ? 0 : row.bytes_done / row.bytes_total;
  const isRunning = row.status === 'running' && !isGone;
  return {
    id: row.id,
    status: isGone ? 'failed' : statusOf(row.status),
    done: row.rows_read,
    total: row.rows_total,
    startedAt: row.started_at,
    finishedAt: isGone ? row.updated_at : row.finished_at,
    error: isGone ? stoppedText : row.error === null ? null : maskText(row.error),
    fileName: maskText(row.file_name),
    isDryRun: row.is_dry_run,
    kind: importMapping.parse(JSON.parse(row.mapping)).kind,
    startedBy: row.started_by,
    rowsRead: row.rows_read,
    accepted: row.accepted,
    duplicates: row.duplicates,
    quarantined: row.quarantined,
    rejected: row.rejected,
    bytesDone: row.bytes_done,
    bytesTotal: row.bytes_total,
    rowsPerSecond: Math.round(row.rows_read / seconds),
    secondsLeft: isRunning && share > 0.01 ? Math.round((seconds / share) * (1 - share)) : null,
    firstFactAt: row.first_fact_at,
    lastFactAt: row.last_fact_at,
    rejects: importRejects(row.rejects_shown),
  };
}

function statusOf(status: string): ImportRun['status'] {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled' ? status : 'running';
}

/** Our own JSON, written by the job. */
function importRejects(text: string): ImportRun['rejects'] {
  const rejects = JSON.parse(text) as ImportRun['rejects'];
  return rejects.map(({ line, reason }) => ({ line, reason: maskText(reason) }));
}
