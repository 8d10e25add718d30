import { ownedFacts } from '../../log/owned-facts.ts';

/** A subquery in parentheses, one row a member: those of `{tags:Array(String)}` that she carried at `{asOf:Int64}` (`tags`). */
export const taggedAsOf = `(
  select who, groupArray(tag) as tags from (
    select who, JSONExtractString(payload, 'tag') as tag, argMax(type, (occurred_at, concat(source, '/', message_id))) as last_told
      from ${ownedFacts(['tag.added', 'tag.removed'], 'type, occurred_at, source, message_id, payload')}
     where has({tags:Array(String)}, tag)
     group by who, tag)
   where last_told = 'tag.added'
   group by who)`;
