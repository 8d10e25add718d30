export { prepareOrder, type OrderNumberOf } from './order-keys.ts';
export { waitingMax, type OrderClaim, type OrderOwner, type OrderRow, type WaitingFact } from './order-rows.ts';
export type { OrderClaims, OrderNotes } from './order-store.ts';
