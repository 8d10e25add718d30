import type { UnmarkedNames, UnmarkedSecret } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { byteaArray, textArray } from '../../wire/binary-arrays.ts';
import { marksText } from '../ingest/member-secrets.ts';
import { placeArrays } from '../place-arrays.ts';

/** Names that were kept before names were marked. */
export function createUnmarkedNames(sql: Sql): UnmarkedNames {
  return { readUnmarked: (limit) => readUnmarked(sql, limit), writeMarks: (rows) => writeMarks(sql, rows) };
}

/** In the order of members (indexes: member_secret_unmarked, primary key of member_key). */
async function readUnmarked(sql: Sql, limit: number): Promise<readonly UnmarkedSecret[]> {
  return sql.rows<UnmarkedSecret>(
    {
      name: 'read_unmarked_names',
      text: `select s.shard, s.member_id as id, s.name, s.ciphertext, s.occurred_at as "occurredAt",
                    k.master_key_id as "masterKeyId", k.wrapped_key as "wrappedKey"
               from member_secret s
               left join member_key k on k.shard = s.shard and k.member_id = s.member_id
              where s.name_marks is null and left(s.name, 9) <> 'identity:'
              order by s.shard, s.member_id, s.name
              limit $1`,
    },
    [limit],
  );
}

/** Where the value is still the one that was looked at (index: primary key). */
async function writeMarks(sql: Sql, rows: Parameters<UnmarkedNames['writeMarks']>[0]): Promise<void> {
  await sql.execute(
    {
      name: 'write_name_marks',
      text: `update member_secret s
                set name_marks = new.name_marks::bigint[]
               from unnest($1::integer[], $2::uuid[], $3::text[], $4::bytea[], $5::text[])
                 as new(shard, member_id, name, ciphertext, name_marks)
              where s.shard = new.shard and s.member_id = new.member_id and s.name = new.name
                and s.ciphertext = new.ciphertext`,
    },
    [
      ...placeArrays(rows),
      textArray(rows.map(({ name }) => name)),
      byteaArray(rows.map(({ ciphertext }) => ciphertext)),
      textArray(rows.map(({ nameMarks }) => marksText(nameMarks))),
    ],
  );
}
