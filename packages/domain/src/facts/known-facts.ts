import type { ActivityKind } from '../fold/rows.ts';

/**
 * The types of facts that Perennial knows, and what it reads of their payloads. Amounts are integers in minor units of
 * the program's currency, after conversion; instants stand in the fact's own `occurredAt`. Payloads may carry more.
 *
 * | types | payload fields that the fold reads |
 * |---|---|
 * | `order.placed`, `order.paid` | `orderId`, `amountMinor`, `currency`, `lines: [{ productId, category, quantity, amountMinor or priceMinor }]` (category: path such as `Skin/Serum`); `amountMinor` of the whole order after discounts, else the sum of its lines |
 * | `order.fulfilled`, `order.cancelled` | `orderId` |
 * | `order.refunded` | `orderId`, `refundId` (else source and message id), `amountMinor`, `lines: [{ productId, quantity, amountMinor }]` |
 * | `review.posted` | `rating` (1 to 5, halves allowed), `productId`, `text` |
 * | `attributes.changed` | `attributes: { name: value }`; null removes |
 * | `tag.added`, `tag.removed` | `tag` |
 * | `consent.changed` | `topic` (such as `marketing.sms`), `isGranted` |
 * | `member.registered` | `attributes: { name: value }` when the form asked for some |
 * | `member.signed_in`, `member.checked_in`, `store.visited` | none |
 * | `page.viewed` | `url`, `title` (not read) |
 * | `product.viewed` | `productId`, `category` (not read) |
 * | `cart.updated` | `lines` (not read) |
 * | `complaint.raised`, `survey.answered`, `referral.made` | not read |
 * | `message.sent`, `message.opened`, `message.clicked` | `messageRef`, `channel`, `topic` (not read) |
 */
export const knownFactTypes = [
  'member.registered',
  'consent.changed',
  'member.signed_in',
  'page.viewed',
  'product.viewed',
  'cart.updated',
  'order.placed',
  'order.paid',
  'order.fulfilled',
  'order.refunded',
  'order.cancelled',
  'store.visited',
  'member.checked_in',
  'review.posted',
  'complaint.raised',
  'survey.answered',
  'referral.made',
  'message.sent',
  'message.opened',
  'message.clicked',
  'tag.added',
  'tag.removed',
  'attributes.changed',
] as const;
export type KnownFactType = (typeof knownFactTypes)[number];

export type OrderFactType = 'order.placed' | 'order.paid' | 'order.fulfilled' | 'order.refunded' | 'order.cancelled';
export type RegisterFactType =
  | 'attributes.changed'
  | 'tag.added'
  | 'tag.removed'
  | 'consent.changed'
  | 'member.registered';

/** How a type becomes evidence. */
export interface FactRule {
  /** The order fact that it is, or null. */
  readonly order: OrderFactType | null;
  /** The registers that it writes, or null. */
  readonly register: RegisterFactType | null;
  /** The activity that its day counts as; every fact but those of orders leaves a day, so that the first is known. */
  readonly activity: ActivityKind;
}

function activity(kind: ActivityKind): FactRule {
  return { order: null, register: null, activity: kind };
}

function order(type: OrderFactType): FactRule {
  return { order: type, register: null, activity: 'other' };
}

function register(type: RegisterFactType): FactRule {
  return { order: null, register: type, activity: type === 'member.registered' ? 'registration' : 'other' };
}

const rules: Readonly<Record<KnownFactType, FactRule>> = {
  'member.registered': register('member.registered'),
  'consent.changed': register('consent.changed'),
  'member.signed_in': activity('sign_in'),
  'page.viewed': activity('page_view'),
  'product.viewed': activity('product_view'),
  'cart.updated': activity('cart'),
  'order.placed': order('order.placed'),
  'order.paid': order('order.paid'),
  'order.fulfilled': order('order.fulfilled'),
  'order.refunded': order('order.refunded'),
  'order.cancelled': order('order.cancelled'),
  'store.visited': activity('store_visit'),
  'member.checked_in': activity('check_in'),
  'review.posted': activity('review'),
  'complaint.raised': activity('complaint'),
  'survey.answered': activity('survey'),
  'referral.made': activity('referral'),
  'message.sent': activity('message_sent'),
  'message.opened': activity('message_opened'),
  'message.clicked': activity('message_clicked'),
  'tag.added': register('tag.added'),
  'tag.removed': register('tag.removed'),
  'attributes.changed': register('attributes.changed'),
};

const ruleByType: ReadonlyMap<string, FactRule> = new Map(Object.entries(rules));
const unknownRule = activity('other');

/** Unknown types are kept and count as days of other activity. */
export function factRuleOf(type: string): FactRule {
  return ruleByType.get(type) ?? unknownRule;
}

export function isKnownFactType(type: string): type is KnownFactType {
  return ruleByType.has(type);
}
