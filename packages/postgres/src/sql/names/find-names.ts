import type { MemberId } from '@perennial/domain';
import type { MemberPlace, NameQueryMarks } from '@perennial/engine';
import type { Sql } from '../../database/database.ts';
import { marksText } from '../ingest/member-secrets.ts';
import { placeArrays } from '../place-arrays.ts';
import { textArray } from '../../wire/binary-arrays.ts';

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

/** Which of these members bought or were seen in one of the stores (indexes: primary keys of member_order, activity_day). */
export async function filterByStores(
  sql: Sql,
  members: readonly MemberPlace[],
  stores: readonly string[],
): Promise<ReadonlySet<MemberId>> {
  const rows = await sql.rows<{ id: MemberId }>(
    {
      name: 'filter_by_stores',
      text: `select k.member_id as id
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join member_order o on o.shard = k.shard and o.member_id = k.member_id
              where o.store_id = any($3::text[])
              union
             select k.member_id as id
               from unnest($1::integer[], $2::uuid[]) as k(shard, member_id)
               join activity_day d on d.shard = k.shard and d.member_id = k.member_id
              where strpos(d.place, '/') > 0 and substr(d.place, strpos(d.place, '/') + 1) = any($3::text[])`,
    },
    [...placeArrays(members), textArray(stores)],
  );
  return new Set(rows.map(({ id }) => id));
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
