import { randomUUID } from 'node:crypto';
import type { ProgramDocuments } from '@perennial/domain';
import { deleteDraft, insertDraft, listDrafts, readDraft, saveDraft } from '@perennial/postgres/access';
import type { ProgramDraftRow } from '@perennial/postgres/access';
import type { Sql } from '@perennial/postgres';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { decodeCursor, lastUuid, toPage, uuidOrLast } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { checkSizes } from './check-documents.ts';
import type { FindVersion } from './versions.ts';

export interface DraftDependencies {
  readonly audit: Audit;
  readonly sql: Sql;
  readonly findVersion: FindVersion;
  readonly now: () => number;
}

export interface DraftSummary {
  readonly id: string;
  readonly name: string;
  readonly basedOnVersion: number;
  readonly revision: number;
  readonly updatedAt: number;
  readonly updatedBy: string;
}

export interface Draft extends DraftSummary {
  readonly documents: Record<string, ProgramDocuments[string]>;
}

/** Programs being written. A draft need not be valid, so that work can be put down at any moment. */
export interface Drafts {
  list(request: PageRequest): Promise<Page<DraftSummary>>;
  /** Throws `program.version_not_found`, `request.too_large`. */
  create(context: CallContext, request: NewDraft): Promise<Draft>;
  /** Throws `draft.not_found`. */
  get(draftId: string): Promise<Draft>;
  /** Throws `draft.not_found`, `request.too_large`, and `draft.conflict` when somebody saved it meanwhile. */
  save(context: CallContext, request: SavedDraft): Promise<Draft>;
  /** Throws `draft.not_found`. */
  delete(context: CallContext, draftId: string): Promise<void>;
}

export interface NewDraft {
  readonly name: string;
  /** The version it begins with; the one in force unless given. */
  readonly fromVersion?: number | undefined;
  /** Instead of that version's. */
  readonly documents?: ProgramDocuments | undefined;
}

export interface SavedDraft {
  readonly draftId: string;
  /** The revision that was changed. */
  readonly revision: number;
  readonly name?: string | undefined;
  readonly documents: ProgramDocuments;
}

export function createDrafts({ audit, sql, findVersion, now }: DraftDependencies): Drafts {
  return {
    async list({ cursor, limit }) {
      const [beforeAt, beforeId] = decodeCursor(cursor, [Number.MAX_SAFE_INTEGER, lastUuid]);
      const rows = await listDrafts(sql, { beforeAt, beforeId: uuidOrLast(beforeId), limit: limit + 1 });
      return toPage(rows, limit, { item: toSummary, cursor: (row) => [row.updated_at, row.id] });
    },
    create: (context, { name, fromVersion, documents: given }) =>
      audit.act(context, { action: 'program.draft_created' }, async (note) => {
        const base = await findVersion(fromVersion);
        if (base === null) throw new ProblemError('program.version_not_found');
        const documents = given ?? base.documents;
        checkSizes(documents);
        const row: ProgramDraftRow = {
          id: randomUUID(),
          name,
          based_on_version: base.version,
          revision: 1,
          documents: JSON.stringify(documents),
          created_at: now(),
          updated_at: now(),
          updated_by: nameOfCaller(context.caller),
        };
        await insertDraft(sql, row);
        note({ subject: row.id });
        return toDraft(row);
      }),
    get: async (draftId) => toDraft(await existingDraft(sql, draftId)),
    save: (context, { draftId, revision, name, documents }) =>
      audit.act(context, { action: 'program.draft_saved', subject: draftId }, async () => {
        checkSizes(documents);
        const before = await existingDraft(sql, draftId);
        const after = await saveDraft(sql, {
          id: before.id,
          name: name ?? before.name,
          revision,
          documents: JSON.stringify(documents),
          updated_at: now(),
          updated_by: nameOfCaller(context.caller),
        });
        if (after !== undefined) return toDraft(after);
        throw new ProblemError('draft.conflict', {
          context: { revision: before.revision, updatedBy: before.updated_by },
        });
      }),
    delete: (context, draftId) =>
      audit.act(context, { action: 'program.draft_deleted', subject: draftId }, async () => {
        if (!(await deleteDraft(sql, draftId))) throw new ProblemError('draft.not_found');
      }),
  };
}

/** Throws `draft.not_found`. */
export async function existingDraft(sql: Sql, id: string): Promise<ProgramDraftRow> {
  const row = await readDraft(sql, id);
  if (row === undefined) throw new ProblemError('draft.not_found');
  return row;
}

/** What stands in a draft; written by us, from documents that their schema had checked. */
export function documentsOfDraft(row: ProgramDraftRow): ProgramDocuments {
  return JSON.parse(row.documents) as ProgramDocuments;
}

function toSummary(row: Omit<ProgramDraftRow, 'documents'>): DraftSummary {
  return {
    id: row.id,
    name: row.name,
    basedOnVersion: row.based_on_version,
    revision: row.revision,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}

function toDraft(row: ProgramDraftRow): Draft {
  return { ...toSummary(row), documents: { ...documentsOfDraft(row) } };
}
