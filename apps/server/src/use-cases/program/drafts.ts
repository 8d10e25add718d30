import { randomUUID } from 'node:crypto';
import { documentBytesMax, documentsMax } from '@perennial/domain';
import type { ProgramDocuments } from '@perennial/domain';
import { deleteDraft, insertDraft, listDrafts, readDraft, saveDraft } from '@perennial/postgres/access';
import type { ProgramDraftRow } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import { nameOfCaller } from '../kernel/caller.ts';
import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import { decodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';

export interface DraftDependencies {
  readonly sql: Sql;
  /** Documents of a published version, or of the one in force; null when there is no such version. */
  readonly documentsOf: (
    version: number | undefined,
  ) => Promise<{ version: number; documents: ProgramDocuments } | null>;
  readonly now: () => number;
}

type DraftHandlers = Pick<GroupHandlers<'program'>, 'drafts' | 'createDraft' | 'draft' | 'saveDraft' | 'deleteDraft'>;

/** Programs being written. A draft need not be valid, so that work can be put down at any moment. */
export function createDraftHandlers({ sql, documentsOf, now }: DraftDependencies): DraftHandlers {
  return {
    drafts: async ({ query }) => {
      const [beforeAt, beforeId] = decodeCursor(query.cursor, [Number.MAX_SAFE_INTEGER, lastUuid]);
      const rows = await listDrafts(sql, { beforeAt, beforeId: uuidOrLast(beforeId), limit: query.limit + 1 });
      return toPage(rows, query.limit, { item: toSummary, cursor: (row) => [row.updated_at, row.id] });
    },
    createDraft: async ({ body, caller, note }) => {
      const base = await documentsOf(body.fromVersion);
      if (base === null) throw new ProblemError('program.version_not_found');
      const documents = body.documents ?? base.documents;
      checkSizes(documents);
      const row: ProgramDraftRow = {
        id: randomUUID(),
        name: body.name,
        based_on_version: base.version,
        revision: 1,
        documents: JSON.stringify(documents),
        created_at: now(),
        updated_at: now(),
        updated_by: authorOf(caller),
      };
      await insertDraft(sql, row);
      note({ subject: row.id });
      return toDraft(row);
    },
    draft: async ({ params }) => toDraft(await existingDraft(sql, params.draftId)),
    saveDraft: async ({ params, body, caller }) => {
      checkSizes(body.documents);
      const before = await existingDraft(sql, params.draftId);
      const after = await saveDraft(sql, {
        id: before.id,
        name: body.name ?? before.name,
        revision: body.revision,
        documents: JSON.stringify(body.documents),
        updated_at: now(),
        updated_by: authorOf(caller),
      });
      if (after !== undefined) return toDraft(after);
      throw new ProblemError('draft.conflict', {
        context: { revision: before.revision, updatedBy: before.updated_by },
      });
    },
    deleteDraft: async ({ params }) => {
      if (!(await deleteDraft(sql, params.draftId))) throw new ProblemError('draft.not_found');
      return {};
    },
  };
}

/** Throws `draft.not_found`. */
export async function existingDraft(sql: Sql, id: string): Promise<ProgramDraftRow> {
  const row = await readDraft(sql, id);
  if (row === undefined) throw new ProblemError('draft.not_found');
  return row;
}

/** What stands in a draft; written by us, from a body that its schema had checked. */
export function documentsOfDraft(row: ProgramDraftRow): ProgramDocuments {
  return JSON.parse(row.documents) as ProgramDocuments;
}

export function authorOf(caller: Caller | undefined): string {
  return caller === undefined ? 'system' : nameOfCaller(caller);
}

/** Throws `request.too_large`: nothing that could never be published is kept. */
export function checkSizes(documents: ProgramDocuments): void {
  const entries = Object.entries(documents);
  const isTooLarge = entries.some(([, document]) => Buffer.byteLength(JSON.stringify(document)) > documentBytesMax);
  if (isTooLarge || entries.length > documentsMax) {
    throw new ProblemError('request.too_large', { context: { documentBytesMax, documentsMax } });
  }
}

function toSummary(row: Omit<ProgramDraftRow, 'documents'>) {
  return {
    id: row.id,
    name: row.name,
    basedOnVersion: row.based_on_version,
    revision: row.revision,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}

function toDraft(row: ProgramDraftRow) {
  return { ...toSummary(row), documents: { ...documentsOfDraft(row) } };
}
