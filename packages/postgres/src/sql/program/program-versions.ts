import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';

export interface ProgramVersionRow {
  readonly version: number;
  readonly manifest: string;
  readonly effective_at: number;
  readonly published_at: number;
  readonly published_by: string;
  readonly note: string;
  readonly restores: number | null;
  /** JSON: revision by facet. */
  readonly revisions: string;
}

/** Versions after `after`, oldest first (index: primary key). */
export async function readProgramVersions(sql: Sql, after: number): Promise<ProgramVersionRow[]> {
  return sql.rows(
    {
      name: 'read_program_versions',
      text: `select version, manifest, effective_at, published_at, published_by, note, restores, revisions
               from program_version where version > $1 order by version`,
    },
    [after],
  );
}

/** Nobody else publishes until the end of the transaction; reading goes on. */
export async function lockProgramVersions(sql: Sql): Promise<void> {
  await sql.run('lock table program_version in share row exclusive mode');
}

export async function readLatestVersion(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ version: number }>(
    { name: 'read_latest_version', text: `select coalesce(max(version), 0) as version from program_version` },
    [],
  );
  return row?.version ?? 0;
}

/** Documents by content hash (index: primary key). */
export async function readProgramDocuments(
  sql: Sql,
  hashes: readonly string[],
): Promise<{ hash: string; body: string }[]> {
  return sql.rows(
    { name: 'read_program_documents', text: `select hash, body from program_document where hash = any($1::text[])` },
    [textArray(hashes)],
  );
}

/** Stores documents; the same content is stored once. */
export async function insertProgramDocuments(
  sql: Sql,
  documents: readonly { readonly hash: string; readonly body: string }[],
): Promise<void> {
  await sql.execute(
    {
      name: 'insert_program_documents',
      text: `insert into program_document (hash, body)
             select * from unnest($1::text[], $2::text[])
                 on conflict (hash) do nothing`,
    },
    [textArray(documents.map((d) => d.hash)), textArray(documents.map((d) => d.body))],
  );
}

/** Locks every head in shard order (small table). */
export async function lockAllHeads(sql: Sql): Promise<void> {
  await sql.rows({ name: 'lock_all_heads', text: `select shard from shard_head order by shard for update` }, []);
}

/**
 * Lifts all heads, which the caller holds, past what any of them has recorded: the instant returned is later than every seal,
 * and every step logged from now on is recorded at or after it.
 */
export async function liftAllHeads(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ effective_at: number }>(
    {
      name: 'lift_all_heads',
      text: `with next as (
               select greatest(max(recorded_at) + 1, ${clockMs}) as effective_at
                 from shard_head
             ), lifted as (
               update shard_head set recorded_at = next.effective_at from next returning shard
             )
             select effective_at, (select count(*) from lifted) as shards from next`,
    },
    [],
  );
  if (row === undefined) throw new Error('no shard heads: the installation has not been set up');
  return row.effective_at;
}

export async function insertProgramVersion(sql: Sql, row: ProgramVersionRow): Promise<void> {
  await sql.execute(
    {
      name: 'insert_program_version',
      text: `insert into program_version (version, manifest, effective_at, published_at, published_by, note, restores, revisions)
             values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    },
    [
      row.version,
      row.manifest,
      row.effective_at,
      row.published_at,
      row.published_by,
      row.note,
      row.restores,
      row.revisions,
    ],
  );
}
