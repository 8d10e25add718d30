/**
 * The types of facts that Perennial knows, and what it reads of their payloads. Amounts are integers in minor units of
 * the program's currency, after conversion; instants stand in the fact's own `occurredAt`. Payloads may carry more.
 *
 * | types | payload fields that the fold reads |
 * |---|---|
 * | `order.placed`, `order.updated`, `order.paid` | `orderId`, `amountMinor`, `currency`, `lines: [{ productId, category, quantity, amountMinor or priceMinor }]` (category: path such as `Skin/Serum`); `amountMinor` of the whole order after discounts, else the sum of its lines; `tenders: [{ tender, amountMinor }]` by what it was paid |
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
  'order.updated',
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

const known: ReadonlySet<string> = new Set(knownFactTypes);

export function isKnownFactType(type: string): type is KnownFactType {
  return known.has(type);
}
