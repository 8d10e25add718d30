import type { Sql } from '../../database/database.ts';

/** How far everything is in one shard, and what stands there. */
export interface LogEndRow {
  readonly shard: number;
  /** Up to where positions of the log were given out, of derived facts too, and up to where it is folded. */
  readonly head: number;
  readonly output: number;
  readonly folded: number;
  /** First and last position that stand in the log, and how many do; 0 in an empty one. */
  readonly first: number;
  readonly last: number;
  readonly rows: number;
  readonly derived_last: number;
  /** The greatest position of a member, and of what was recorded for a lens. */
  readonly member_last: number;
  readonly shipped: number;
  readonly derived_shipped: number;
}

/** Every shard, as of one moment (sequential over fact, derived_fact and member). */
export async function readLogEnds(sql: Sql): Promise<LogEndRow[]> {
  return sql.rows(
    {
      name: 'read_log_ends',
      text: `select h.shard, h.position as head, o.position as output, c.position as folded,
                    coalesce(f.first, 0) as first, coalesce(f.last, 0) as last, coalesce(f.rows, 0) as rows,
                    coalesce(d.last, 0) as derived_last, coalesce(m.last, 0) as member_last,
                    coalesce(l.fact, 0) as shipped, coalesce(l.derived, 0) as derived_shipped
               from shard_head h
               join shard_output o on o.shard = h.shard
               join shard_cursor c on c.shard = h.shard
               left join (select shard, min(position) as first, max(position) as last, count(*) as rows
                            from fact group by shard) f on f.shard = h.shard
               left join (select shard, max(position) as last from derived_fact group by shard) d on d.shard = h.shard
               left join (select shard, max(position) as last from member group by shard) m on m.shard = h.shard
               left join (select shard, max(fact_position) as fact, max(derived_position) as derived
                            from lens_cursor group by shard) l on l.shard = h.shard
              order by h.shard`,
    },
    [],
  );
}
