import type { FactValue } from '@perennial/domain';
import type { Quarantine, QuarantineRow, ReplayProgress } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { decodeCursor, encodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';
import type { PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';

/** Which facts: of a code, a reason, a source, a type. */
interface Filter {
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly source?: string | undefined;
  readonly type?: string | undefined;
}

type ListRequest = Filter & PageRequest & { readonly status: QuarantineRow['status'] };

export interface RepairRequest {
  readonly quarantineId: string;
  /** In the place of what was sent. */
  readonly body: FactValue;
}

export interface DismissRequest {
  readonly ids: readonly string[];
  readonly reason: string;
}

export interface QuarantineDependencies {
  readonly quarantine: Quarantine;
  readonly audit: Audit;
}

export type QuarantineUseCases = ReturnType<typeof createQuarantineUseCases>;

/** Facts that could not be taken, until they are. Bodies may hold anything, so reading one is a right of its own. */
export function createQuarantineUseCases({ quarantine, audit }: QuarantineDependencies) {
  const { store } = quarantine;
  return {
    async list({ status, source, type, code, reason, cursor, limit }: ListRequest) {
      const [receivedAt, id] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, lastUuid]);
      const filter = { status, source, type, code, reason };
      const before = cursor === undefined ? undefined : { receivedAt, id: uuidOrLast(id) };
      const [rows, count] = await Promise.all([
        store.list({ ...filter, before, limit: limit + 1 }),
        store.count(filter),
      ]);
      return { ...toPage(rows, limit, { item: toSummary, cursor: (row) => [row.receivedAt, row.id] }), count };
    },
    /** Why facts wait, the most frequent reason first. */
    reasons: async (limit: number) => [...(await store.reasons(limit))],
    /** Throws `quarantine.not_found`. */
    async get(quarantineId: string) {
      const found = await quarantine.get(quarantineId);
      if (found === undefined) throw new ProblemError('quarantine.not_found');
      return { ...toSummary(found), body: toJson(found.raw), issues: found.issues.map((issue) => ({ ...issue })) };
    },
    /** Throws `quarantine.not_found`. */
    repair: (context: CallContext, { quarantineId, body }: RepairRequest) =>
      audit.act(context, { action: 'quarantine.repaired', subject: quarantineId }, async () => {
        const verdict = await quarantine.repair(quarantineId, body, nameOfCaller(context.caller));
        if (verdict === undefined) throw new ProblemError('quarantine.not_found');
        return verdict;
      }),
    replay: (context: CallContext, ids: readonly string[]) =>
      audit.act(context, { action: 'quarantine.replayed' }, async (note) => {
        note({ subject: `${ids.length} facts` });
        return [...(await quarantine.replay(ids, nameOfCaller(context.caller)))];
      }),
    /** A part of all that wait; it goes on with the cursor that the part before gave. */
    replayAll: (context: CallContext, request: Filter & { readonly cursor?: string | undefined }) =>
      audit.act(context, { action: 'quarantine.replayed' }, async (note) => {
        const { code, reason, source, type, cursor } = request;
        const part = await quarantine.replayWaiting({
          filter: { code, reason, source, type },
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

function toSummary(row: Omit<QuarantineRow, 'body' | 'bodyHash' | 'masterKeyId'>) {
  const { id, status, source, messageId, type, code, reason, receivedAt, resolvedAt, resolvedBy } = row;
  return { id, status, source, messageId, type, code, reason, receivedAt, resolvedAt, resolvedBy };
}

/** What was parsed from JSON, or is a text that was not. */
function toJson(raw: unknown): FactValue {
  return raw === undefined ? null : (JSON.parse(JSON.stringify(raw)) as FactValue);
}
