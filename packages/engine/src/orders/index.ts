export { prepareOrder, type OrderNumberOf } from './order-keys.ts';
export { isUnpricedReturn, priceReturn, soldLinesOf, type SoldLine, type SoldLinesOf } from './price-return.ts';
export {
  waitingMax,
  type HeldOrder,
  type KnownOrder,
  type OrderClaim,
  type OrderOwner,
  type WaitingFact,
} from './order-rows.ts';
export type { OrderClaims, OrderNotes } from './order-store.ts';
