import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';
import { importMapping } from '@perennial/contracts';
import type { ImportMapping, ImportRun, Upload } from '@perennial/contracts';
import { createRowReader, importFields, MappingError } from '@perennial/engine/import';
import type { ImportKind } from '@perennial/engine/import';
import type { Database } from '@perennial/postgres';
import { listImportJobs, readImportJob } from '@perennial/postgres/imports';
import type { ImportJobRow } from '@perennial/postgres/imports';
import type { ImportService } from '../http/handlers/imports.ts';
import { ProblemError } from '../http/problem-error.ts';
import { ImportRunningError, isAbandoned } from './import-jobs.ts';
import type { ImportJobs } from './import-jobs.ts';
import { planImport } from './plan-import.ts';
import type { ImportPlan } from './plan-import.ts';
import { FileError } from './scan-file.ts';

export interface ImportServiceOptions {
  readonly jobs: ImportJobs;
  readonly database: Database;
  readonly dataFolder: string;
  readonly now: () => number;
}

const idShape = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const rowsShown = 20;
const samplesShown = 5;

/** Imports by upload: files are kept in the data folder until their import has ended. */
export function createImportService(options: ImportServiceOptions): ImportService {
  const { jobs, database, now } = options;
  const uploads = createUploads(options);
  return {
    upload: (file) => uploads.add(file),
    async start(request) {
      const plan = await planOf(uploads, request.uploadId, request.mapping);
      const job = await started(jobs, { plan, isDryRun: request.isDryRun, startedBy: request.startedBy });
      if (!request.isDryRun)
        void job.done.then((row) => (row.status === 'succeeded' ? uploads.remove(request.uploadId) : undefined));
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
      return idShape.test(importId) && (await readImportJob(database, importId)) !== undefined;
    },
    async rejects(importId) {
      const row = idShape.test(importId) ? await readImportJob(database, importId) : undefined;
      if (row === undefined) return undefined;
      return row.rejects_path === '' ? noRejects() : readTexts(row.rejects_path);
    },
  };
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

async function* noRejects(): AsyncIterable<string> {
  yield 'line,code,reason\n';
}

async function* readTexts(path: string): AsyncIterable<string> {
  for await (const chunk of createReadStream(path, 'utf8')) yield String(chunk);
}

async function started(jobs: ImportJobs, request: Parameters<ImportJobs['start']>[0]) {
  try {
    return await jobs.start(request);
  } catch (error) {
    if (error instanceof ImportRunningError)
      throw new ProblemError('import.mapping_invalid', { detail: error.message });
    throw error;
  }
}

async function requireJob(database: Database, id: string): Promise<ImportJobRow> {
  const row = await readImportJob(database, id);
  if (row === undefined) throw new Error(`the import ${id} is missing after it was written`);
  return row;
}

type Uploads = ReturnType<typeof createUploads>;

/** The operator's mapping decides; the file is looked at again, so that nothing but its id must be trusted. */
async function planOf(uploads: Uploads, uploadId: string, mapping: ImportMapping): Promise<ImportPlan> {
  const plan = await uploads.plan(uploadId);
  try {
    createRowReader({ mapping, columns: plan.layout.columns, zone: 'UTC', currencyDigits: 2 });
  } catch (error) {
    if (error instanceof MappingError) throw new ProblemError('import.mapping_invalid', { detail: error.message });
    throw error;
  }
  return { ...plan, mapping, isInstantOpen: false };
}

/** A file that nobody imported holds people's data for no purpose. */
const uploadKeptMs = 7 * 86_400_000;

async function removeOld(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (now - (await stat(path)).mtimeMs > uploadKeptMs) await rm(path, { force: true });
  }
}

function createUploads({ dataFolder, now }: ImportServiceOptions) {
  const folder = join(dataFolder, 'uploads');
  const pathOf = (id: string) => join(folder, id);
  async function plan(id: string): Promise<ImportPlan> {
    if (!idShape.test(id)) throw new ProblemError('import.not_found');
    let fileName: string;
    try {
      fileName = await readFile(`${pathOf(id)}.name`, 'utf8');
    } catch {
      throw new ProblemError('import.not_found');
    }
    try {
      return await planImport(pathOf(id), { fileName });
    } catch (error) {
      if (error instanceof FileError) throw new ProblemError('import.unreadable', { detail: error.message });
      throw error;
    }
  }
  const remove = async (id: string) => {
    await Promise.all([rm(pathOf(id), { force: true }), rm(`${pathOf(id)}.name`, { force: true })]);
  };
  return {
    plan,
    remove,
    async add({ fileName, content, signal }: Parameters<ImportService['upload']>[0]): Promise<Upload> {
      const id = randomUUID();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeOld(folder, now());
      try {
        await pipeline(content, createWriteStream(pathOf(id), { mode: 0o600 }), { signal });
        await writeFile(`${pathOf(id)}.name`, fileName, { mode: 0o600 });
        return toUpload(id, await plan(id), now());
      } catch (error) {
        await remove(id);
        throw error;
      }
    },
  };
}

function toUpload(id: string, plan: ImportPlan, uploadedAt: number): Upload {
  const rows = plan.rows.slice(0, rowsShown).map((row) => [...row]);
  return {
    id,
    fileName: plan.fileName,
    bytes: plan.scan.bytes,
    uploadedAt,
    columns: plan.layout.columns.map((name, at) => ({
      name,
      samples: rows.slice(0, samplesShown).map((row) => row[at] ?? ''),
    })),
    rows,
    mapping: toContract(plan.mapping),
    notes: [...plan.notes],
    fields: fieldsOf(plan.mapping.kind),
  };
}

function fieldsOf(kind: ImportKind): Upload['fields'] {
  return importFields[kind].map(({ field, isRequired }) => ({ field, isRequired }));
}

function toContract(mapping: ImportPlan['mapping']): ImportMapping {
  const present = Object.entries(mapping).filter(([, value]) => value !== undefined);
  return importMapping.parse(Object.fromEntries(present));
}

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
    error: isGone ? 'The process that ran it was stopped. Import the file again: it goes on from there.' : row.error,
    fileName: row.file_name,
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
  return JSON.parse(text) as ImportRun['rejects'];
}
