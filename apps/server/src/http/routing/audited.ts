import { completeAudit, insertAudit } from '@perennial/postgres/access';
import type { AuditRow } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import { errorTable } from '@perennial/contracts';
import type { Caller } from '../caller.ts';
import { ProblemError } from '../problem-error.ts';
import type { AuditNote } from './handlers.ts';

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
export async function audited<T>(
  sql: Sql,
  act: Act,
  run: (note: (added: AuditNote) => void) => Promise<T>,
): Promise<T> {
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
  try {
    const result = await run(note);
    await end('done');
    return result;
  } catch (error) {
    const isRefusal = error instanceof ProblemError && errorTable[error.code].status < 500;
    // The failure of the act itself is the one to answer with, even if the log is away too.
    await end(isRefusal ? 'refused' : 'failed').catch(() => undefined);
    throw error;
  }
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
