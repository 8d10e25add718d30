import type { PastColumns, PastPlaces } from '../../conditions/past.ts';
import { rowsAsKnown } from '../../earlier/as-known.ts';
import type { AsKnown } from '../../earlier/as-known.ts';
import { orderFiguresAsOf, placesAsOf } from './figures-as-of.ts';
import { spaceParams } from './order-space.ts';
import type { OrderRules } from './order-space.ts';
import { entryAt } from './timeline.ts';

/** What is told of orders of a past instant beside the lens. */
export interface PastOrders extends OrderRules, AsKnown {
  /** Of members whose facts the lens keeps under somebody else, because a merge was taken back: what the fold tells, at most 1,000. */
  readonly knownOrders?: readonly KnownOrders[];
}

export interface KnownOrders {
  readonly id: string;
  readonly orders: number;
  readonly spendMinor: number;
  readonly firstOrderAt: number | null;
  readonly lastOrderAt: number | null;
}

/** Stages by the timeline as known now; what comes next is what did come. */
export const pastStages: PastColumns<AsKnown> = {
  columns: ['lifecycles', 'stages', 'since_at', 'next_at', 'next_stages'],
  join: (asKnown, { names }) => ({
    select:
      'then.entries.1 as lifecycles, then.entries.2 as stages, then.entries.3 as since_at, then.entries.4 as next_at, then.entries.5 as next_stages',
    from: `left join (
      select member_id, groupArray((lifecycle, stage[entry], from_at[entry],
                                    if(entry < length(from_at), from_at[entry + 1], null), stage[entry + 1])) as entries
        from (select member_id, lifecycle, stage, from_at, ${entryAt('{asOf:Int64}')} as entry
                from ${rowsAsKnown('stage_timeline', asKnown)} where has({lifecycles:Array(String)}, lifecycle))
       where entry > 0
       group by member_id
    ) then on then.member_id = m.member_id`,
    params: { lifecycles: [...(names.get('lifecycles') ?? [])] },
  }),
};

/** Known of a registration only once it had happened; the first fact had, or she would not be listed. */
export const pastJoined: PastColumns<unknown> = {
  columns: ['joined_at'],
  join: () => ({
    select:
      'ifNull(ifNull(if(m.registered_at <= {asOf:Int64}, m.registered_at, null), m.first_at), m.created_at) as joined_at',
    from: '',
    params: {},
  }),
};

export const pastOrders: PastColumns<PastOrders> = {
  columns: ['orders', 'net_minor', 'first_order_at', 'last_order_at'],
  join: ({ knownOrders: known = [], ...rules }) => ({
    select: `if(k.is_known, k.row.2, o.orders) as orders, if(k.is_known, k.row.3, o.net_minor) as net_minor,
         if(k.is_known, nullIf(k.row.4, 0), o.first_order_at) as first_order_at,
         if(k.is_known, nullIf(k.row.5, 0), o.last_order_at) as last_order_at`,
    from: `left join ${orderFiguresAsOf(rules)} o on o.who = m.member_id
    left join (
      select arrayJoin(arrayZip({knownIds:Array(String)}, {knownOrders:Array(Int64)}, {knownSpend:Array(Int64)},
                                {knownFirst:Array(Int64)}, {knownLast:Array(Int64)})) as row,
             toUUID(row.1) as who, true as is_known
    ) k on k.who = m.member_id`,
    params: {
      ...spaceParams(rules.numberSpaces),
      knownIds: known.map(({ id }) => id),
      knownOrders: known.map(({ orders }) => orders),
      knownSpend: known.map(({ spendMinor }) => spendMinor),
      knownFirst: known.map(({ firstOrderAt }) => firstOrderAt ?? 0),
      knownLast: known.map(({ lastOrderAt }) => lastOrderAt ?? 0),
    },
  }),
};

export const pastPlaces: readonly PastPlaces[] = [
  { table: 'member_place', column: 'store', sql: placesAsOf('store_id') },
  { table: 'member_place', column: 'channel', sql: placesAsOf('channel') },
];
