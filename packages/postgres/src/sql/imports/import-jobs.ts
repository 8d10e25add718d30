import type { Sql } from '../../database/database.ts';

export interface ImportJobRow {
  readonly id: string;
  readonly file_name: string;
  readonly content_hash: string;
  readonly mapping_hash: string;
  /** JSON. */
  readonly mapping: string;
  readonly is_dry_run: boolean;
  readonly status: string;
  readonly error: string | null;
  readonly started_by: string;
  readonly started_at: number;
  readonly updated_at: number;
  readonly finished_at: number | null;
  readonly rows_read: number;
  readonly rows_total: number;
  readonly bytes_done: number;
  readonly bytes_total: number;
  readonly facts_done: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly rejected: number;
  readonly first_fact_at: number | null;
  readonly last_fact_at: number | null;
  readonly rejects_path: string;
  /** JSON. */
  readonly rejects_shown: string;
}

const columns = [
  'id',
  'file_name',
  'content_hash',
  'mapping_hash',
  'mapping',
  'is_dry_run',
  'status',
  'error',
  'started_by',
  'started_at',
  'updated_at',
  'finished_at',
  'rows_read',
  'rows_total',
  'bytes_done',
  'bytes_total',
  'facts_done',
  'accepted',
  'duplicates',
  'quarantined',
  'rejected',
  'first_fact_at',
  'last_fact_at',
  'rejects_path',
  'rejects_shown',
] as const satisfies readonly (keyof ImportJobRow)[];
const selected = columns.join(', ');
const never = new Set<string>([
  'id',
  'file_name',
  'content_hash',
  'mapping_hash',
  'mapping',
  'is_dry_run',
  'started_by',
  'started_at',
]);
const changed = columns.filter((column) => !never.has(column)).map((column) => `${column} = excluded.${column}`);

/** Writes a job whole; what names it never changes after the first time. */
export async function saveImportJob(sql: Sql, row: ImportJobRow): Promise<void> {
  await sql.execute(
    {
      name: 'save_import_job',
      text: `insert into import_job (${selected}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})
                 on conflict (id) do update set ${changed.join(', ')}`,
    },
    columns.map((column) => row[column]),
  );
}

export async function readImportJob(sql: Sql, id: string): Promise<ImportJobRow | undefined> {
  const [row] = await sql.rows<ImportJobRow>(
    { name: 'read_import_job', text: `select ${selected} from import_job where id = $1` },
    [id],
  );
  return row;
}

/** Makes those who would start the same import take turns, until the end of the transaction. */
export async function lockImport(
  sql: Sql,
  same: { readonly contentHash: string; readonly mappingHash: string },
): Promise<void> {
  await sql.execute({ name: 'lock_import', text: `select pg_advisory_xact_lock(hashtext('import'), hashtext($1))` }, [
    `${same.contentHash} ${same.mappingHash}`,
  ]);
}

/** The latest import of the same content read the same way, dry runs aside (index: import_job_by_content). */
export async function findImportJob(
  sql: Sql,
  same: { readonly contentHash: string; readonly mappingHash: string },
): Promise<ImportJobRow | undefined> {
  const [row] = await sql.rows<ImportJobRow>(
    {
      name: 'find_import_job',
      text: `select ${selected} from import_job
              where content_hash = $1 and mapping_hash = $2 and not is_dry_run
              order by started_at desc limit 1`,
    },
    [same.contentHash, same.mappingHash],
  );
  return row;
}

/** A page of jobs, newest first, after (started_at, id) (index: import_job_newest). */
export async function listImportJobs(
  sql: Sql,
  page: { readonly beforeAt: number; readonly beforeId: string; readonly limit: number },
): Promise<ImportJobRow[]> {
  return sql.rows(
    {
      name: 'list_import_jobs',
      text: `select ${selected} from import_job
              where started_at < $1 or (started_at = $1 and id > $2)
              order by started_at desc, id limit $3`,
    },
    [page.beforeAt, page.beforeId, page.limit],
  );
}

/** The last instants of the newest imports that came to their end, dry runs aside (index: import_job_newest). */
export async function readImportEnds(sql: Sql, limit: number): Promise<{ file_name: string; last_fact_at: number }[]> {
  return sql.rows(
    {
      name: 'read_import_ends',
      text: `select file_name, last_fact_at from import_job
              where status = 'succeeded' and not is_dry_run and last_fact_at is not null
              order by started_at desc, id limit $1`,
    },
    [limit],
  );
}

export type ImportTexts = Pick<ImportJobRow, 'id' | 'file_name' | 'mapping' | 'error' | 'rejects_shown'>;

/** What jobs hold of their files, after `afterId`, in the order of the id (index: primary key). */
export async function readImportTexts(sql: Sql, afterId: string, limit: number): Promise<readonly ImportTexts[]> {
  return sql.rows(
    {
      name: 'read_import_texts',
      text: `select id, file_name, mapping, error, rejects_shown from import_job where id > $1::uuid order by id limit $2`,
    },
    [afterId, limit],
  );
}

/** Puts other texts in their place (index: primary key). */
export async function replaceImportTexts(sql: Sql, row: ImportTexts): Promise<void> {
  await sql.execute(
    {
      name: 'replace_import_texts',
      text: `update import_job set file_name = $2, mapping = $3, error = $4, rejects_shown = $5 where id = $1::uuid`,
    },
    [row.id, row.file_name, row.mapping, row.error, row.rejects_shown],
  );
}

/** Takes rows and errors that are shown out of jobs that nobody has written to since (index: none; the table is small). */
export async function clearImportTexts(sql: Sql, before: number): Promise<void> {
  await sql.execute(
    {
      name: 'clear_import_texts',
      text: `update import_job set rejects_shown = '[]', error = null
              where updated_at < $1 and (rejects_shown <> '[]' or error is not null)`,
    },
    [before],
  );
}
