import type { MemberPlace, NameQueryMarks } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { marksText } from '../ingest/member-secrets.ts';

export interface NamedPlace extends MemberPlace {
  /** The whole name is what was looked for, as far as marks tell. */
  readonly isWhole: boolean;
}

/**
 * Members of whom a value has all marks, and any value the second ones: first those whose whole name it is, then the newest. Also who
 * was absorbed, under whose id her values stay (indexes: member_secret_by_name, primary key).
 */
export async function findByNameMarks(sql: Sql, marks: NameQueryMarks, limit: number): Promise<NamedPlace[]> {
  return sql.rows<NamedPlace>(
    {
      name: 'find_by_name_marks',
      text: `select s.shard, s.member_id as id, bool_or(s.name_marks @> array[$3::bigint]) as "isWhole"
               from member_secret s
              where s.name_marks <> '{}' and s.name_marks @> $1::bigint[]
                and ($2::bigint[] = '{}' or exists (
                      select 1 from member_secret o
                       where o.shard = s.shard and o.member_id = s.member_id and o.name_marks @> $2::bigint[]))
              group by s.shard, s.member_id
              order by "isWhole" desc, s.member_id desc
              limit $4`,
    },
    [marksText(marks.first), marksText(marks.second), marks.whole, limit],
  );
}

/** More than this is told as this: whoever reads it wants to know whether it is nearly done. */
const unmarkedShownMax = 100_000;

/** How many personal values nobody has looked at for names yet (index: member_secret_unmarked). */
export async function countUnmarked(sql: Sql): Promise<number> {
  const rows = await sql.rows<{ waiting: number }>(
    {
      name: 'count_unmarked',
      text: `select count(*)::integer as waiting
               from (select 1 from member_secret where name_marks is null and left(name, 9) <> 'identity:'
                      limit ${unmarkedShownMax}) as waiting`,
    },
    [],
  );
  return rows[0]?.waiting ?? 0;
}
