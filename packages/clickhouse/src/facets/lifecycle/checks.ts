/**
 * The stage of a member and since when stand in her row as well: where her timeline has no interval that begins then, it is missing or an
 * older one. Members that nobody lists any more may keep an older one.
 */
const timeline = `select shard, countIf(is_asked) as expected, countIf(is_asked and has(from_at, since)) as held
  from (select shard, member_id, lifecycle, max(asked) as is_asked, max(since) as since, groupArrayArray(from_at) as from_at
          from (select shard, member_id, standing.1 as lifecycle, 1 as asked, standing.2 as since, [] as from_at
                  from member final array join arrayZip(lifecycles, since_at) as standing
                 where status = 'live'
                 union all
                select shard, member_id, lifecycle, 0 as asked, -9223372036854775808 as since, from_at
                  from stage_timeline final)
         group by shard, member_id, lifecycle)
 group by shard having expected > 0`;

/** Lies between all registrations and all purchases: see the facet. */
const afterRegistrations = 100_000_000_000_000;

/** Of facts that the lens has said that it holds: the rows of others are on their way. Where a member was seen last is at least as late as each of her facts that says a place. */
const places = `select shard, countIf(is_asked) as expected, countIf(is_asked and held_at >= asked_at) as held
  from (select shard, member_id, max(asked) as is_asked,
               maxIf((store_at, channel_at), asked = 1) as asked_at, maxIf((store_at, channel_at), asked = 0) as held_at
          from (select shard, assumeNotNull(member_id) as member_id, 1 as asked,
                       max(if(store_id = '', -${afterRegistrations}, at)) as store_at,
                       max(if(channel = '', -${afterRegistrations}, at)) as channel_at
                  from (select shard, member_id, store_id, channel,
                               occurred_at + if(type = 'member.registered', 0, ${afterRegistrations}) as at
                          from fact
                         where position <= {upTo:Array(UInt64)}[shard + 1] and isNotNull(member_id) and (store_id <> '' or channel <> '')
                           and type in ('order.placed', 'order.updated', 'order.paid', 'order.fulfilled', 'member.registered'))
                 group by shard, member_id
                 union all
                select shard, member_id, 0 as asked, max(store).1 as store_at, max(channel).1 as channel_at
                  from member_place group by shard, member_id)
         group by shard, member_id)
 group by shard having expected > 0`;

/** Who bought has a row of what she bought, be it empty by now: else it is on its way or lost. */
const bought = `select shard, countIf(is_asked) as expected, countIf(is_asked and is_held) as held
  from (select shard, member_id, max(asked) as is_asked, max(1 - asked) as is_held
          from (select shard, member_id, 1 as asked from member final
                 where status = 'live' and orders > 0 and position <= {upTo:Array(UInt64)}[shard + 1]
                 union all
                select shard, member_id, 0 as asked from bought_line final)
         group by shard, member_id)
 group by shard having expected > 0`;

/** What the tables of the facet hold against what the rest of the lens holds: by shard, rows expected and held. */
export const lifecycleChecks: readonly (readonly [table: string, sql: string])[] = [
  ['stage_timeline', timeline],
  ['member_place', places],
  ['bought_line', bought],
];
