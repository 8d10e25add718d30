/*
 * What orders of a shard (`$1`) came to, as tables within a statement of others: an order is named by its number space and number, as whatever
 * it brought names it.
 */

/** Each with its amount as it stands, and when it was bought (index: primary key). */
export const orderSales = `
  select o.member_id, o.space || '/' || o.order_id as name, coalesce(o.paid_at, o.placed_at) as bought_at, o.amount_minor,
         o.cancelled_at
    from member_order o where o.shard = $1`;

/** What was given back of them (index: primary key). */
export const orderRefunds = `
  select r.member_id, r.space || '/' || r.order_id as name, r.refunded_at, r.amount_minor
    from member_refund r where r.shard = $1`;
