import type { Database } from '@perennial/postgres';
import { saveImportJob } from '@perennial/postgres/imports';
import type { ImportJobRow } from '@perennial/postgres/imports';
import type { ImportProgress } from './import-run.ts';
import type { RejectsFile } from './kept-files/rejects-file.ts';

export interface RecorderOptions {
  readonly database: Database;
  readonly now: () => number;
  readonly rejects: RejectsFile;
}

/** Keeps the row of a job up to date while it runs. */
export interface ImportRecorder {
  note(progress: ImportProgress): void;
  /** The row as it ends. A store that is away by then does not change how it ended: the row reads as abandoned until then. */
  end(status: EndStatus, error: string | null): Promise<ImportJobRow>;
}

type EndStatus = 'succeeded' | 'failed' | 'cancelled';

const saveEveryMs = 1_000;
/** Well below the silence after which a job passes for abandoned, for a run that waits long for one answer. */
const signOfLifeMs = 5_000;
const reasonLengthMax = 300;

/** Writes the job's row now and then, one write at a time, and once more at the end. */
export function createRecorder(options: RecorderOptions, first: ImportJobRow): ImportRecorder {
  const { database, now, rejects } = options;
  let row = first;
  let savedAt = now();
  let saving: Promise<void> = Promise.resolve();
  const save = () => {
    savedAt = now();
    const saved = { ...row, updated_at: savedAt };
    // A row that is not written now is written with the next one; the end is awaited.
    saving = saving.then(() => saveImportJob(database, saved)).catch(() => undefined);
  };
  const signs = setInterval(save, signOfLifeMs);
  signs.unref();
  return {
    note(progress) {
      row = withProgress(row, progress, rejects);
      if (now() - savedAt >= saveEveryMs) save();
    },
    async end(status, error) {
      clearInterval(signs);
      await saving;
      const at = now();
      const path = rejects.count === 0 ? '' : rejects.path;
      row = {
        ...row,
        status,
        error,
        updated_at: at,
        finished_at: at,
        rejects_path: path,
        rejects_shown: shownOf(rejects),
      };
      await saveImportJob(database, row).catch(() => undefined);
      return row;
    },
  };
}

function withProgress(row: ImportJobRow, progress: ImportProgress, rejects: RejectsFile): ImportJobRow {
  return {
    ...row,
    rows_read: progress.rowsRead,
    bytes_done: progress.phase === 'survey' ? 0 : progress.bytesDone,
    facts_done: progress.factsDone,
    accepted: progress.accepted,
    duplicates: progress.duplicates,
    quarantined: progress.quarantined,
    rejected: progress.rejected,
    first_fact_at: progress.firstAt,
    last_fact_at: progress.lastAt,
    rejects_shown: shownOf(rejects),
  };
}

function shownOf(rejects: RejectsFile): string {
  return JSON.stringify(rejects.first.map(({ line, reason }) => ({ line, reason: reason.slice(0, reasonLengthMax) })));
}
