import type { MemberPlace, SecretKey, SecretRow } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { byteaArray, int8Array, textArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

/** Keeps the newest value of each name. Rows come sorted, one a name. */
export async function upsertSecrets(sql: Sql, rows: readonly SecretRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'upsert_member_secrets',
      text: `insert into member_secret as s (shard, member_id, name, ciphertext, occurred_at, name_marks)
             select shard, member_id, name, ciphertext, occurred_at, name_marks::bigint[]
               from unnest($1::integer[], $2::uuid[], $3::text[], $4::bytea[], $5::bigint[], $6::text[])
                 as new(shard, member_id, name, ciphertext, occurred_at, name_marks)
              order by shard, member_id, name
                 on conflict (shard, member_id, name) do update
                set ciphertext = excluded.ciphertext, occurred_at = excluded.occurred_at, name_marks = excluded.name_marks
              where excluded.occurred_at >= s.occurred_at`,
    },
    [
      ...placeArrays(rows),
      textArray(rows.map((row) => row.name)),
      byteaArray(rows.map((row) => row.ciphertext)),
      int8Array(rows.map((row) => row.occurredAt)),
      textArray(rows.map(({ nameMarks }) => marksText(nameMarks))),
    ],
  );
}

/** An array within an array, which travels as its text. */
export function marksText(marks: SecretRow['nameMarks']): string | null {
  return marks === undefined || marks === null ? null : `{${marks.join(',')}}`;
}

/** Everything personal of these members, sealed (index: primary key). */
export async function readSecrets(sql: Sql, members: readonly MemberPlace[]): Promise<SecretRow[]> {
  return sql.rows<SecretRow>(
    {
      name: 'read_secrets',
      text: `select s.shard, s.member_id as id, s.name, s.ciphertext, s.occurred_at as "occurredAt"
               from unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
               join member_secret s on s.shard = wanted.shard and s.member_id = wanted.member_id`,
    },
    placeArrays(members),
  );
}

/** Forgets everything personal of these members (index: primary key). */
export async function deleteMemberSecrets(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_secrets',
      text: `delete from member_secret s
              using unnest($1::integer[], $2::uuid[]) as wanted(shard, member_id)
              where s.shard = wanted.shard and s.member_id = wanted.member_id`,
    },
    placeArrays(members),
  );
}

/** Forgets values that are those which were told at an instant; what was told anew since stays (index: primary key). */
export async function deleteSecretsTold(sql: Sql, secrets: readonly SecretKey[]): Promise<void> {
  await sql.execute(
    {
      name: 'delete_secrets_told',
      text: `delete from member_secret s
              using unnest($1::integer[], $2::uuid[], $3::text[], $4::bigint[]) as told(shard, member_id, name, occurred_at)
              where s.shard = told.shard and s.member_id = told.member_id and s.name = told.name
                and s.occurred_at = told.occurred_at`,
    },
    [
      ...placeArrays(secrets),
      textArray(secrets.map(({ name }) => name)),
      int8Array(secrets.map(({ occurredAt }) => occurredAt)),
    ],
  );
}
