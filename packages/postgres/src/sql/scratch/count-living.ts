import type { Sql } from '../../database/database.ts';

/** Members who are neither taken in by others nor erased, counted one by one: for a scratch store. */
export async function countLiving(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ members: number }>(
    { name: 'count_living', text: `select count(*) as members from member where status = 0` },
    [],
  );
  return row?.members ?? 0;
}
