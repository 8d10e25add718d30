import type { CheckedFact } from '@perennial/domain';
import type { CheckFact, FactProblem } from '../facts/fact-check.ts';
import type { FactIntake, FactVerdict, IngestContext } from '../facts/fact-intake.ts';
import type { AppendVerdict, PreparedFact } from '../facts/prepared-fact.ts';
import { createUuidV7 } from '../kernel/uuid-v7.ts';
import { bodyHash } from '../keys/digests.ts';
import { currentHashKey } from '../keys/keyring.ts';
import { sealWithMaster } from '../keys/sealing.ts';
import type { NewQuarantineRow, QuarantineStore } from '../quarantine/quarantine-store.ts';
import { createCoalescer } from './coalescer.ts';
import { prepareFact, type PrepareOptions } from './prepare-fact.ts';

export interface Ingest extends FactIntake {
  /** Keeps what another reader of facts found wrong. */
  quarantine(
    found: readonly { readonly raw: unknown; readonly problem: FactProblem }[],
    context: IngestContext,
  ): Promise<readonly FactVerdict[]>;
  /** Facts waiting or under way. */
  readonly size: () => number;
  drain(): Promise<void>;
}

export interface IngestOptions extends PrepareOptions {
  /** Puts facts into the log, or says what would become of them there; in their order. */
  readonly append: (facts: readonly PreparedFact[]) => Promise<readonly Appended[]>;
  readonly check: CheckFact;
  readonly quarantineStore: Pick<QuarantineStore, 'add'>;
  /** Looks up what preparing a batch needs of reference data. */
  readonly prefetch: (facts: readonly CheckedFact[]) => Promise<void>;
  readonly now: () => number;
}

/** All that is answered for; where a fact landed is its log's own business. */
type Appended = Pick<AppendVerdict, 'kind'>;

/** Facts of one transaction: more would hold the heads longer than a reader should wait. */
const batchFactsMax = 2000;
const lingerMs = 1;
/** One batch is prepared and read back while another commits. */
const runsMax = 2;
const waitingFactsMax = 100_000;

/**
 * Puts the stages of ingest together: check, look up reference data, prepare, append with others in one transaction.
 * Every value gets a verdict of its own, and none is lost for another's sake.
 */
export function createIngest(options: IngestOptions): Ingest {
  const coalescer = createCoalescer<PreparedFact, Appended>({
    run: options.append,
    itemsMax: batchFactsMax,
    lingerMs,
    runsMax,
    waitingMax: waitingFactsMax,
  });
  const submit = (entries: readonly Entry[], context: IngestContext) =>
    settle(options, {
      entries,
      context,
      submit: coalescer.submit,
      reread: context.reread ?? rereadHeld(entries),
    });
  return {
    takeValues(values, context) {
      const now = options.now();
      const checkContext = { source: context.source, now, receivedAt: context.receivedAt ?? now, ...boundOf(context) };
      return submit(
        values.map((raw) => ({ ...options.check(raw, checkContext), raw })),
        context,
      );
    },
    takeChecked: (facts, context) =>
      submit(
        facts.map(({ fact, raw }) => ({ kind: 'fact', fact, raw })),
        context,
      ),
    quarantine: (found, context) =>
      submit(
        found.map(({ raw, problem }) => ({ kind: 'problem', problem, raw })),
        context,
      ),
    size: coalescer.size,
    drain: coalescer.drain,
  };
}

type Entry =
  | { readonly kind: 'fact'; readonly fact: CheckedFact; readonly raw: unknown }
  | { readonly kind: 'problem'; readonly problem: FactProblem; readonly raw: unknown };

/** A function of its own, so that nothing holds the entries where the sender can read them again. */
function rereadHeld(entries: readonly Entry[]): (index: number) => unknown {
  return (index) => entries[index]?.raw;
}

function boundOf({ isSourceBound }: IngestContext): { readonly isSourceBound?: true } {
  return isSourceBound === true ? { isSourceBound } : {};
}

interface Settlement {
  readonly entries: readonly Entry[];
  readonly context: IngestContext;
  readonly submit: IngestOptions['append'];
  readonly reread: (index: number) => unknown;
}

/**
 * Not an async function, because that would hold its variables until it ends: what was parsed is let go as soon as it is prepared.
 * Thousands of facts wait for their commit at once, and the collector would copy what they were read from again and again.
 */
function settle(options: IngestOptions, { entries, ...rest }: Settlement): Promise<readonly FactVerdict[]> {
  return options
    .prefetch(entries.flatMap((entry) => (entry.kind === 'fact' ? [entry.fact] : [])))
    .then(() => prepareAll(options, entries, rest.context))
    .then((batch) => appendAll(options, batch, rest));
}

interface PreparedBatch {
  /** In the order of the entries; undefined for those that are to be appended. */
  readonly verdicts: (FactVerdict | undefined)[];
  readonly prepared: readonly { readonly index: number; readonly fact: PreparedFact }[];
  readonly kept: readonly NewQuarantineRow[];
}

function prepareAll(options: IngestOptions, entries: readonly Entry[], context: IngestContext): PreparedBatch {
  const verdicts = Array.from<FactVerdict | undefined>({ length: entries.length });
  const prepared: { readonly index: number; readonly fact: PreparedFact }[] = [];
  const kept: NewQuarantineRow[] = [];
  for (const [index, entry] of entries.entries()) {
    const outcome = entry.kind === 'problem' ? entry : prepareFact(options, entry.fact, context.isBackfill);
    if (outcome.kind === 'prepared') prepared.push({ index, fact: outcome.fact });
    else verdicts[index] = refuse(options, { raw: entry.raw, problem: outcome.problem, context }, kept);
  }
  return { verdicts, prepared, kept };
}

async function appendAll(
  options: IngestOptions,
  { verdicts, prepared, kept }: PreparedBatch,
  { submit, reread, context }: Omit<Settlement, 'entries'>,
): Promise<readonly FactVerdict[]> {
  if (kept.length > 0) await options.quarantineStore.add(kept);
  const appended = await submit(prepared.map(({ fact }) => fact));
  const conflicting: NewQuarantineRow[] = [];
  for (const [at, { index, fact }] of prepared.entries()) {
    const verdict = appended[at] ?? unanswered();
    verdicts[index] =
      verdict.kind === 'conflict'
        ? refuse(options, { raw: reread(index), problem: messageConflict, context }, conflicting)
        : toVerdict(fact, verdict.kind);
  }
  if (conflicting.length > 0) await options.quarantineStore.add(conflicting);
  return verdicts.map((verdict) => verdict ?? unanswered());
}

function unanswered(): never {
  throw new Error('a fact was left without a verdict');
}

function toVerdict({ messageId, leftOut }: PreparedFact, kind: 'accepted' | 'duplicate'): FactVerdict {
  return { kind, messageId, ...(leftOut === undefined ? {} : { leftOut }) };
}

/** Which of the two is right, nobody can say here: the first one stands, and the other waits for somebody who knows. */
const messageConflict: FactProblem = {
  code: 'fact.message_conflict',
  detail: 'the log holds another body under this source and message id',
  errors: [],
  isQuarantined: true,
};

interface Refused {
  readonly raw: unknown;
  readonly problem: FactProblem;
  readonly context: IngestContext;
}

/** What is no fact at all is answered for and not kept; everything else is kept, sealed, until somebody repairs it. */
function refuse(options: IngestOptions, refused: Refused, kept: NewQuarantineRow[]): FactVerdict {
  const { raw, problem } = refused;
  const messageId = textField(raw, 'messageId');
  if (!problem.isQuarantined) return { kind: 'rejected', messageId, problem };
  if (refused.context.isReplay !== true) kept.push(quarantineRow(options, refused));
  return { kind: 'quarantined', messageId, problem };
}

function quarantineRow(options: IngestOptions, { raw, problem, context }: Refused): NewQuarantineRow {
  const receivedAt = options.now();
  const id = createUuidV7(receivedAt);
  const body = JSON.stringify(raw);
  return {
    id,
    source: (context.isSourceBound === true ? '' : textField(raw, 'source')) || context.source,
    messageId: textField(raw, 'messageId'),
    type: textField(raw, 'type'),
    code: problem.code,
    reason: problem.detail,
    ...sealWithMaster(options.keyring, body, id),
    bodyHash: bodyHash(currentHashKey(options.keyring), body),
    isBackfill: context.isBackfill,
    receivedAt,
  };
}

const fieldLengthMax = 200;

/** A field of something that has no known shape, as far as a column can hold it. */
function textField(raw: unknown, name: string): string {
  if (typeof raw !== 'object' || raw === null) return '';
  const value: unknown = Reflect.get(raw, name);
  return typeof value === 'string' ? value.slice(0, fieldLengthMax).replaceAll('\0', '').toWellFormed() : '';
}
