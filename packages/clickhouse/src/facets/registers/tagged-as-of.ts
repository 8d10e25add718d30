import { byOwner } from '../../log/owned-facts.ts';

const writings = `(
      select shard, toUInt64(position) as position, toNullable(member_id) as member_id, tag, written_at, message, is_set from tag_writing
       where has({tags:Array(String)}, tag) and written_at <= {asOf:Int64})`;

/** A subquery in parentheses, one row a member: those of `{tags:Array(String)}` that she carried at `{asOf:Int64}` (`tags`). */
export const taggedAsOf = `(
  select who, groupArray(tag) as tags from (
    select assumeNotNull(who) as who, tag, argMax(is_set, (written_at, message)) as is_carried
      from ${byOwner(writings, 'tag, written_at, message, is_set')}
     group by who, tag)
   where is_carried
   group by who)`;
