/**
 * The level of a member and since when stand in her row as well: where the last change of hers in the set does not end at that level, or is
 * from before, her changes are missing or those of another moment. Of members about whom the lens has said that it holds all.
 */
const changes = `select shard, countIf(is_asked) as expected, countIf(is_asked and hers = moved.1 and begun <= moved.2) as held
  from (select shard, member_id, id, max(asked) as is_asked, max(level) as hers, max(since) as begun,
               argMax((moved_to, moved_at), place) as moved
          from (select shard, member_id, toString(standing.1) as id, 1 as asked, toString(standing.2) as level,
                       tier_since[standing.1] as since, toInt64(0) as place, '' as moved_to, toInt64(0) as moved_at
                  from member final array join arrayZip(mapKeys(tier_level), mapValues(tier_level)) as standing
                 where status = 'live' and position <= {upTo:Array(UInt64)}[shard + 1]
                 union all
                select shard, member_id, toString(in_set) as id, 0 as asked, '' as level, -9223372036854775808 as since,
                       counted as place, toString(became) as moved_to, became_at as moved_at
                  from tier_change final
                 array join tier_set as in_set, number as counted, to_level as became, at as became_at)
         group by shard, member_id, id)
 group by shard having expected > 0`;

/** What the tables of the facet hold against what the rest of the lens holds: by shard, rows expected and held. */
export const tierChecks: readonly (readonly [table: string, sql: string])[] = [['tier_change', changes]];
