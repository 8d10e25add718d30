import type { Sql } from '../../database/database.ts';

export interface MemberOrderRow {
  /** The number space of its id. */
  readonly space: string;
  readonly order_id: string;
  readonly placed_at: number | null;
  readonly paid_at: number | null;
  readonly fulfilled_at: number | null;
  readonly cancelled_at: number | null;
  readonly amount_minor: number;
  readonly refunded_minor: number;
  readonly item_count: number;
  readonly category: string;
  readonly channel: string;
  readonly store_id: string;
  /** When it was first known of: what the list is sorted by. */
  readonly ordered_at: number;
}

/**
 * Orders of a member with what was refunded, newest first (index: primary keys of member_order and member_refund). No more
 * than an order's amount comes back of it: a refund of the whole states no amount of its own.
 */
export async function readMemberOrders(
  sql: Sql,
  query: {
    readonly shard: number;
    readonly memberId: string;
    readonly before: { readonly at: number; readonly orderId: string };
    readonly limit: number;
  },
): Promise<MemberOrderRow[]> {
  return sql.rows(
    {
      name: 'read_member_orders',
      text: `select space, order_id, placed_at, paid_at, fulfilled_at, cancelled_at, amount_minor, item_count, category, channel,
                    store_id, ordered_at,
                    least(amount_minor, (select coalesce(sum(r.amount_minor), 0) from member_refund r
                      where r.shard = o.shard and r.member_id = o.member_id and r.space = o.space and r.order_id = o.order_id)) as refunded_minor
               from (select *, coalesce(least(placed_at, paid_at, fulfilled_at, cancelled_at), 0) as ordered_at
                       from member_order where shard = $1 and member_id = $2::uuid) o
              where (ordered_at, order_id) < ($3::bigint, $4)
              order by ordered_at desc, order_id desc limit $5`,
    },
    [query.shard, query.memberId, query.before.at, query.before.orderId, query.limit],
  );
}
