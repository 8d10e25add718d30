import type { ImportMapping, ImportRun, Upload } from '@perennial/contracts/staff';
import type { Readable } from 'node:stream';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import type { GroupHandlers } from '../routing/handlers.ts';
import { decodeCursor, toPage } from '../../use-cases/kernel/paging.ts';
import { authorOf } from '../../use-cases/program/drafts.ts';

/** Imports as the console drives them; the command line uses the same. Ids are made by the service. */
export interface ImportService {
  /** Keeps an uploaded file and guesses what it holds. Throws `import.unreadable`. */
  upload(file: {
    readonly fileName: string;
    readonly content: Readable;
    readonly signal: AbortSignal;
  }): Promise<Upload>;
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
  rejects(importId: string): Promise<AsyncIterable<string> | undefined>;
}

export function createImportHandlers(imports: ImportService): GroupHandlers<'imports'> {
  return {
    upload: async ({ query, stream, signal, note }) => {
      const upload = await imports.upload({ fileName: query.fileName, content: stream, signal });
      note({ subject: upload.id });
      return upload;
    },
    list: async ({ query }) => {
      const [startedBefore] = decodeCursor(query.cursor, [Number.MAX_SAFE_INTEGER]);
      const runs = await imports.list(startedBefore, query.limit + 1);
      return toPage(runs, query.limit, { item: (run) => run, cursor: (run) => [run.startedAt] });
    },
    start: async ({ body, caller, note }) => {
      const run = await imports.start({ ...body, startedBy: authorOf(caller) });
      note({ subject: run.id, reason: run.isDryRun ? 'dry run' : '' });
      return run;
    },
    get: async ({ params }) => required(await imports.get(params.importId)),
    cancel: async ({ params }) => {
      if (!(await imports.cancel(params.importId))) throw new ProblemError('import.not_found');
      return {};
    },
    rejects: async ({ params }) => ({
      fileName: `rejects-${params.importId}.csv`,
      parts: required(await imports.rejects(params.importId)),
    }),
  };
}

function required<T>(found: T | undefined): T {
  if (found === undefined) throw new ProblemError('import.not_found');
  return found;
}
