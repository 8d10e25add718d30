import type { Sql } from '../../database/database.ts';
import { textArray, uuidArray } from '../../wire/binary-arrays.ts';

export interface ApiKeyRow {
  readonly id: string;
  readonly kind: 'write' | 'api';
  readonly name: string;
  readonly source: string;
  readonly scopes: readonly string[];
  readonly hint: string;
  readonly created_at: number;
  readonly created_by: string;
  readonly last_used_at: number | null;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
}

export interface SourceRow {
  readonly source: string;
  readonly keys_active: number;
  readonly last_used_at: number | null;
}

const columns = 'id, kind, name, source, scopes, hint, created_at, created_by, last_used_at, expires_at, revoked_at';

/** A key that works now (index: unique on key_hash). */
export async function readKeyByHash(sql: Sql, keyHash: Buffer, now: number): Promise<ApiKeyRow | undefined> {
  const rows = await sql.rows<ApiKeyRow>(
    {
      name: 'read_key_by_hash',
      text: `select ${columns} from api_key
              where key_hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    },
    [keyHash, now],
  );
  return rows[0];
}

export async function insertKey(sql: Sql, key: ApiKeyRow, keyHash: Buffer): Promise<void> {
  await sql.execute(
    {
      name: 'insert_key',
      text: `insert into api_key (id, kind, name, source, scopes, hint, created_at, created_by, expires_at, key_hash)
             values ($1::uuid, $2, $3, $4, $5::text[], $6, $7, $8, $9, $10)`,
    },
    [
      key.id,
      key.kind,
      key.name,
      key.source,
      textArray(key.scopes),
      key.hint,
      key.created_at,
      key.created_by,
      key.expires_at,
      keyHash,
    ],
  );
}

/** Keys, newest first, before (createdAt, id) of the last one seen (index: api_key_newest). `kind` '' is both. */
export async function listKeys(
  sql: Sql,
  query: { readonly kind: string; readonly beforeAt: number; readonly beforeId: string; readonly limit: number },
): Promise<ApiKeyRow[]> {
  return sql.rows(
    {
      name: 'list_keys',
      text: `select ${columns} from api_key
              where ($1 = '' or kind = $1) and (created_at, id) < ($2::bigint, $3::uuid)
              order by created_at desc, id desc limit $4`,
    },
    [query.kind, query.beforeAt, query.beforeId, query.limit],
  );
}

/** Returns the key, or undefined when there is none; a key revoked before keeps its instant (index: primary key). */
export async function revokeKey(sql: Sql, id: string, now: number): Promise<ApiKeyRow | undefined> {
  const rows = await sql.rows<ApiKeyRow>(
    {
      name: 'revoke_key',
      text: `update api_key set revoked_at = coalesce(revoked_at, $2::bigint) where id = $1::uuid returning ${columns}`,
    },
    [id, now],
  );
  return rows[0];
}

/** Notes the use of keys, set-based, from what a process collected in memory (index: primary key). */
export async function noteKeysUsed(sql: Sql, ids: readonly string[], at: number): Promise<void> {
  await sql.execute(
    {
      name: 'note_keys_used',
      text: `update api_key set last_used_at = greatest(last_used_at, $2::bigint) where id = any($1::uuid[])`,
    },
    [uuidArray(ids), at],
  );
}

/** Sources with a write key, by name after `after` (index: api_key_by_source). */
export async function listSources(sql: Sql, after: string, limit: number): Promise<SourceRow[]> {
  return sql.rows(
    {
      name: 'list_sources',
      text: `select source, count(*) filter (where revoked_at is null) as keys_active, max(last_used_at) as last_used_at
               from api_key where kind = 'write' and source > $1 group by source order by source limit $2`,
    },
    [after, limit],
  );
}
