/** Who holds the facts of whom: members taken in by another one, with the one at the end of the chain. */
export const owners = `(
  with recursive chain as (
    select member_id as taken_in, merged_into as owner, 1 as depth from member final where status = 'absorbed' and merged_into is not null
    union all
    select chain.taken_in, next.merged_into, chain.depth + 1
      from chain join (select member_id, merged_into from member final where status = 'absorbed' and merged_into is not null) next
        on next.member_id = chain.owner
     where chain.depth < 100)
  select taken_in, argMax(owner, depth) as owner from chain group by taken_in)`;

/** Facts of members by whose they are now (`who`), of these types and up to the instant `{asOf:Int64}`. */
export function ownedFacts(types: readonly string[], columns: string, condition = 'member_id is not null'): string {
  return `(
  select if(o.owner is null, assumeNotNull(f.member_id), assumeNotNull(o.owner)) as who, ${columns}
    from (select member_id, ${columns} from fact
           where type in (${types.map((type) => `'${type}'`).join(', ')}) and occurred_at <= {asOf:Int64} and ${condition}) f
    left join ${owners} o on o.taken_in = f.member_id)`;
}
