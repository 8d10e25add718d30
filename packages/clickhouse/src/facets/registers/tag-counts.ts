import { nullableNumberOf, numberOf, textOf } from '../../client/lens-query.ts';
import type { LensReader } from '../../client/lens-query.ts';

export interface TagCount {
  readonly tag: string;
  /** Who carries it now, as a list that is narrowed by it counts them. */
  readonly members: number;
  /** When it was last given to somebody, epoch milliseconds. */
  readonly lastUsedAt: number | null;
}

/** Tags that somebody carries, by name, after one of them. */
export async function tagCounts(
  lens: LensReader,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly TagCount[]> {
  const rows = await lens.read({
    sql: `select c.tag as tag, c.members as members, w.last_at as last_at
            from (select tag, count() as members from member final array join tags as tag
                   where status = 'live' and tag > {after:String} group by tag order by tag limit {limit:UInt32}) c
            left join (select tag, toNullable(max(written_at)) as last_at from tag_writing
                        where is_set and tag > {after:String} group by tag) w on w.tag = c.tag
           order by tag`,
    params: { after, limit },
  });
  return rows.map((row) => ({
    tag: textOf(row, 'tag'),
    members: numberOf(row, 'members'),
    lastUsedAt: nullableNumberOf(row, 'last_at'),
  }));
}
