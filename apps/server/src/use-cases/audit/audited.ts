import { completeAudit, insertAudit } from '@perennial/postgres/access';
import type { AuditRow } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import { errorTable } from '@perennial/contracts';
import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { createRowCount, watchParts } from './download-parts.ts';
import type { AuditNote, Download } from '../../http/routing/handlers.ts';

export interface Act {
  readonly action: string;
  readonly caller: Caller | undefined;
  readonly requestId: string;
  /** What the route's parameters say it is done to. */
  readonly subject: string;
}

/**
 * Runs an act between two writes of the audit log: that it begins, and how it ended. Without the first write it does not
 * begin, so nothing is revealed or changed unseen; a crash in between leaves `begun`. Acts of nobody (a sign-in) are
 * written only at their end, so that strangers cannot fill the log beyond their rate limit.
 */
export async function audited<T>(sql: Sql, act: Act, run: Run<T>): Promise<T> {
  const entry = await begin(sql, act);
  const result = await entry.run(run);
  await entry.end('done');
  return result;
}

/**
 * The same for an act whose answer is a stream: it is over when the last part was asked for, and broken off when the reader went
 * before that or a part failed. Either way the log says how many rows were given out.
 */
export async function auditedDownload(
  sql: Sql,
  act: Act,
  given: { readonly run: Run<Download>; readonly format: 'csv' | 'ndjson'; readonly signal: AbortSignal },
): Promise<Download> {
  const entry = await begin(sql, act);
  const download = await entry.run(given.run);
  const rows = createRowCount(given.format);
  const parts = watchParts(download.parts, {
    onPart: rows.add,
    async onEnd(isWhole) {
      const isSent = isWhole && !given.signal.aborted;
      entry.add(isSent ? `${rows.count()} rows sent` : `broken off after ${rows.count()} rows`);
      // The rows are out: a log that is away leaves the act as begun, which says that nobody knows its end.
      await entry.end(isSent ? 'done' : 'failed').catch(() => undefined);
    },
  });
  return { ...download, parts };
}

type Run<T> = (note: (added: AuditNote) => void) => Promise<T>;

interface Entry {
  run<T>(run: Run<T>): Promise<T>;
  /** Adds to what the act says of itself. */
  add(remark: string): void;
  end(outcome: AuditRow['outcome']): Promise<void>;
}

async function begin(sql: Sql, act: Act): Promise<Entry> {
  let noted: AuditNote = {};
  const note = (added: AuditNote) => {
    noted = { ...noted, ...added };
  };
  const id = act.caller === undefined ? undefined : await insertAudit(sql, rowOf(act, 'begun', {}));
  const end = async (outcome: AuditRow['outcome']) => {
    const { subject, reason } = rowOf(act, outcome, noted);
    if (id === undefined) await insertAudit(sql, rowOf(act, outcome, noted));
    else await completeAudit(sql, { id, subject, reason, outcome });
  };
  return {
    end,
    add: (remark) => note({ reason: [noted.reason ?? '', remark].filter((text) => text !== '').join('; ') }),
    async run(run) {
      try {
        return await run(note);
      } catch (error) {
        const isRefusal = error instanceof ProblemError && errorTable[error.code].status < 500;
        // The failure of the act itself is the one to answer with, even if the log is away too.
        await end(isRefusal ? 'refused' : 'failed').catch(() => undefined);
        throw error;
      }
    },
  };
}

/** Writes down that somebody known tried what is not theirs to do. */
export async function auditRefusal(sql: Sql, act: Act): Promise<void> {
  await insertAudit(sql, rowOf(act, 'refused', {}));
}

function rowOf(act: Act, outcome: AuditRow['outcome'], noted: AuditNote): Omit<AuditRow, 'id'> {
  return {
    at: Date.now(),
    actor_kind: act.caller?.kind ?? 'nobody',
    actor: act.caller?.id ?? '',
    action: act.action,
    subject: noted.subject ?? act.subject,
    reason: noted.reason ?? '',
    request_id: act.requestId,
    outcome,
  };
}
