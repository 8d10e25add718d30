import type { FactValue } from '@perennial/domain';
import type { Quarantine, QuarantineRow, ReplayProgress } from '@perennial/engine';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import { decodeCursor, encodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';
import { authorOf } from '../program/drafts.ts';

/** Facts that could not be taken, until they are. Bodies may hold anything, so reading one is a right of its own. */
export function createQuarantineHandlers(quarantine: Quarantine): GroupHandlers<'quarantine'> {
  const { store } = quarantine;
  return {
    list: async ({ query }) => {
      const [receivedAt, id] = decodeCursor(query.cursor, [Number.MAX_SAFE_INTEGER, lastUuid]);
      const { status, source, type, code, reason, limit } = query;
      const filter = { status, source, type, code, reason };
      const before = query.cursor === undefined ? undefined : { receivedAt, id: uuidOrLast(id) };
      const [rows, count] = await Promise.all([
        store.list({ ...filter, before, limit: limit + 1 }),
        store.count(filter),
      ]);
      return { ...toPage(rows, limit, { item: toSummary, cursor: (row) => [row.receivedAt, row.id] }), count };
    },
    reasons: async ({ query }) => ({ items: [...(await store.reasons(query.limit))] }),
    get: async ({ params }) => {
      const found = await quarantine.get(params.quarantineId);
      if (found === undefined) throw new ProblemError('quarantine.not_found');
      return { ...toSummary(found), body: toJson(found.raw), issues: found.issues.map((issue) => ({ ...issue })) };
    },
    repair: async ({ params, body, caller }) => {
      const verdict = await quarantine.repair(params.quarantineId, body.body, authorOf(caller));
      if (verdict === undefined) throw new ProblemError('quarantine.not_found');
      return verdict;
    },
    replay: async ({ body, caller, note }) => {
      note({ subject: `${body.ids.length} facts` });
      return { items: [...(await quarantine.replay(body.ids, authorOf(caller)))] };
    },
    replayAll: async ({ body, caller, note }) => {
      const { code, reason, source, type } = body;
      const part = await quarantine.replayWaiting({
        filter: { code, reason, source, type },
        progress: body.cursor === undefined ? undefined : readProgress(body.cursor),
        by: authorOf(caller),
      });
      note({ subject: `${part.tried} facts`, reason: [code, reason].filter(Boolean).join(': ') });
      const { tried, accepted, left, next } = part;
      return { tried, accepted, left, cursor: next === null ? null : writeProgress(next) };
    },
    dismiss: async ({ body, caller, note }) => {
      note({ subject: `${body.ids.length} facts`, reason: body.reason });
      return { dismissed: await quarantine.dismiss(body.ids, authorOf(caller), body.reason) };
    },
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
