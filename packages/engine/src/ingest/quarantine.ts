import { currentHashKey } from '../identity/blinding.ts';
import { bodyHash, openWithMaster, sealWithMaster, type Keyring } from '../privacy/keyring.ts';
import type { CheckFact } from './fact-check.ts';
import type { FactVerdict, Ingest } from './ingest.ts';
import type { QuarantineRow, QuarantineStore } from './quarantine-store.ts';

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

export interface Quarantine {
  readonly store: QuarantineStore;
  /** Undefined when there is no such row. */
  get(id: string): Promise<QuarantinedFact | undefined>;
  /** Replaces the body and tries it. It stays in quarantine when it is still wrong. */
  repair(id: string, raw: unknown, by: string): Promise<ReplayVerdict | undefined>;
  /** Tries waiting facts again as they are; others are left out of the answer. */
  replay(ids: readonly string[], by: string): Promise<readonly ReplayVerdict[]>;
  dismiss(ids: readonly string[], by: string, reason: string): Promise<number>;
}

export interface QuarantineOptions {
  readonly store: QuarantineStore;
  readonly ingest: Pick<Ingest, 'takeValues'>;
  readonly check: CheckFact;
  readonly keyring: Keyring;
  readonly now: () => number;
}

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
      return tryAgain(options, { row, raw, by });
    },
    async replay(ids, by) {
      const rows = (await store.read(ids)).filter((row) => row.status === 'waiting');
      const verdicts: ReplayVerdict[] = [];
      for (const row of rows) verdicts.push(await tryAgain(options, { row, raw: openRow(options.keyring, row), by }));
      return verdicts;
    },
    dismiss: (ids, by, reason) => store.resolve(ids, { status: 'dismissed', by, note: reason }),
  };
}

/** The body of a row, parsed. */
export function openRow(keyring: Keyring, row: QuarantineRow): unknown {
  return JSON.parse(openWithMaster(keyring, row, row.id));
}

function toQuarantined(options: QuarantineOptions, row: QuarantineRow): QuarantinedFact {
  const { body: _body, bodyHash: _bodyHash, masterKeyId: _masterKeyId, ...rest } = row;
  const raw = openRow(options.keyring, row);
  const check = options.check(raw, { source: row.source, now: options.now(), receivedAt: row.receivedAt });
  return { ...rest, raw, issues: check.kind === 'problem' ? check.problem.errors : [] };
}

interface Attempt {
  readonly row: QuarantineRow;
  readonly raw: unknown;
  readonly by: string;
}

async function tryAgain(options: QuarantineOptions, { row, raw, by }: Attempt): Promise<ReplayVerdict> {
  const check = options.check(raw, { source: row.source, now: options.now(), receivedAt: row.receivedAt });
  if (check.kind === 'problem') return keepRepaired(options, { row, raw, by }, check.problem);
  const [verdict] = await options.ingest.takeValues([raw], {
    source: row.source,
    isBackfill: row.isBackfill,
    receivedAt: row.receivedAt,
  });
  if (verdict === undefined) throw new Error('a replayed fact was left without a verdict');
  if ('problem' in verdict) return { id: row.id, verdict: verdict.kind, reason: verdict.problem.detail };
  await options.store.resolve([row.id], { status: 'replayed', by, note: '' });
  return { id: row.id, verdict: verdict.kind, reason: null };
}

async function keepRepaired(
  options: QuarantineOptions,
  { row, raw }: Attempt,
  problem: { code: string; detail: string },
): Promise<ReplayVerdict> {
  const text = JSON.stringify(raw);
  const sealed = sealWithMaster(options.keyring, text, row.id);
  await options.store.replaceBody({
    id: row.id,
    ...sealed,
    bodyHash: bodyHash(currentHashKey(options.keyring), text),
    code: problem.code,
    reason: problem.detail,
  });
  return { id: row.id, verdict: 'quarantined', reason: problem.detail };
}
