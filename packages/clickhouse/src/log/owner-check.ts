import { owners } from './owned-facts.ts';

/**
 * Members that were taken in name whom they were merged into, who names the next one: at the end of each chain somebody has to say that she holds
 * them. By the shard of that one, whose row says it; of chains about whose ends the lens has said that it holds all.
 */
const check = `select shard, count() as expected, countIf(is_held) as held
  from (
    select last.shard as shard, ifNull(o.owner = chain.owner, false) as is_held
      from (
        with recursive chain as (
          select member_id as taken_in, merged_into as owner, 1 as depth from member final
           where status = 'absorbed' and merged_into is not null and position <= {upTo:Array(UInt64)}[shard + 1]
          union all
          select chain.taken_in, next.merged_into, chain.depth + 1
            from chain join (select member_id, merged_into from member final where status = 'absorbed' and merged_into is not null) next
              on next.member_id = chain.owner
           where chain.depth < 100)
        select taken_in, argMax(owner, depth) as owner from chain group by taken_in) chain
      join (select shard, member_id from member final where status = 'live' and position <= {upTo:Array(UInt64)}[shard + 1]) last
        on last.member_id = chain.owner
      left any join ${owners} o on o.taken_in = chain.taken_in)
 group by shard having expected > 0`;

/** What the table of owners holds against what members say: by shard, rows expected and held. */
export const ownerChecks: readonly (readonly [table: string, sql: string])[] = [['owner', check]];
