import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

export interface LensPartRow {
  readonly part: string;
  readonly fingerprint: string;
}

/** What the lens was filled with (index: primary key). */
export async function readLensParts(sql: Sql, lens: string): Promise<LensPartRow[]> {
  return sql.rows(
    { name: 'read_lens_parts', text: `select part, fingerprint from lens_part where lens = $1 order by part` },
    [lens],
  );
}

/** Notes what the lens is filled with from now on (index: primary key). */
export async function writeLensParts(sql: Sql, lens: string, parts: readonly LensPartRow[]): Promise<void> {
  await sql.execute(
    {
      name: 'write_lens_parts',
      text: `insert into lens_part (lens, part, fingerprint)
             select $1::uuid, part, fingerprint from unnest($2::text[], $3::text[]) as p(part, fingerprint)
                 on conflict (lens, part) do update set fingerprint = excluded.fingerprint`,
    },
    [lens, textArray(parts.map(({ part }) => part)), textArray(parts.map(({ fingerprint }) => fingerprint))],
  );
}

/** Forgets parts that no facet brings any more (index: primary key). */
export async function deleteLensParts(sql: Sql, lens: string, parts: readonly string[]): Promise<void> {
  await sql.execute(
    { name: 'delete_lens_parts', text: `delete from lens_part where lens = $1 and part = any($2::text[])` },
    [lens, textArray(parts)],
  );
}
