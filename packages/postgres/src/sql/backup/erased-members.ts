import type { Sql } from '../../database/database.ts';

/** Everybody who was erased, those included who were erased along with somebody (index: member_erased). */
export async function readErasedMembers(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ id: string }>(
    { name: 'read_erased_members', text: `select id from member where status = 2 order by shard, id` },
    [],
  );
  return rows.map(({ id }) => id);
}
