import type { KeyFingerprint } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { clockMs } from '../clock.ts';

/** Every key that was in use here (small table). */
export async function readKeyFingerprints(sql: Sql): Promise<readonly KeyFingerprint[]> {
  return sql.rows(
    { name: 'read_key_fingerprints', text: `select kind, id, fingerprint from installation_key order by kind, id` },
    [],
  );
}

/** Notes keys as in use; those that are noted stay as they are (index: primary key). */
export async function noteKeyFingerprints(sql: Sql, keys: readonly KeyFingerprint[]): Promise<void> {
  await sql.execute(
    {
      name: 'note_key_fingerprints',
      text: `insert into installation_key (kind, id, fingerprint, noted_at)
             select kind, id, fingerprint, ${clockMs}
               from unnest($1::text[], $2::text[], $3::uuid[]) as k(kind, id, fingerprint)
                 on conflict (kind, id) do nothing`,
    },
    [
      textArray(keys.map(({ kind }) => kind)),
      textArray(keys.map(({ id }) => id)),
      uuidArray(keys.map(({ fingerprint }) => fingerprint)),
    ],
  );
}

/** A master key by which something is wrapped; null where each is among `ids` (sequential over members' keys and quarantine, and over the few secrets of the staff's). */
export async function findOtherMasterKey(sql: Sql, ids: readonly string[]): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>(
    {
      name: 'find_other_master_key',
      text: `(select master_key_id as id from member_key where master_key_id <> all($1::text[]) limit 1)
             union all
             (select master_key_id from quarantine where master_key_id <> all($1::text[]) limit 1)
             union all
             (select master_key_id from user_totp where master_key_id <> all($1::text[]) limit 1)
             union all
             (select master_key_id from webhook where master_key_id <> all($1::text[]) limit 1)
             union all
             (select old_master_key_id from webhook where old_master_key_id <> all($1::text[]) limit 1)
             union all
             (select master_key_id from statement_key where master_key_id <> all($1::text[]) limit 1)
             limit 1`,
    },
    [textArray(ids)],
  );
  return row?.id ?? null;
}

/** A hash key under which identities are held; null where each is among `ids` (sequential over identities). */
export async function findOtherHashKey(sql: Sql, ids: readonly string[]): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>(
    {
      name: 'find_other_hash_key',
      text: `select hash_key_id as id from identity where hash_key_id <> all($1::uuid[]) limit 1`,
    },
    [uuidArray(ids)],
  );
  return row?.id ?? null;
}

/** The wrapped key of some member under a master key; null where there is none. */
export async function readKeySample(
  sql: Sql,
  masterKeyId: string,
): Promise<{ readonly memberId: string; readonly wrappedKey: Uint8Array } | null> {
  const [row] = await sql.rows<{ memberId: string; wrappedKey: Buffer }>(
    {
      name: 'read_key_sample',
      text: `select member_id as "memberId", wrapped_key as "wrappedKey" from member_key where master_key_id = $1 limit 1`,
    },
    [masterKeyId],
  );
  return row ?? null;
}
