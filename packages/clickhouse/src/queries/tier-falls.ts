import { numberOf, textOf } from '../client/lens-query.ts';
import type { LensReader } from '../client/lens-query.ts';
import { rowsAsKnown } from '../earlier/as-known.ts';
import { memberFilterSql } from './member-filter.ts';
import type { MemberFilter } from './member-filter.ts';

/** A member who falls to another level by time alone, and when. Levels are ids, '' for none. */
export interface TierFall {
  readonly id: string;
  readonly shard: number;
  readonly from: string;
  readonly to: string;
  readonly at: number;
  /** Null where no grace comes before it, or she is in it. */
  readonly graceFrom: number | null;
}

export interface TierFallsOptions extends MemberFilter {
  readonly tierSet: string;
  /** Epoch milliseconds: falls before it. */
  readonly until: number;
  readonly limit: number;
}

/** Who of the members that a filter holds for falls first. */
export async function soonestFalls(lens: LensReader, options: TierFallsOptions): Promise<readonly TierFall[]> {
  const { tierSet, until, limit } = options;
  const { sql, params } = memberFilterSql(options);
  const rows = await lens.read({
    sql: `select toString(member_id) as id, shard, tier_level[{tierSet:String}] as from, tier_next[{tierSet:String}] as to,
                 tier_falls[{tierSet:String}] as at, mapContains(tier_grace_from, {tierSet:String}) as has_grace,
                 tier_grace_from[{tierSet:String}] as grace
            from ${rowsAsKnown('member', options)}
           where status = 'live' and mapContains(tier_falls, {tierSet:String})
             and tier_falls[{tierSet:String}] < {until:Int64} and (shard, member_id) in (select shard, member_id from ${sql})
           order by at, id
           limit {limit:UInt32}`,
    params: { ...params, tierSet, until, limit },
  });
  return rows.map((row) => ({
    id: textOf(row, 'id'),
    shard: numberOf(row, 'shard'),
    from: textOf(row, 'from'),
    to: textOf(row, 'to'),
    at: numberOf(row, 'at'),
    graceFrom: numberOf(row, 'has_grace') === 1 ? numberOf(row, 'grace') : null,
  }));
}
