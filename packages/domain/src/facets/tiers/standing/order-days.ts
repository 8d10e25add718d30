import { purchasedAt } from '../../lifecycle/activity/evidence-rows.ts';
import { orderKey } from '../../lifecycle/activity/rows.ts';
import type { OrderRow, RefundRow } from '../../lifecycle/activity/rows.ts';
import { exportedOrders, exportedRefunds } from '../../lifecycle/facet.ts';
import type { LifecycleRules } from '../../lifecycle/timeline/rules.ts';
import { never } from '../../../kernel/base/instants.ts';
import { ordersMetric, spendMetric } from '../rules/rules.ts';
import type { TiersView } from '../rules/rules.ts';
import { tierDayRows, tierOrderRows } from '../rules/rows.ts';
import type { TierDayRow, TierOrderRow } from '../rules/rows.ts';

/*
 * What orders count for levels: on the day that they were bought, less all that was ever given back, whenever that was. An order that was
 * cancelled or given back whole counts for nothing, as if it had not been.
 */

/** What an order counts; null: nothing. */
export function countedOf(
  order: OrderRow,
  refunds: readonly RefundRow[],
  { settings, world }: LifecycleRules,
): TierOrderRow | null {
  const boughtAt = purchasedAt(order, settings.purchaseCountsWhen);
  if (boughtAt === never || order.cancelledAt !== null) return null;
  const { space, orderId, amountMinor } = order;
  const givenBack = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0);
  if (amountMinor > 0 && givenBack >= amountMinor) return null;
  return { space, orderId, day: world.days.dayOf(boughtAt), netMinor: amountMinor - Math.min(givenBack, amountMinor) };
}

/** What the days count more, and less, when an order counts otherwise. */
export interface OrderDifference {
  readonly before: TierOrderRow | null;
  readonly after: TierOrderRow | null;
}

/** Null: the order counts as before. The order, its refunds and what was counted of it are in memory. */
export function differenceOf(view: TiersView, key: string, rules: LifecycleRules): OrderDifference | null {
  const order = view.foreign(exportedOrders).get(key);
  const before = view.rows(tierOrderRows).get(key);
  const after =
    order === null
      ? null
      : countedOf(order, view.foreign(exportedRefunds).rowsUnder([order.space, order.orderId]), rules);
  const isSame = before?.day === after?.day && before?.netMinor === after?.netMinor;
  return isSame ? null : { before, after };
}

export function countDifference(view: TiersView, { before, after }: OrderDifference): void {
  const orders = view.rows(tierOrderRows);
  const days = view.rows(tierDayRows);
  if (before !== null) for (const day of daysOf(before, -1)) days.add(day);
  if (after !== null) for (const day of daysOf(after, 1)) days.add(day);
  if (after !== null) orders.put(after);
  else if (before !== null) orders.remove(before);
}

function daysOf({ day, netMinor }: TierOrderRow, sign: 1 | -1): readonly TierDayRow[] {
  return [
    { metric: ordersMetric, day, value: sign },
    { metric: spendMetric, day, value: sign * netMinor },
  ];
}

/** Counts all orders anew; the days of wallets are those of `wallets`. All of her orders and refunds are in memory. */
export function recount(view: TiersView, wallets: readonly TierDayRow[], rules: LifecycleRules): void {
  const refunds = Map.groupBy(view.foreign(exportedRefunds).rows(), ({ space, orderId }) => orderKey(space, orderId));
  const counted = view
    .foreign(exportedOrders)
    .rows()
    .flatMap((order) => countedOf(order, refunds.get(orderKey(order.space, order.orderId)) ?? [], rules) ?? []);
  view.rows(tierOrderRows).refill(counted);
  view.rows(tierDayRows).refill([...wallets, ...counted.flatMap((order) => daysOf(order, 1))]);
}

/** The days that do not come of orders. */
export function walletDaysOf(view: TiersView): readonly TierDayRow[] {
  return view
    .rows(tierDayRows)
    .rows()
    .filter(({ metric }) => metric !== ordersMetric && metric !== spendMetric);
}
