import type { Readable } from 'node:stream';
import { can } from '@perennial/contracts';
import type { ImportMapping, ImportRun, Upload } from '@perennial/contracts/staff';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import type { Download } from '../kernel/download.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Sight } from '../personal-data/identities.ts';
import type { FileRequest } from '../reading/file-words.ts';
import type { ImportJobs, StartedImport, StartImport } from './import-jobs.ts';
import type { ImportService } from './import-service.ts';
import { wordRejects } from './kept-files/word-rejects.ts';

export interface ImportsDependencies {
  readonly audit: Audit;
  readonly service: ImportService;
  readonly jobs: ImportJobs;
}

export interface UploadImport {
  readonly uploadId: string;
  readonly mapping: ImportMapping;
  /** Only checks every row. */
  readonly isDryRun: boolean;
}

export interface RevealRejectsRequest extends FileRequest {
  readonly importId: string;
  /** Goes into the audit log. */
  readonly reason: string;
}

/** Files that are taken in: sent over the network first, or read where they lie. */
export interface Imports {
  /**
   * Keeps a file and guesses what it holds. The first rows go back to who has just sent them, and to nobody else: in clear where he may
   * reveal, so that no reason is asked for. Throws `import.unreadable`.
   */
  upload(context: CallContext, file: { readonly fileName: string; readonly content: Readable }): Promise<Upload>;
  /** Starts in the background. Throws `import.not_found`, `import.mapping_invalid`, `import.running`. */
  start(context: CallContext, request: UploadImport): Promise<ImportRun>;
  /** The same with a file of this machine, until the signal of the call aborts. Throws ImportRunningError, ImportsClosedError. */
  startFile(context: CallContext, request: Omit<StartImport, 'startedBy'>): Promise<StartedImport>;
  /** Newest first. */
  list(request: PageRequest): Promise<Page<ImportRun>>;
  /** Throws `import.not_found`. */
  get(importId: string): Promise<ImportRun>;
  /** One that has ended stays as it ended. Throws `import.not_found`, `import.elsewhere` for one of another process. */
  cancel(context: CallContext, importId: string): Promise<void>;
  /** Rejected rows as CSV, masked. Throws `import.not_found`. */
  rejects(importId: string, file: FileRequest): Promise<Download>;
  /** The same in clear, audited with its reason. */
  revealRejects(context: CallContext, request: RevealRejectsRequest): Promise<Download>;
}

export function createImports({ audit, service, jobs }: ImportsDependencies): Imports {
  const rejectsOf = async (importId: string, sight: Sight, file: FileRequest) => ({
    fileName: `rejects-${importId}.csv`,
    parts: wordRejects(required(await service.rejects(importId, sight)), file),
  });
  const remarkOf = (isDryRun: boolean) => (isDryRun ? 'dry run' : '');
  return {
    upload: (context, file) =>
      audit.act(context, { action: 'import.uploaded' }, async (note) => {
        const sight = can(context.caller, 'members.reveal').isAllowed ? 'clear' : 'masked';
        const upload = await service.upload({ ...file, signal: context.signal }, sight);
        note({ subject: upload.id });
        return upload;
      }),
    start: (context, request) =>
      audit.act(context, { action: 'import.started' }, async (note) => {
        const run = await service.start({ ...request, startedBy: nameOfCaller(context.caller) });
        note({ subject: run.id, reason: remarkOf(run.isDryRun) });
        return run;
      }),
    startFile: (context, request) =>
      audit.act(context, { action: 'import.started' }, async (note) => {
        const job = await jobs.start({ ...request, startedBy: nameOfCaller(context.caller) });
        note({ subject: job.id, reason: remarkOf(request.isDryRun) });
        const cancel = () => void jobs.cancel(job.id);
        if (context.signal.aborted) cancel();
        else context.signal.addEventListener('abort', cancel, { once: true });
        return job;
      }),
    async list({ cursor, limit }) {
      const [startedBefore] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER]);
      const runs = await service.list(startedBefore, limit + 1);
      return toPage(runs, limit, { item: (run) => run, cursor: (run) => [run.startedAt] });
    },
    get: async (importId) => required(await service.get(importId)),
    cancel: (context, importId) =>
      audit.act(context, { action: 'import.cancelled', subject: importId }, async () => {
        if (!(await service.cancel(importId))) throw new ProblemError('import.not_found');
      }),
    rejects: (importId, file) => rejectsOf(importId, 'masked', file),
    revealRejects: (context, { importId, reason, ...file }) =>
      audit.download(context, { action: 'import.rejects_revealed', subject: importId, format: 'csv' }, async (note) => {
        note({ reason });
        return rejectsOf(importId, 'clear', file);
      }),
  };
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new ProblemError('import.not_found');
  return found;
}
