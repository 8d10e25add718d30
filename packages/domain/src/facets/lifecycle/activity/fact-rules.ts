import type { ActivityKind } from './rows.ts';

export type OrderFactType =
  | 'order.placed'
  | 'order.updated'
  | 'order.paid'
  | 'order.fulfilled'
  | 'order.refunded'
  | 'order.cancelled';

/** How a type becomes evidence. */
export interface FactRule {
  /** The order fact that it is, or null. */
  readonly order: OrderFactType | null;
  /** The activity that its day counts as; every fact but those of orders leaves a day, so that the first is known. */
  readonly activity: ActivityKind;
}

function activity(kind: ActivityKind): FactRule {
  return { order: null, activity: kind };
}

function order(type: OrderFactType): FactRule {
  return { order: type, activity: 'other' };
}

const ruleByType: ReadonlyMap<string, FactRule> = new Map([
  ['member.registered', activity('registration')],
  ['member.signed_in', activity('sign_in')],
  ['page.viewed', activity('page_view')],
  ['product.viewed', activity('product_view')],
  ['cart.updated', activity('cart')],
  ['order.placed', order('order.placed')],
  ['order.updated', order('order.updated')],
  ['order.paid', order('order.paid')],
  ['order.fulfilled', order('order.fulfilled')],
  ['order.refunded', order('order.refunded')],
  ['order.cancelled', order('order.cancelled')],
  ['store.visited', activity('store_visit')],
  ['member.checked_in', activity('check_in')],
  ['review.posted', activity('review')],
  ['complaint.raised', activity('complaint')],
  ['survey.answered', activity('survey')],
  ['referral.made', activity('referral')],
  ['message.sent', activity('message_sent')],
  ['message.opened', activity('message_opened')],
  ['message.clicked', activity('message_clicked')],
]);
const otherRule = activity('other');

/** Any other type, known or not, counts as a day of other activity. */
export function factRuleOf(type: string): FactRule {
  return ruleByType.get(type) ?? otherRule;
}
