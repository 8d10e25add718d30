import { orderAmountMinorMax } from '@perennial/domain';
import { numberOf } from '../../client/lens-query.ts';
import type { LensReader, LensRow } from '../../client/lens-query.ts';
import { owners } from '../../log/owned-facts.ts';
import { isStanding } from '../../log/standing-facts.ts';
import { edgesOf } from '../../periods/buckets.ts';
import type { Bucket, Period } from '../../periods/buckets.ts';
import { spaceParams, spaceSql } from './order-space.ts';
import type { OrderRules } from './order-space.ts';

/**
 * Sales of a period, as the glossary has the words; amounts are minor units of the program's currency. Gross sales are what orders that stand
 * (not cancelled) sold for, by the instant of purchase; refunds what was given back of orders, by the instant of refund; net sales are gross
 * sales less refunds. Over all time the net sales of members are the sum of their net spend.
 */
export interface Sales {
  readonly membersGrossMinor: number;
  readonly membersRefundsMinor: number;
  readonly membersNetMinor: number;
  /** Of orders of nobody known. */
  readonly anonymousGrossMinor: number;
  readonly anonymousRefundsMinor: number;
  readonly anonymousNetMinor: number;
  /** Given back of orders that were never told, by members and others: in no other sum, as what they sold for is in none. */
  readonly unknownRefundsMinor: number;
  readonly membersOrders: number;
  readonly anonymousOrders: number;
  /** Distinct members who bought. */
  readonly buyers: number;
}

export interface SalesOptions extends OrderRules {
  /** Facts that happened later are not looked at. */
  readonly asOfAt: number;
}

const noSales: Sales = {
  membersGrossMinor: 0,
  membersRefundsMinor: 0,
  membersNetMinor: 0,
  anonymousGrossMinor: 0,
  anonymousRefundsMinor: 0,
  anonymousNetMinor: 0,
  unknownRefundsMinor: 0,
  membersOrders: 0,
  anonymousOrders: 0,
  buyers: 0,
};
const periodsMax = 12;

/** Sales of at most twelve periods, in the order given; they may overlap. */
export async function salesOfPeriods(
  lens: LensReader,
  options: SalesOptions & { readonly periods: readonly Period[] },
): Promise<readonly Sales[]> {
  const { periods } = options;
  if (periods.length > periodsMax) throw new RangeError(`At most ${periodsMax} periods can be asked for at once`);
  const slot = `arrayJoin(arrayFilter(index -> at >= {starts:Array(Int64)}[index] and at < {ends:Array(Int64)}[index],
                                      arrayEnumerate({starts:Array(Int64)})))`;
  const rows = await lens.read({
    sql: salesSql(slot, options),
    params: {
      ...spaceParams(options.numberSpaces),
      asOf: options.asOfAt,
      starts: periods.map((period) => period.fromAt),
      ends: periods.map((period) => period.toAt),
    },
  });
  return periods.map((_, index) => salesOfRow(rows.find((row) => numberOf(row, 'slot') === index + 1)));
}

export interface SalesPoint extends Sales {
  readonly on: string;
}

/** Sales of each bucket. */
export async function salesSeries(
  lens: LensReader,
  options: SalesOptions & { readonly buckets: readonly Bucket[] },
): Promise<readonly SalesPoint[]> {
  const edges = edgesOf(options.buckets);
  const rows = await lens.read({
    sql: salesSql('toInt64(roundDown(at, {edges:Array(Int64)}))', options, 'at >= {from:Int64} and at < {to:Int64}'),
    params: {
      ...spaceParams(options.numberSpaces),
      asOf: options.asOfAt,
      edges,
      from: edges[0] ?? 0,
      to: edges.at(-1) ?? 0,
    },
  });
  const bySlot = new Map(rows.map((row) => [numberOf(row, 'slot'), row]));
  return options.buckets.map((bucket) => ({ on: bucket.on, ...salesOfRow(bySlot.get(bucket.fromAt)) }));
}

/** Greatest amount of one order or refund, and what a refund of a whole order stands for: the order takes what is left of it. */
const wholeMinor = String(orderAmountMinorMax);

/**
 * Joins the facts of each order as the fold does (earliest of each instant; the amount of paid or updated over placed, then the later, then the
 * greater message), so that member sales agree with member metrics in whatever order facts came, whoever took whom in since. Refunds too: stated
 * twice they are one, together they give back no more than the order was, one before its purchase takes effect with it, and a cancelled order,
 * whose amount does not count, has none. A refund of an order that was never told lowers nothing, as in the fold: it is summed apart.
 */
function salesSql(slot: string, options: SalesOptions, condition = '1'): string {
  const settling = "'order.paid', 'order.fulfilled'";
  const purchasing = options.purchaseCountsWhen === 'paid' ? settling : `'order.placed', 'order.updated', ${settling}`;
  return `
with orders as (
  select who, space, is_anonymous, order_id,
         minIf(occurred_at, type in (${purchasing})) as purchased, countIf(type in (${purchasing})) > 0 as is_purchase,
         countIf(type = 'order.cancelled') > 0 as is_cancelled,
         greatest(0, argMaxIf(amount_minor, (type != 'order.placed', occurred_at, concat(source, '/', message_id)),
                              type in ('order.placed', 'order.updated', 'order.paid'))) as amount
    from ${factsOfEverybody(
      ['order.placed', 'order.updated', 'order.paid', 'order.fulfilled', 'order.cancelled'],
      'type, order_id, occurred_at, amount_minor, source, message_id',
      options,
    )}
   group by who, space, is_anonymous, order_id
), refunds as (
  select who, space, is_anonymous, order_id, refund_id, min(occurred_at) as at, argMin(worth, (occurred_at, worth)) as stated,
         sum(stated) over (partition by who, space, order_id order by at, refund_id rows between unbounded preceding and current row) as up_to
    from (select who, space, is_anonymous, order_id,
                 if(JSONExtractString(payload, 'refundId') = '', concat(source, '/', message_id),
                    concat(order_id, ' ', JSONExtractString(payload, 'refundId'))) as refund_id, occurred_at,
                 if(not JSONHas(payload, 'amountMinor') and empty(JSONExtractArrayRaw(payload, 'lines')), ${wholeMinor},
                    least(${wholeMinor}, greatest(0, amount_minor))) as worth
            from ${factsOfEverybody(['order.refunded'], 'order_id, occurred_at, amount_minor, source, message_id, payload', options)})
   group by who, space, is_anonymous, order_id, refund_id
), returns as (
  select greatest(r.at, o.purchased) as at, r.who as who, r.is_anonymous as is_anonymous,
         if(o.order_id != '' or r.stated = ${wholeMinor}, 0, r.stated) as unknown,
         if(o.order_id = '' or not o.is_purchase or o.is_cancelled, 0,
            least(o.amount, r.up_to) - least(o.amount, r.up_to - r.stated)) as returned
    from refunds r left join orders o on o.who = r.who and o.space = r.space and o.order_id = r.order_id
), moments as (
  select purchased as at, who, is_anonymous, amount, 0 as refunded, 0 as unknown, 1 as orders
    from orders
   where is_purchase and not is_cancelled
   union all
  select at, who, is_anonymous, 0 as amount, returned as refunded, unknown, 0 as orders from returns
)
select ${slot} as slot,
       sumIf(amount, not is_anonymous) as members_gross, sumIf(refunded, not is_anonymous) as members_refunds,
       sumIf(amount, is_anonymous) as anonymous_gross, sumIf(refunded, is_anonymous) as anonymous_refunds,
       sum(unknown) as unknown_refunds,
       sumIf(orders, not is_anonymous) as members_orders, sumIf(orders, is_anonymous) as anonymous_orders,
       uniqExactIf(who, orders > 0 and not is_anonymous) as buyers
  from moments
 where ${condition}
 group by slot`;
}

/** Facts of members by whose they are now, and of nobody known: with `who`, the number space of the order, and whether nobody is known. */
function factsOfEverybody(types: readonly string[], columns: string, { numberSpaces }: OrderRules): string {
  const space = spaceSql(numberSpaces);
  return `(
  select ${space} as space, isNull(f.member_id) as is_anonymous,
         multiIf(isNull(f.member_id), concat('anonymous ', space), o.owner is null, toString(f.member_id), toString(o.owner)) as who, ${columns}
    from (select member_id, ${columns} from fact
           where type in (${types.map((type) => `'${type}'`).join(', ')}) and occurred_at <= {asOf:Int64} and ${isStanding}) f
    left join ${owners} o on o.taken_in = f.member_id)`;
}

function salesOfRow(row: LensRow | undefined): Sales {
  if (row === undefined) return noSales;
  const [membersGrossMinor, membersRefundsMinor] = [numberOf(row, 'members_gross'), numberOf(row, 'members_refunds')];
  const [anonymousGrossMinor, anonymousRefundsMinor] = [
    numberOf(row, 'anonymous_gross'),
    numberOf(row, 'anonymous_refunds'),
  ];
  return {
    membersGrossMinor,
    membersRefundsMinor,
    membersNetMinor: membersGrossMinor - membersRefundsMinor,
    anonymousGrossMinor,
    anonymousRefundsMinor,
    anonymousNetMinor: anonymousGrossMinor - anonymousRefundsMinor,
    unknownRefundsMinor: numberOf(row, 'unknown_refunds'),
    membersOrders: numberOf(row, 'members_orders'),
    anonymousOrders: numberOf(row, 'anonymous_orders'),
    buyers: numberOf(row, 'buyers'),
  };
}
