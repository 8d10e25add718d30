import { earliest, purchasedAt } from '../../../lifecycle/activity/evidence-rows.ts';
import { orderIdOf } from '../../../lifecycle/activity/interpret-order.ts';
import { remainingLines, soldOrder } from '../../../lifecycle/activity/remaining-lines.ts';
import type { RemainingLine } from '../../../lifecycle/activity/remaining-lines.ts';
import { orderKey } from '../../../lifecycle/activity/rows.ts';
import type { OrderRow } from '../../../lifecycle/activity/rows.ts';
import { exportedOrderLines, exportedOrders, exportedRefunds } from '../../../lifecycle/facet.ts';
import { lifecycleRulesOf } from '../../../lifecycle/timeline/rules.ts';
import type { Use } from '../../../../kernel/facet.ts';
import { never } from '../../../../kernel/base/instants.ts';
import { Missing } from '../../../../kernel/rows/needs.ts';
import type { Hints, Need } from '../../../../kernel/rows/needs.ts';
import type { FactStep } from '../../../../kernel/steps/steps.ts';
import type { LotWait } from '../../ledger/rows.ts';
import type { WalletsView } from '../../rules/rules.ts';
import { awardRows } from '../awards/award-rows.ts';
import type { AwardRow } from '../awards/award-rows.ts';
import { emptyEarningOrder, withTenders } from './order-evidence.ts';
import { earningOrderRows } from './rows.ts';
import type { EarningOrderRow } from './rows.ts';

export interface OrderPlace {
  readonly key: string;
  readonly space: string;
  readonly orderId: string;
}

export function placeOfOrder(step: FactStep, use: Pick<Use, 'program'>): OrderPlace {
  const space = lifecycleRulesOf(use.program).spaceOf(step.source);
  const orderId = orderIdOf(step);
  return { key: orderKey(space, orderId), space, orderId };
}

/** Which space a number belongs to is known at the fact's turn; mostly it is its own source's, which is enough for a hint. */
export function placeOfSource(step: FactStep): OrderPlace {
  const orderId = orderIdOf(step);
  return { key: orderKey(step.source, orderId), space: step.source, orderId };
}

/** Of one order all that earning keeps, and what was bought; its other evidence is in memory when the lifecycle has heard the fact. */
function needsOfOrder({ space, orderId }: OrderPlace): readonly Need[] {
  const keys = [[space, orderId]];
  return [
    { by: 'key', kind: earningOrderRows, keys },
    { by: 'prefix', kind: awardRows, keys },
    { by: 'prefix', kind: exportedOrderLines.kind, keys },
  ];
}

export function hintOrder(place: OrderPlace, hints: Hints): void {
  for (const need of needsOfOrder(place)) hints.add(need);
}

export function missingOfOrder(view: WalletsView, place: OrderPlace): Missing | null {
  const { key } = place;
  const isThere =
    view.rows(earningOrderRows).isKnown(key) &&
    view.rows(awardRows).isPrefixKnown(key) &&
    view.foreign(exportedOrderLines).isPrefixKnown(key);
  return isThere ? null : new Missing(needsOfOrder(place));
}

/** An order as it is known with the fact that is heard. */
export interface KnownOrder {
  readonly place: OrderPlace;
  /** Null: nothing of it is known but refunds. */
  readonly order: OrderRow | null;
  /** With what the fact says; `before` null: nothing was kept of it. */
  readonly earning: EarningOrderRow;
  readonly before: EarningOrderRow | null;
  readonly awards: readonly AwardRow[];
  readonly lines: readonly RemainingLine[];
  /** When it counted first; `never` where it does not. */
  readonly countsAt: number;
  /** It counted before the fact that is heard. */
  readonly countedBefore: boolean;
}

/** What `missingOfOrder` asks for is in memory. */
export function knownOrder(view: WalletsView, step: FactStep, use: Use): KnownOrder {
  const place = placeOfOrder(step, use);
  const { key } = place;
  const before = view.rows(earningOrderRows).get(key);
  const order = view.foreign(exportedOrders).get(key);
  const { purchaseCountsWhen } = lifecycleRulesOf(use.program).settings;
  return {
    place,
    order,
    earning: withTenders(before ?? emptyEarningOrder(place), step),
    before,
    awards: awardsOf(view, place),
    lines: order === null ? [] : linesOf(view, order),
    countsAt: order === null ? never : purchasedAt(order, purchaseCountsWhen),
    countedBefore: order !== null && purchasedAt(without(order, step), purchaseCountsWhen) !== never,
  };
}

/** By rule, in an order that does not tell how they were loaded. */
function awardsOf(view: WalletsView, { space, orderId }: OrderPlace): readonly AwardRow[] {
  return view
    .rows(awardRows)
    .rowsUnder([space, orderId])
    .toSorted((a, b) => (a.rule < b.rule ? -1 : 1));
}

/** The order without what the fact may have brought: where it counts all the same, it did so before. */
function without(order: OrderRow, { type, occurredAt }: FactStep): OrderRow {
  const unless = (at: number | null) => (at === occurredAt ? null : at);
  switch (type) {
    case 'order.placed':
    case 'order.updated':
      return { ...order, placedAt: unless(order.placedAt) };
    case 'order.paid':
      return { ...order, paidAt: unless(order.paidAt) };
    case 'order.fulfilled':
      return { ...order, fulfilledAt: unless(order.fulfilledAt) };
    default:
      return order;
  }
}

function linesOf(view: WalletsView, order: OrderRow): readonly RemainingLine[] {
  const place = [order.space, order.orderId];
  const lines = view.foreign(exportedOrderLines).rowsUnder(place);
  return remainingLines(soldOrder(order, lines, view.foreign(exportedRefunds).rowsUnder(place)));
}

/** When it was placed, or first known to be: opening balances hold what was before. */
export function placedAtOf(order: OrderRow): number | null {
  return earliest(order.placedAt, earliest(order.paidAt, order.fulfilledAt));
}

export function referenceOf({ space, orderId }: { readonly space: string; readonly orderId: string }) {
  return { source: 'order', sourceId: `${space}/${orderId}` };
}

export function hasHappened({ order }: KnownOrder, event: LotWait): boolean {
  if (event === 'order.paid') return order !== null && order.paidAt !== null;
  return event === 'order.fulfilled' && order !== null && order.fulfilledAt !== null;
}
