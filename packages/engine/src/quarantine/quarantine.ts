import type { CheckedFact } from '@perennial/domain';
import type { CheckFact, FactProblem } from '../facts/fact-check.ts';
import type { FactIntake, FactVerdict } from '../facts/fact-intake.ts';
import { bodyHash } from '../keys/digests.ts';
import { type Keyring, currentHashKey } from '../keys/keyring.ts';
import { openWithMaster, sealWithMaster } from '../keys/sealing.ts';
import type { QuarantineFilter, QuarantinePlace, QuarantineRow, QuarantineStore } from './quarantine-store.ts';

export interface QuarantinedFact extends Omit<QuarantineRow, 'body' | 'bodyHash' | 'masterKeyId'> {
  /** As it came, or as it was last repaired. */
  readonly raw: unknown;
  /** What is wrong with it now: the schema may have changed since. */
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

export interface ReplayVerdict {
  readonly id: string;
  readonly verdict: FactVerdict['kind'];
  readonly reason: string | null;
}

/** How far a replay of many has come: what is newer than `untilAt` was not there when it began, and is left alone. */
export interface ReplayProgress {
  readonly after: QuarantinePlace;
  readonly untilAt: number;
}

export interface ReplayPart {
  /** Rows tried by this call. */
  readonly tried: number;
  /** Of those, now in the log; the others wait on, with the reason of now. */
  readonly accepted: number;
  /** Rows that this replay has not come to yet. */
  readonly left: number;
  /** Where to go on; null at the end. */
  readonly next: ReplayProgress | null;
}

export interface ReplayRequest {
  readonly filter: QuarantineFilter;
  /** Undefined to begin. */
  readonly progress: ReplayProgress | undefined;
  readonly by: string;
}

export interface Quarantine {
  readonly store: QuarantineStore;
  /** Undefined when there is no such row. */
  get(id: string): Promise<QuarantinedFact | undefined>;
  /** Replaces the body and tries it. It stays in quarantine when it is still wrong. */
  repair(id: string, raw: unknown, by: string): Promise<ReplayVerdict | undefined>;
  /** Tries waiting facts again as they are; others are left out of the answer. */
  replay(ids: readonly string[], by: string): Promise<readonly ReplayVerdict[]>;
  /** Tries the next of all waiting facts that the filter takes, oldest first: at most `replayedAtOnceMax`. */
  replayWaiting(request: ReplayRequest): Promise<ReplayPart>;
  dismiss(ids: readonly string[], by: string, reason: string): Promise<number>;
}

export interface QuarantineOptions {
  readonly store: QuarantineStore;
  readonly ingest: FactIntake;
  readonly check: CheckFact;
  readonly keyring: Keyring;
  /** Forgets what is remembered of reference data: facts are replayed because something was published a moment ago. */
  readonly refresh: () => void;
  readonly now: () => number;
}

/** Facts of one call, so that it answers within seconds. */
const replayedAtOnceMax = 500;

/**
 * What could not be taken, until it is. Replaying is safe to repeat: the message id makes a second replay a duplicate, and a
 * row is closed only after its fact is committed.
 */
export function createQuarantine(options: QuarantineOptions): Quarantine {
  const { store } = options;
  return {
    store,
    async get(id) {
      const [row] = await store.read([id]);
      return row === undefined ? undefined : toQuarantined(options, row);
    },
    async repair(id, raw, by) {
      const [row] = await store.read([id]);
      if (row === undefined || row.status !== 'waiting') return undefined;
      options.refresh();
      return tryRepaired(options, { row, raw, by });
    },
    async replay(ids, by) {
      options.refresh();
      return tryAgain(options, (await store.read(ids)).filter(isWaiting), by);
    },
    async replayWaiting({ filter, progress, by }) {
      const { after, untilAt } = progress ?? { after: beforeAll, untilAt: options.now() };
      if (progress === undefined) options.refresh();
      const rows = await store.readWaiting({ ...filter, after, untilAt, limit: replayedAtOnceMax });
      const verdicts = await tryAgain(options, rows, by);
      const last = rows.at(-1);
      const place = last === undefined ? after : { receivedAt: last.receivedAt, id: last.id };
      const left = last === undefined ? 0 : await store.countWaiting({ ...filter, after: place, untilAt });
      return {
        tried: rows.length,
        accepted: verdicts.filter(({ reason }) => reason === null).length,
        left,
        next: left === 0 ? null : { after: place, untilAt },
      };
    },
    dismiss: (ids, by, reason) => store.resolve(ids, { status: 'dismissed', by, note: reason }),
  };
}

const beforeAll: QuarantinePlace = { receivedAt: -1, id: '00000000-0000-0000-0000-000000000000' };

function isWaiting({ status }: QuarantineRow): boolean {
  return status === 'waiting';
}

/** The body of a row, parsed. */
export function openRow(keyring: Keyring, row: QuarantineRow): unknown {
  return JSON.parse(openWithMaster(keyring, row, row.id));
}

function toQuarantined(options: QuarantineOptions, row: QuarantineRow): QuarantinedFact {
  const { body: _body, bodyHash: _bodyHash, masterKeyId: _masterKeyId, ...rest } = row;
  const raw = openRow(options.keyring, row);
  const check = options.check(raw, contextOf(options, row));
  return { ...rest, raw, issues: check.kind === 'problem' ? check.problem.errors : [] };
}

/** Who may not speak for another source may not by being tried again either. */
function contextOf({ now }: QuarantineOptions, { source, receivedAt, code }: QuarantineRow) {
  return { source, now: now(), receivedAt, ...(code === sourceRefused ? { isSourceBound: true } : {}) };
}

const sourceRefused = 'fact.source_refused';

interface Attempt {
  readonly row: QuarantineRow;
  readonly raw: unknown;
}

interface CheckedAttempt extends Attempt {
  readonly fact: CheckedFact;
}

/** Verdicts in the order of the rows. What one sender sent as one kind goes into the log together, and in its order. */
async function tryAgain(
  options: QuarantineOptions,
  rows: readonly QuarantineRow[],
  by: string,
): Promise<readonly ReplayVerdict[]> {
  const verdicts = new Map<string, ReplayVerdict>();
  const batches = new Map<string, CheckedAttempt[]>();
  for (const row of rows) {
    const raw = openRow(options.keyring, row);
    const check = options.check(raw, contextOf(options, row));
    if (check.kind === 'problem') verdicts.set(row.id, await keep(options, { row, raw }, check.problem));
    else {
      const key = `${row.isBackfill} ${row.source}`;
      batches.set(key, [...(batches.get(key) ?? []), { row, raw, fact: check.fact }]);
    }
  }
  for (const batch of batches.values())
    for (const verdict of await takeBatch(options, batch, by)) verdicts.set(verdict.id, verdict);
  return rows.flatMap(({ id }) => verdicts.get(id) ?? []);
}

async function takeBatch(
  options: QuarantineOptions,
  batch: readonly CheckedAttempt[],
  by: string,
): Promise<readonly ReplayVerdict[]> {
  const [first] = batch;
  if (first === undefined) return [];
  const { source, isBackfill } = first.row;
  const taken = await options.ingest.takeChecked(batch, { source, isBackfill, isReplay: true });
  const answers: ReplayVerdict[] = [];
  for (const [index, attempt] of batch.entries()) {
    const verdict = taken[index];
    if (verdict === undefined) throw new Error('a replayed fact was left without a verdict');
    if ('problem' in verdict) answers.push(await keep(options, attempt, verdict.problem));
    else answers.push({ id: attempt.row.id, verdict: verdict.kind, reason: null });
  }
  const done = answers.flatMap(({ id, reason }) => (reason === null ? [id] : []));
  if (done.length > 0) await options.store.resolve(done, { status: 'replayed', by, note: '' });
  return answers;
}

/** The row waits on, for the reason of now. */
async function keep(options: QuarantineOptions, attempt: Attempt, problem: FactProblem): Promise<ReplayVerdict> {
  const { code, reason } = attempt.row;
  if (code !== problem.code || reason !== problem.detail) await replaceBody(options, attempt, problem);
  return { id: attempt.row.id, verdict: verdictOf(problem), reason: problem.detail };
}

function verdictOf({ isQuarantined }: FactProblem): FactVerdict['kind'] {
  return isQuarantined ? 'quarantined' : 'rejected';
}

async function tryRepaired(
  options: QuarantineOptions,
  { row, raw, by }: Attempt & { readonly by: string },
): Promise<ReplayVerdict> {
  const check = options.check(raw, contextOf(options, row));
  if (check.kind === 'problem') {
    await replaceBody(options, { row, raw }, check.problem);
    return { id: row.id, verdict: 'quarantined', reason: check.problem.detail };
  }
  const { isBackfill } = row;
  const [verdict] = await options.ingest.takeValues([raw], { isBackfill, ...contextOf(options, row), isReplay: true });
  if (verdict === undefined) throw new Error('a replayed fact was left without a verdict');
  if ('problem' in verdict) {
    await replaceBody(options, { row, raw }, verdict.problem);
    return { id: row.id, verdict: verdict.kind, reason: verdict.problem.detail };
  }
  await options.store.resolve([row.id], { status: 'replayed', by, note: '' });
  return { id: row.id, verdict: verdict.kind, reason: null };
}

async function replaceBody(
  { keyring, store }: QuarantineOptions,
  { row, raw }: Attempt,
  problem: FactProblem,
): Promise<void> {
  const text = JSON.stringify(raw);
  await store.replaceBody({
    id: row.id,
    ...sealWithMaster(keyring, text, row.id),
    bodyHash: bodyHash(currentHashKey(keyring), text),
    code: problem.code,
    reason: problem.detail,
  });
}
