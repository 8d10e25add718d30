import type { Sql } from '../../database/database.ts';
import { uuidArray } from '../../wire/binary-arrays.ts';

/** Which of these message keys the log has, with the hash of the body each stands for (index: primary key of `message`). */
export async function readKnownMessages(sql: Sql, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.rows<{ id: string; body_hash: number }>(
    { name: 'read_known_messages', text: 'select id, body_hash from message where id = any($1::uuid[])' },
    [uuidArray(keys)],
  );
  return new Map(rows.map((row) => [row.id, row.body_hash]));
}
