import type { MemberPlace } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

/** Takes out of kept answers what they name of these members; truth values and numbers stay. */
export async function forgetAnswers(sql: Sql, members: readonly MemberPlace[]): Promise<void> {
  const commands = await deletePersonalAnswers(sql, members);
  if (commands.length > 0) await emptyAnswers(sql, commands);
}

/** Of whom answers were, with the commands that they answer (index: primary key). */
async function deletePersonalAnswers(sql: Sql, members: readonly MemberPlace[]): Promise<readonly string[]> {
  const rows = await sql.rows<{ command_id: string }>(
    {
      name: 'delete_personal_answers',
      text: `delete from personal_answer p
              using unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
              where p.shard = k.shard and p.member_id = k.member_id
          returning p.command_id`,
    },
    placeArrays(members),
  );
  return rows.map((row) => row.command_id);
}

/** Leaves of answers what is no text (index: primary key). */
async function emptyAnswers(sql: Sql, commands: readonly string[]): Promise<void> {
  await sql.execute(
    {
      name: 'empty_answers',
      text: `update command c
                set answer = jsonb_set(c.answer::jsonb, '{answer}', coalesce(
                      (select jsonb_object_agg(one.key, one.value) from jsonb_each(c.answer::jsonb -> 'answer') one
                        where jsonb_typeof(one.value) in ('number', 'boolean', 'null')), '{}'))::text
              where c.id = any($1::uuid[])`,
    },
    [uuidArray(commands)],
  );
}
