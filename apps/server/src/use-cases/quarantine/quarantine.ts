import type { FactValue } from '@perennial/domain';
import type { Quarantine, QuarantinedFact, QuarantineRow, ReplayProgress } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { decodeCursor, encodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { Sight } from '../personal-data/identities.ts';
import { isMaskedText, maskBody, maskMark, maskText, maskType } from '../personal-data/mask-text.ts';
import { createMentions } from './mentions.ts';

/** Which facts: of a code, a reason, a source, a type. */
interface Filter {
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly source?: string | undefined;
  readonly type?: string | undefined;
}

type ListRequest = Filter &
  PageRequest & { readonly status: QuarantineRow['status']; readonly receivedUntil?: number | undefined };

export interface RepairRequest {
  readonly quarantineId: string;
  /** In the place of what was sent. */
  readonly body: FactValue;
}

export interface DismissRequest {
  readonly ids: readonly string[];
  readonly reason: string;
}

export interface RevealFactRequest {
  readonly quarantineId: string;
  /** Goes into the audit log. */
  readonly reason: string;
}

export interface QuarantineDependencies {
  readonly quarantine: Quarantine;
  readonly audit: Audit;
}

export type QuarantineUseCases = ReturnType<typeof createQuarantineUseCases>;

/**
 * Facts that could not be taken, until they are. Bodies may hold anything: they are masked, and seeing one in clear is an act with a
 * reason. Repairing one needs the whole body, which only who has revealed it, or has it from the sender, can send.
 */
export function createQuarantineUseCases({ quarantine, audit }: QuarantineDependencies) {
  const { store } = quarantine;
  return {
    async list({ status, source, type, code, reason, receivedUntil, cursor, limit }: ListRequest) {
      const [receivedAt, id] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, lastUuid]);
      const filter = { status, source, type, code, receivedUntil, reason: await reasonBehind(store, reason) };
      const before = cursor === undefined ? undefined : { receivedAt, id: uuidOrLast(id) };
      const [rows, count] = await Promise.all([
        store.list({ ...filter, before, limit: limit + 1 }),
        store.count(filter),
      ]);
      return { ...toPage(rows, limit, { item: toSummary, cursor: (row) => [row.receivedAt, row.id] }), count };
    },
    /** Why facts wait, the most frequent reason first. */
    reasons: async (limit: number) =>
      (await store.reasons(limit)).map((one) => ({ ...one, reason: maskText(one.reason) })),
    /** Masked. Throws `quarantine.not_found`. */
    get: async (quarantineId: string) => toDetail(await find(quarantine, quarantineId), 'masked'),
    /** In clear, audited with its reason. Throws `quarantine.not_found`. */
    reveal: (context: CallContext, { quarantineId, reason }: RevealFactRequest) =>
      audit.act(context, { action: 'quarantine.revealed', subject: quarantineId }, async (note) => {
        note({ reason });
        return toDetail(await find(quarantine, quarantineId), 'clear');
      }),
    ...createMentions(quarantine, audit),
    /** Throws `quarantine.not_found`. */
    repair: (context: CallContext, { quarantineId, body }: RepairRequest) =>
      audit.act(context, { action: 'quarantine.repaired', subject: quarantineId }, async () => {
        refuseMasked(body);
        const verdict = await quarantine.repair(quarantineId, body, nameOfCaller(context.caller));
        if (verdict === undefined) throw new ProblemError('quarantine.not_found');
        return toVerdict(verdict);
      }),
    replay: (context: CallContext, ids: readonly string[]) =>
      audit.act(context, { action: 'quarantine.replayed' }, async (note) => {
        note({ subject: `${ids.length} facts` });
        return (await quarantine.replay(ids, nameOfCaller(context.caller))).map(toVerdict);
      }),
    /** A part of all that wait; it goes on with the cursor that the part before gave. */
    replayAll: (context: CallContext, request: Filter & { readonly cursor?: string | undefined }) =>
      audit.act(context, { action: 'quarantine.replayed' }, async (note) => {
        const { code, reason, source, type, cursor } = request;
        const part = await quarantine.replayWaiting({
          filter: { code, reason: await reasonBehind(store, reason), source, type },
          progress: cursor === undefined ? undefined : readProgress(cursor),
          by: nameOfCaller(context.caller),
        });
        note({ subject: `${part.tried} facts`, reason: [code, reason].filter(Boolean).join(': ') });
        const { tried, accepted, left, next } = part;
        return { tried, accepted, left, cursor: next === null ? null : writeProgress(next) };
      }),
    /** How many were put aside for good. */
    dismiss: (context: CallContext, { ids, reason }: DismissRequest) =>
      audit.act(context, { action: 'quarantine.dismissed' }, (note) => {
        note({ subject: `${ids.length} facts`, reason });
        return quarantine.dismiss(ids, nameOfCaller(context.caller), reason);
      }),
  };
}

function writeProgress({ after, untilAt }: ReplayProgress): string {
  return encodeCursor([after.receivedAt, after.id, untilAt]);
}

function readProgress(cursor: string): ReplayProgress {
  const [receivedAt, id, untilAt] = decodeCursor(cursor, [0, lastUuid, 0]);
  if (!Number.isSafeInteger(receivedAt) || !Number.isSafeInteger(untilAt))
    throw new ProblemError('request.cursor_invalid');
  return { after: { receivedAt, id: uuidOrLast(id) }, untilAt };
}

async function find(quarantine: Quarantine, quarantineId: string): Promise<QuarantinedFact> {
  const found = await quarantine.get(quarantineId);
  if (found === undefined) throw new ProblemError('quarantine.not_found');
  return found;
}

const reasonsSearchedMax = 1_000;

/** A masked reason, as it was shown, is that of the rows behind it. */
async function reasonBehind(store: Quarantine['store'], shown: string | undefined): Promise<string | undefined> {
  if (shown === undefined || !isMaskedText(shown)) return shown;
  return (await store.reasons(reasonsSearchedMax)).find(({ reason }) => maskText(reason) === shown)?.reason ?? shown;
}

/** A body that was copied from the masked view would replace what was sent by dots. */
function refuseMasked(body: FactValue): void {
  if (!JSON.stringify(body).includes(maskMark)) return;
  const message = {
    en: 'It holds masked values: reveal the fact first, so that nothing of it is lost.',
    zh: '其中含有隐藏的值：请先查看明文，以免丢失内容。',
  };
  throw new ProblemError('request.invalid', { errors: [{ path: '/body', message }] });
}

/** What is still wrong may echo what was sent. */
function toVerdict<One extends { readonly reason: string | null }>(verdict: One): One {
  return { ...verdict, reason: verdict.reason === null ? null : maskText(verdict.reason) };
}

function toDetail(found: QuarantinedFact, sight: Sight) {
  const body = toJson(found.raw);
  if (sight === 'clear') return { ...toClear(found), body, issues: [...found.issues], isMasked: false };
  const issues = found.issues.map(({ path, message }) => ({ path: maskText(path), message: maskText(message) }));
  return { ...toSummary(found), body: maskBody(body, found.type), issues, isMasked: true };
}

type Row = Omit<QuarantineRow, 'body' | 'bodyHash' | 'masterKeyId'>;

/** Type, message id and reason come from outside, or echo it. */
function toSummary(row: Row) {
  const { source, messageId, type, reason, ...rest } = toClear(row);
  const masked = { messageId: maskText(messageId), type: maskType(type), reason: maskText(reason) };
  return { ...rest, ...masked, source: maskText(source) };
}

function toClear(row: Row) {
  const { id, status, source, messageId, type, code, reason, receivedAt, resolvedAt, resolvedBy } = row;
  return { id, status, source, messageId, type, code, reason, receivedAt, resolvedAt, resolvedBy };
}

/** What was parsed from JSON, or is a text that was not. */
function toJson(raw: unknown): FactValue {
  return raw === undefined ? null : (JSON.parse(JSON.stringify(raw)) as FactValue);
}
