/**
 * Who holds the facts of whom: members taken in, each with the one at the end of the chain. Who was taken in herself names those whom she would
 * hold if she were given back, so her row does not count.
 */
export const owners = `(
  select toUUID(arrayJoin(taken_in)) as taken_in, toNullable(member_id) as owner
    from owner final
   where notEmpty(taken_in) and member_id not in (select toUUID(arrayJoin(taken_in)) from owner final))`;

/** Facts that undone merges have given back, by their places in the logs of others. */
export const givenBack = `(
  select toUInt16(place.1) as shard, toUInt64(place.2) as position, toNullable(member_id) as given_to
    from (select member_id, arrayJoin(arrayZip(given_shards, given_positions)) as place from owner final where notEmpty(given_positions)))`;

/**
 * Rows of a log by whose they are now: `who`, null of nobody, and these columns. `rows`: a subquery in parentheses with these columns and `shard`,
 * `position` and `member_id`.
 */
export function byOwner(rows: string, columns: string): string {
  return `(
  select coalesce(o.owner, f.holder) as who, ${columns}
    from (select coalesce(g.given_to, l.member_id) as holder, ${columns}
            from ${rows} l left any join ${givenBack} g on g.shard = l.shard and g.position = l.position) f
    left any join ${owners} o on o.taken_in = f.holder)`;
}

/** Facts of members by whose they are now (`who`), of these types and up to the instant `{asOf:Int64}`. */
export function ownedFacts(types: readonly string[], columns: string, condition = 'member_id is not null'): string {
  const rows = `(select shard, position, member_id, ${columns} from fact
           where type in (${types.map((type) => `'${type}'`).join(', ')}) and occurred_at <= {asOf:Int64} and ${condition})`;
  return `(select assumeNotNull(who) as who, ${columns} from ${byOwner(rows, columns)})`;
}
