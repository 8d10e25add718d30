import type { Sql } from '../database/database.ts';

/** Writes one row with so many bytes; throws what the store answers to writers. */
export async function probeWriting(sql: Sql, at: number, filler: Buffer): Promise<void> {
  await sql.execute(
    {
      name: 'probe_writing',
      text: `insert into write_probe (id, written_at, filler) values (1, $1, $2)
                 on conflict (id) do update set written_at = excluded.written_at, filler = excluded.filler`,
    },
    [at, filler],
  );
}
