import { createCoalescer } from '@perennial/engine';
import type { AuditEntry } from '@perennial/engine';
import { completeAudit, insertAudit, insertAudits } from '@perennial/postgres/access';
import type { AuditRow } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import { errorTable } from '@perennial/contracts';
import type { CallContext } from '../kernel/call-context.ts';
import type { Caller } from '../kernel/caller.ts';
import type { Download } from '../kernel/download.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { AuditAction } from './audit-action.ts';
import { createRowCount, watchParts } from './download-parts.ts';

/** Something that is written down because it reveals or changes what is somebody's. */
export interface Act {
  readonly action: AuditAction;
  /** What it is done to, as far as it is known before it begins. */
  readonly subject?: string;
}

/** What becomes known of an act while it runs. */
export interface AuditNote {
  readonly subject?: string;
  readonly reason?: string;
}

export type NoteAct = (added: AuditNote) => void;
type Asked = Pick<CallContext<Caller | undefined>, 'caller' | 'requestId'>;

/** The audit log as use cases write it, whoever calls them and from wherever. */
export interface Audit {
  /**
   * Runs an act between two writes of the log: that it begins, and how it ended. Without the first write it does not begin,
   * so nothing is revealed or changed unseen; a crash in between leaves `begun`. Acts of nobody (a sign-in) are written only
   * at their end, so that strangers cannot fill the log beyond their rate limit.
   */
  act<T>(asked: Asked, act: Act, run: (note: NoteAct) => Promise<T>): Promise<T>;
  /**
   * The same for an act whose answer is a stream: it is over when the last part was asked for, and broken off when the reader went
   * before that or a part failed. Either way the log says how many rows were given out.
   */
  download(
    asked: CallContext<Caller | undefined>,
    act: Act & { readonly format: 'csv' | 'ndjson' },
    run: (note: NoteAct) => Promise<Download>,
  ): Promise<Download>;
  /**
   * For an act whose entry is written in the transaction that it is done in, by whoever carries it out: neither is there without the
   * other, and nobody waits for two more writes. What it did not come to is written afterwards, with `write`.
   */
  entry(asked: Asked, act: Act): OwnEntry;
  /** Writes down acts that are over. */
  write(entries: readonly AuditEntry[]): Promise<void>;
  /** Writes down that somebody known tried what is not theirs to do. */
  refused(asked: Asked, act: { readonly action: string; readonly subject: string }): Promise<void>;
}

/** What will be written of an act that is written down where it is done. */
export interface OwnEntry {
  readonly note: NoteAct;
  ended(outcome: AuditEntry['outcome']): AuditEntry;
  /** How it ended that was not done for this reason. */
  failed(error: unknown): AuditEntry;
}

/** Entries of one statement, and those that may wait. */
const [entriesMax, waitingMax] = [500, 100_000];

/**
 * What is refused is refused in thousands, when too many ask at once: their entries go together, so that writing them down does not
 * take the connections of those who are carried out.
 */
function createWrite(sql: Sql): Audit['write'] {
  const run = async (entries: readonly AuditEntry[]) => {
    await insertAudits(sql, entries);
    return entries.map(() => undefined);
  };
  const { submit } = createCoalescer({ run, itemsMax: entriesMax, lingerMs: 1, runsMax: 1, waitingMax });
  return async (entries) => {
    await submit(entries);
  };
}

export function createAudit(sql: Sql, now: () => number = Date.now): Audit {
  const write = createWrite(sql);
  const of = (asked: Asked, act: { readonly action: string; readonly subject?: string }) => ({
    ...by(asked, act),
    now,
  });
  return {
    async act(asked, act, run) {
      const entry = await begin(sql, of(asked, act));
      const result = await entry.run(run);
      await entry.end('done');
      return result;
    },
    async download(asked, { format, ...act }, run) {
      const entry = await begin(sql, of(asked, act));
      const download = await entry.run(run);
      const rows = createRowCount(format);
      const parts = watchParts(download.parts, {
        onPart: rows.add,
        async onEnd(isWhole) {
          const isSent = isWhole && !asked.signal.aborted;
          entry.add(isSent ? `${rows.count()} rows sent` : `broken off after ${rows.count()} rows`);
          // The rows are out: a log that is away leaves the act as begun, which says that nobody knows its end.
          await entry.end(isSent ? 'done' : 'failed').catch(() => undefined);
        },
      });
      return { ...download, parts };
    },
    entry: (asked, act) => createOwnEntry(of(asked, act)),
    write,
    refused: (asked, act) => write([createOwnEntry(of(asked, act)).ended('refused')]),
  };
}

interface AskedAct extends Asked {
  readonly action: string;
  readonly subject?: string;
  readonly now: () => number;
}

/** A call brings more than this; only who and which request is written down. */
function by(
  { caller, requestId }: Asked,
  { action, subject }: { action: string; subject?: string },
): Omit<AskedAct, 'now'> {
  return { caller, requestId, action, ...(subject === undefined ? {} : { subject }) };
}

interface Entry {
  run<T>(run: (note: NoteAct) => Promise<T>): Promise<T>;
  /** Adds to what the act says of itself. */
  add(remark: string): void;
  end(outcome: AuditRow['outcome']): Promise<void>;
}

async function begin(sql: Sql, act: AskedAct): Promise<Entry> {
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
        // The failure of the act itself is the one to answer with, even if the log is away too.
        await end(outcomeOf(error)).catch(() => undefined);
        throw error;
      }
    },
  };
}

function outcomeOf(error: unknown): 'refused' | 'failed' {
  return error instanceof ProblemError && errorTable[error.code].status < 500 ? 'refused' : 'failed';
}

function createOwnEntry(act: AskedAct): OwnEntry {
  let noted: AuditNote = {};
  const at = act.now();
  const ended = (outcome: AuditEntry['outcome']): AuditEntry => ({
    at,
    actorKind: act.caller?.kind ?? 'nobody',
    actor: act.caller?.id ?? '',
    action: act.action,
    subject: noted.subject ?? act.subject ?? '',
    reason: noted.reason ?? '',
    requestId: act.requestId,
    outcome,
  });
  return {
    note(added) {
      noted = { ...noted, ...added };
    },
    ended,
    failed: (error) => ended(outcomeOf(error)),
  };
}

function rowOf(act: AskedAct, outcome: AuditRow['outcome'], noted: AuditNote): Omit<AuditRow, 'id'> {
  return {
    at: act.now(),
    actor_kind: act.caller?.kind ?? 'nobody',
    actor: act.caller?.id ?? '',
    action: act.action,
    subject: noted.subject ?? act.subject ?? '',
    reason: noted.reason ?? '',
    request_id: act.requestId,
    outcome,
  };
}
