import { owners } from '../../log/owned-facts.ts';

/** A subquery in parentheses, one row a member: those of `{tags:Array(String)}` that she carried at `{asOf:Int64}` (`tags`). */
export const taggedAsOf = `(
  select who, groupArray(tag) as tags from (
    select if(o.owner is null, w.member_id, assumeNotNull(o.owner)) as who, tag,
           argMax(is_set, (written_at, message)) as is_carried
      from (select member_id, tag, written_at, message, is_set from tag_writing
             where has({tags:Array(String)}, tag) and written_at <= {asOf:Int64}) w
      left join ${owners} o on o.taken_in = w.member_id
     group by who, tag)
   where is_carried
   group by who)`;
