import type { Sql } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';

export interface OrderedLineRow {
  readonly space: string;
  readonly order_id: string;
  readonly product_id: string;
  readonly quantity_milli: number;
  readonly amount_minor: number;
}

interface OrdersOfMember {
  readonly shard: number;
  readonly memberId: string;
  readonly orders: readonly { readonly space: string; readonly orderId: string }[];
  /** Of each order, those of the largest amount. */
  readonly linesMax: number;
}

/** Lines of these orders, the largest amount of each first (index: primary key of member_order_line). */
export async function readOrderLines(sql: Sql, query: OrdersOfMember): Promise<OrderedLineRow[]> {
  return sql.rows(
    {
      name: 'read_order_lines',
      text: `select space, order_id, product_id, quantity_milli, amount_minor
               from (select l.*, row_number() over (partition by l.shard, l.space, l.order_id
                                                    order by l.amount_minor desc, l.line) as place
                       from member_order_line l
                       join unnest($3::text[], $4::text[]) as o(space, order_id) using (space, order_id)
                      where l.shard = $1 and l.member_id = $2::uuid) line
              where place <= $5::int
              order by space, order_id, place`,
    },
    [
      query.shard,
      query.memberId,
      textArray(query.orders.map(({ space }) => space)),
      textArray(query.orders.map(({ orderId }) => orderId)),
      query.linesMax,
    ],
  );
}

export interface FavouriteProductRow {
  readonly product_id: string;
  /** In how many of her purchases it stands. */
  readonly orders: number;
  readonly quantity_milli: number;
  readonly last_at: number;
}

interface FavouritesAsked {
  readonly shard: number;
  readonly memberId: string;
  readonly asOfAt: number;
  /** What makes an order a purchase. */
  readonly countsWhen: 'placed' | 'paid';
  readonly limit: number;
}

/**
 * Products of most of her purchases up to an instant: of orders that were neither cancelled nor given back whole by then. Lines that cost
 * nothing are gifts, unless none of the order has an amount (index: primary keys of member_order_line, member_order and member_refund).
 */
export async function readFavouriteProducts(sql: Sql, query: FavouritesAsked): Promise<FavouriteProductRow[]> {
  return sql.rows(
    {
      name: 'read_favourite_products',
      text: `select product_id, count(distinct (space, order_id))::int as orders, sum(quantity_milli)::bigint as quantity_milli,
                    max(bought_at) as last_at
               from (select l.product_id, l.space, l.order_id, l.quantity_milli, l.amount_minor, o.bought_at,
                            max(l.amount_minor) over (partition by l.shard, l.space, l.order_id) as largest
                       from member_order_line l
                       join (select space, order_id, amount_minor,
                                    case $4 when 'paid' then paid_at else least(placed_at, paid_at) end as bought_at,
                                    (select coalesce(sum(r.amount_minor), 0) from member_refund r
                                      where r.shard = m.shard and r.member_id = m.member_id and r.space = m.space
                                        and r.order_id = m.order_id and r.refunded_at <= $3::bigint) as refunded
                               from member_order m
                              where m.shard = $1 and m.member_id = $2::uuid
                                and (m.cancelled_at is null or m.cancelled_at > $3::bigint)) o using (space, order_id)
                      where l.shard = $1 and l.member_id = $2::uuid and o.bought_at <= $3::bigint
                        and (o.refunded < o.amount_minor or o.refunded = 0)) line
              where amount_minor > 0 or largest = 0
              group by product_id
              order by orders desc, quantity_milli desc, last_at desc, product_id limit $5`,
    },
    [query.shard, query.memberId, query.asOfAt, query.countsWhen, query.limit],
  );
}
