import type { MemberId } from '@perennial/domain';
import type { FactRange, MemberKeyRow, MemberPlace, SealedBody, SecretRow, StoredFact } from '@perennial/engine';
import type { Sql, Statement } from '../../database/database.ts';
import { byteaArray, textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from './identities.ts';

const wanted = 'unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)';

const secrets: Statement = {
  name: 'read_secrets',
  text: `select s.shard, s.member_id as id, s.name, s.ciphertext, s.occurred_at as "occurredAt"
           from ${wanted} join member_secret s on s.shard = wanted.shard and s.member_id = wanted.member_id`,
};

/** On the primary key of `member_secret`. */
export function readSecrets(sql: Sql, members: readonly MemberPlace[]): Promise<SecretRow[]> {
  return sql.rows<SecretRow>(secrets, placeArrays(members));
}

const facts: Statement = {
  name: 'read_facts_of_member',
  text: `select position, source, message_id as "messageId", type, occurred_at as "occurredAt", recorded_at as "recordedAt", channel,
                store_id as "storeId", array_to_string(identities, ',') as identities, payload
           from fact
          where shard = $1 and member_id = $2 and position > $3 and ($4::bigint is null or position <= $4) and kind = 0
          order by position limit $5`,
};

/** On `fact_by_member`. */
export async function readFacts(sql: Sql, place: MemberPlace, range: FactRange): Promise<StoredFact[]> {
  const rows = await sql.rows<Omit<StoredFact, 'identities'> & { identities: string }>(facts, [
    place.shard,
    place.id,
    range.after,
    range.upTo,
    range.limit,
  ]);
  return rows.map((row) => ({ ...row, identities: row.identities === '' ? [] : row.identities.split(',') }));
}

const bodies: Statement = {
  name: 'read_quarantine_after',
  text: `select id, master_key_id as "masterKeyId", body from quarantine where id > $1 order by id limit $2`,
};

export function readQuarantineAfter(sql: Sql, afterId: string, limit: number): Promise<SealedBody[]> {
  return sql.rows<SealedBody>(bodies, [afterId, limit]);
}

const foreignKeys: Statement = {
  name: 'read_keys_not_under',
  text: `select shard, member_id as id, master_key_id as "masterKeyId", wrapped_key as "wrappedKey"
           from member_key where master_key_id < $1 or master_key_id > $1 order by master_key_id, shard, member_id limit $2`,
};

/** On `member_key_by_master`. */
export function readKeysNotUnder(sql: Sql, masterKeyId: string, limit: number): Promise<MemberKeyRow[]> {
  return sql.rows<MemberKeyRow>(foreignKeys, [masterKeyId, limit]);
}

const replaceKeyRows: Statement = {
  name: 'replace_member_keys',
  text: `update member_key k set master_key_id = n.master_key_id, wrapped_key = n.wrapped_key
           from unnest($1::integer[], $2::uuid[], $3::text[], $4::bytea[]) as n(shard, member_id, master_key_id, wrapped_key)
          where k.shard = n.shard and k.member_id = n.member_id`,
};

export async function replaceKeys(sql: Sql, rows: readonly MemberKeyRow[]): Promise<void> {
  const ids = textArray(rows.map((row) => row.masterKeyId));
  await sql.execute(replaceKeyRows, [...placeArrays(rows), ids, byteaArray(rows.map((row) => row.wrappedKey))]);
}

const foreignBodies: Statement = {
  name: 'read_bodies_not_under',
  text: `select id, master_key_id as "masterKeyId", body from quarantine where master_key_id <> $1 order by id limit $2`,
};

export function readBodiesNotUnder(sql: Sql, masterKeyId: string, limit: number): Promise<SealedBody[]> {
  return sql.rows<SealedBody>(foreignBodies, [masterKeyId, limit]);
}

const replaceBodyRows: Statement = {
  name: 'replace_bodies',
  text: `update quarantine q set master_key_id = n.master_key_id, body = n.body
           from unnest($1::uuid[], $2::text[], $3::bytea[]) as n(id, master_key_id, body) where q.id = n.id`,
};

export async function replaceBodies(sql: Sql, rows: readonly SealedBody[]): Promise<void> {
  const [ids, keys] = [uuidArray(rows.map((row) => row.id)), textArray(rows.map((row) => row.masterKeyId))];
  await sql.execute(replaceBodyRows, [ids, keys, byteaArray(rows.map((row) => row.body))]);
}

const lock: Statement = {
  name: 'lock_members_to_erase',
  text: `select m.id from ${wanted} join member m on m.shard = wanted.shard and m.id = wanted.member_id order by m.shard, m.id for update of m`,
};

export async function lockMembersToErase(sql: Sql, members: readonly MemberPlace[]): Promise<number> {
  return (await sql.rows<{ id: MemberId }>(lock, placeArrays(members))).length;
}

const deleteSecretRows: Statement = {
  name: 'delete_secrets',
  text: `delete from member_secret s using ${wanted} where s.shard = wanted.shard and s.member_id = wanted.member_id`,
};
const deleteKeyRows: Statement = {
  name: 'delete_member_keys',
  text: `delete from member_key k using ${wanted} where k.shard = wanted.shard and k.member_id = wanted.member_id`,
};

export async function deleteSecrets(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(deleteKeyRows, placeArrays(members));
  await sql.execute(deleteSecretRows, placeArrays(members));
}

const deleteIdentityRows: Statement = {
  name: 'delete_identities',
  text: `delete from identity i using ${wanted} where i.shard = wanted.shard and i.member_id = wanted.member_id`,
};

/** The caller holds the heads of the members' shards. */
export async function deleteIdentities(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(deleteIdentityRows, placeArrays(members));
}

const mark: Statement = {
  name: 'mark_members_erased',
  text: `update member m set status = 2, wake_at = null from ${wanted} where m.shard = wanted.shard and m.id = wanted.member_id`,
};

export async function markErased(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(mark, placeArrays(members));
}
