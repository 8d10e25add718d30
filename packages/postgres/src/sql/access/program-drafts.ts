import type { Sql } from '../../database/database.ts';

export interface ProgramDraftRow {
  readonly id: string;
  readonly name: string;
  readonly based_on_version: number;
  readonly revision: number;
  /** JSON text: documents by path. */
  readonly documents: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly updated_by: string;
}

const columns = 'id, name, based_on_version, revision, documents, created_at, updated_at, updated_by';

/** Drafts, last changed first, before (updatedAt, id) of the last one seen, without documents (index: program_draft_newest). */
export async function listDrafts(
  sql: Sql,
  query: { readonly beforeAt: number; readonly beforeId: string; readonly limit: number },
): Promise<Omit<ProgramDraftRow, 'documents'>[]> {
  return sql.rows(
    {
      name: 'list_drafts',
      text: `select id, name, based_on_version, revision, created_at, updated_at, updated_by from program_draft
              where (updated_at, id) < ($1::bigint, $2::uuid) order by updated_at desc, id desc limit $3`,
    },
    [query.beforeAt, query.beforeId, query.limit],
  );
}

/** One draft (index: primary key). */
export async function readDraft(sql: Sql, id: string): Promise<ProgramDraftRow | undefined> {
  const rows = await sql.rows<ProgramDraftRow>(
    { name: 'read_draft', text: `select ${columns} from program_draft where id = $1::uuid` },
    [id],
  );
  return rows[0];
}

export async function insertDraft(sql: Sql, draft: ProgramDraftRow): Promise<void> {
  await sql.execute(
    {
      name: 'insert_draft',
      text: `insert into program_draft (${columns}) values ($1::uuid, $2, $3, $4, $5, $6, $7, $8)`,
    },
    [
      draft.id,
      draft.name,
      draft.based_on_version,
      draft.revision,
      draft.documents,
      draft.created_at,
      draft.updated_at,
      draft.updated_by,
    ],
  );
}

/** Saves over exactly the revision that was read; undefined when the draft is gone or newer (index: primary key). */
export async function saveDraft(
  sql: Sql,
  draft: Pick<ProgramDraftRow, 'id' | 'name' | 'revision' | 'documents' | 'updated_at' | 'updated_by'>,
): Promise<ProgramDraftRow | undefined> {
  const rows = await sql.rows<ProgramDraftRow>(
    {
      name: 'save_draft',
      text: `update program_draft set name = $3, documents = $4, updated_at = $5, updated_by = $6, revision = revision + 1
              where id = $1::uuid and revision = $2 returning ${columns}`,
    },
    [draft.id, draft.revision, draft.name, draft.documents, draft.updated_at, draft.updated_by],
  );
  return rows[0];
}

/** Returns whether there was one (index: primary key). */
export async function deleteDraft(sql: Sql, id: string): Promise<boolean> {
  const count = await sql.execute({ name: 'delete_draft', text: `delete from program_draft where id = $1::uuid` }, [
    id,
  ]);
  return count === 1;
}
