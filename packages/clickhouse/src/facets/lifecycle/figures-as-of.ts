import { orderAmountMinorMax, recentPurchasesMax } from '@perennial/domain';
import { givenBack, ownedFacts, owners } from '../../log/owned-facts.ts';
import { spaceSql } from './order-space.ts';
import type { OrderRules } from './order-space.ts';

/*
 * What members' facts amounted to at an instant `{asOf:Int64}` in the past, over everybody: for lists that are narrowed or sorted by it.
 * What a list shows of each member comes from the fold itself (`activityAsOf` of the domain); these queries restate its arithmetic in SQL,
 * and a property test holds the two equal. They look at all facts of their types up to the instant, so callers bound their time.
 */

const wholeMinor = String(orderAmountMinorMax);
const recentMax = String(recentPurchasesMax);

/** Paid or updated over placed, then the later, then the greater message, as one text: by tuples the greatest took three times as long to find. */
const tellingOrder = `concat(if(type = 'order.placed', '1', '2'), hex(occurred_at + 4611686018427387904), source, '/', message_id)`;

/** A subquery in parentheses: one row an order that anything but a refund names, with what has been given back of it by the instant. */
function ordersAsOf({ purchaseCountsWhen, numberSpaces }: OrderRules): string {
  const space = spaceSql(numberSpaces);
  const settling = "'order.paid', 'order.fulfilled'";
  const purchasing = purchaseCountsWhen === 'paid' ? settling : `'order.placed', 'order.updated', ${settling}`;
  return `(
  select o.who as who, o.purchased as purchased, o.amount as amount, o.cancelled as cancelled,
         arrayCumSum(arrayMap(refund -> refund.3, refunds)) as given,
         arrayFirstIndex(sum -> amount > 0 and sum >= amount, given) as last,
         if(last > 0, greatest(refunds[last].1, purchased), null) as given_back,
         coalesce(least(given_back, cancelled), given_back, cancelled) as withdrawn,
         if(cancelled is null, amount - least(amount, arraySum(refund -> refund.3, refunds)), 0) as net
    from (
      select who, ${space} as space, order_id, minIf(occurred_at, type in (${purchasing})) as purchased,
             minOrNullIf(occurred_at, type = 'order.cancelled') as cancelled,
             greatest(0, argMaxIf(amount_minor, ${tellingOrder}, type in ('order.placed', 'order.updated', 'order.paid'))) as amount
        from ${ownedFacts(
          ['order.placed', 'order.updated', 'order.paid', 'order.fulfilled', 'order.cancelled'],
          'order_id, type, occurred_at, amount_minor, source, message_id',
        )}
       group by who, space, order_id
      having countIf(type in (${purchasing})) > 0 and (cancelled is null or cancelled > purchased)) o
    left join (
      select who, space, order_id, arraySort(groupArray((at, refund_id, worth))) as refunds
        from (select who, space, order_id, refund_id, min(occurred_at) as at, argMin(stated, (occurred_at, stated)) as worth
                from (select who, ${space} as space, order_id, occurred_at,
                             if(JSONExtractString(payload, 'refundId') = '', concat(source, '/', message_id),
                                JSONExtractString(payload, 'refundId')) as refund_id,
                             if(not JSONHas(payload, 'amountMinor') and empty(JSONExtractArrayRaw(payload, 'lines')), ${wholeMinor},
                                least(${wholeMinor}, greatest(0, amount_minor))) as stated
                        from ${ownedFacts(['order.refunded'], 'order_id, occurred_at, amount_minor, source, message_id, payload')})
               group by who, space, order_id, refund_id)
       group by who, space, order_id) r on r.who = o.who and r.space = o.space and r.order_id = o.order_id)`;
}

/**
 * The fold remembers the last seventeen purchases that stand. Who never had more has her first and last one among them; for the others the
 * list is run as the fold runs it: (remembered, standing, first) moved on by (instant, whether it is a withdrawal, purchase). Only theirs:
 * over the empty lists of all others it took half of the query's time.
 */
const remembered = `arrayFold((state, event) -> if(event.2 = 0,
      (arrayPushBack(if(length(state.1) = ${recentMax}, arrayPopFront(state.1), state.1), event.1), state.2 + 1,
       if(state.2 = 0, event.1, state.3)),
      (if(has(state.1, event.3), arrayConcat(arraySlice(state.1, 1, indexOf(state.1, event.3) - 1),
                                             arraySlice(state.1, indexOf(state.1, event.3) + 1)), state.1),
       state.2 - 1,
       multiIf(state.2 = 1, 0,
               state.2 - 1 <= length(state.1) - has(state.1, event.3),
               if(state.1[1] = event.3, state.1[2], state.1[1]), state.3))),
    arraySort(purchases), (emptyArrayInt64(), toInt64(0), toInt64(0)))`;

/**
 * A subquery in parentheses, one row a member with an order by then: who, orders, net_minor, first_order_at and last_order_at.
 * Its parameters are `asOf` and those of `spaceParams`.
 */
export function orderFiguresAsOf(rules: OrderRules): string {
  return `(
  select who, orders, net_minor, nullIf(if(is_long, run.3, first), 0) as first_order_at,
         nullIf(if(is_long, if(empty(run.1), run.3, run.1[-1]), last), 0) as last_order_at
    from (
      select who, countIf(withdrawn is null) as orders, sum(net) as net_minor,
             minIf(purchased, withdrawn is null) as first, maxIf(purchased, withdrawn is null) as last,
             count() > ${recentMax} and orders < count() as is_long,
             if(is_long, arrayConcat(groupArray((purchased, toUInt8(0), purchased)),
                                     groupArrayIf((assumeNotNull(withdrawn), toUInt8(1), purchased), withdrawn is not null)), []) as events,
             arrayMap(purchases -> ${remembered}, arrayFilter(list -> is_long, [events]))[1] as run
        from ${ordersAsOf(rules)}
       group by who))`;
}

const placeTypes = ['order.placed', 'order.updated', 'order.paid', 'order.fulfilled', 'member.registered'];
/** As `member_place` has it: the last purchase that names a place, and until there is one the registration. */
const seenAt = "occurred_at + if(type = 'member.registered', 0, 100000000000000)";

/**
 * A subquery in parentheses, one row a member: the store or channel (`place`) that she had been seen in last by then. Sixteen digits and the
 * place are one text, because the greatest of texts is found in a fraction of the time of the greatest pair.
 */
export function placesAsOf(column: 'store_id' | 'channel'): string {
  return `(
  select who, substring(max(concat(hex(${seenAt} + 4611686018427387904), ${column})), 17) as place
    from ${ownedFacts(placeTypes, `type, occurred_at, ${column}`, `member_id is not null and ${column} != ''`)}
   group by who)`;
}

const asked = '(select toUUID(arrayJoin({ids:Array(String)})))';
/** Those of whom it is asked, and whom they have taken in. */
const holders = `(member_id in ${asked} or member_id in (select taken_in from ${owners} where owner in ${asked}))`;
const givenToHolders = `(shard, position) in (
         select shard, position from (select shard, position, given_to as member_id from ${givenBack}) where ${holders})`;

/** One row each for those of `{ids:Array(String)}` who had been seen anywhere: id, store_id and channel_id, by the same rule. */
export const placesOfAsOf = `
  select toString(who) as id, maxIf((${seenAt}, store_id), store_id != '').2 as store_id,
         maxIf((${seenAt}, channel), channel != '').2 as channel_id
    from ${ownedFacts(
      placeTypes,
      'type, occurred_at, store_id, channel',
      `member_id is not null and (${holders} or ${givenToHolders})`,
    )}
   where who in ${asked}
   group by who`;
