import type { AnswerToKeep, ClaimRow, StoredCommand } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { int8Array, textArray, uuidArray } from '../../wire/binary-arrays.ts';
import { placeArrays } from '../place-arrays.ts';

/**
 * Claims command ids, sorted and distinct; answers those that were claimed before. Waits for another transaction that is claiming the
 * same id (index: primary key).
 */
export async function claimCommands(sql: Sql, rows: readonly ClaimRow[]): Promise<ReadonlyMap<string, StoredCommand>> {
  const claimed = await insertCommands(sql, rows);
  return claimed.length === rows.length ? new Map() : readCommands(sql, rows, new Set(claimed));
}

/** Returned, not counted: the number of rows is that of the rows selected where the insert runs on another node. */
async function insertCommands(sql: Sql, rows: readonly ClaimRow[]): Promise<readonly string[]> {
  const claimed = await sql.rows<{ id: string }>(
    {
      name: 'claim_commands',
      text: `insert into command (id, body_hash)
             select id, body_hash from unnest($1::uuid[], $2::bigint[]) as claim(id, body_hash) order by id
                 on conflict do nothing
          returning id`,
    },
    [uuidArray(rows.map((row) => row.id)), int8Array(rows.map((row) => row.bodyHash))],
  );
  return claimed.map((row) => row.id);
}

async function readCommands(
  sql: Sql,
  rows: readonly ClaimRow[],
  claimed: ReadonlySet<string>,
): Promise<ReadonlyMap<string, StoredCommand>> {
  const others = rows.map((row) => row.id).filter((id) => !claimed.has(id));
  const known = await sql.rows<{ id: string; body_hash: number; answer: string }>(
    {
      name: 'read_commands',
      text: `select id, body_hash, answer from command where id = any($1::uuid[]) and answer is not null`,
    },
    [uuidArray(others)],
  );
  if (known.length < others.length) throw new Error('a command stands without an answer');
  return new Map(known.map((row) => [row.id, { bodyHash: row.body_hash, answer: row.answer }]));
}

/** Keeps answers, and of whom those are that an erasure has to find (index: primary key). */
export async function storeAnswers(sql: Sql, answers: readonly AnswerToKeep[]): Promise<void> {
  await Promise.all([updateAnswers(sql, answers), notePersonalAnswers(sql, answers)]);
}

async function updateAnswers(sql: Sql, answers: readonly AnswerToKeep[]): Promise<void> {
  await sql.execute(
    {
      name: 'store_command_answers',
      text: `update command c
                set answer = n.answer
               from unnest($1::uuid[], $2::text[]) as n(id, answer)
              where c.id = n.id`,
    },
    [uuidArray(answers.map((one) => one.id)), textArray(answers.map((one) => one.answer))],
  );
}

async function notePersonalAnswers(sql: Sql, answers: readonly AnswerToKeep[]): Promise<void> {
  const personal = answers.flatMap(({ id, personalOf }) =>
    personalOf === undefined ? [] : [{ commandId: id, ...personalOf }],
  );
  if (personal.length === 0) return;
  await sql.execute(
    {
      name: 'note_personal_answers',
      text: `insert into personal_answer (shard, member_id, command_id)
             select shard, member_id, command_id
               from unnest($1::integer[], $2::uuid[], $3::uuid[]) as n(shard, member_id, command_id)`,
    },
    [...placeArrays(personal), uuidArray(personal.map(({ commandId }) => commandId))],
  );
}

/** Forgets claims that came to nothing (index: primary key). */
export async function releaseCommands(sql: Sql, ids: readonly string[]): Promise<void> {
  await sql.execute({ name: 'release_commands', text: `delete from command where id = any($1::uuid[])` }, [
    uuidArray(ids),
  ]);
}
