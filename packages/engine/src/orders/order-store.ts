import type { MemberId } from '@perennial/domain';
import type { LoggedFact, LogPlace, MemberPlace } from '../log/log-rows.ts';
import type { OrderClaim, OrderRow, WaitingFact } from './order-rows.ts';

/** What finding out whose an order is reads and claims, in the transaction that appends its facts. */
export interface OrderClaims {
  /** Rows that there are, without a lock. */
  readOrders(ids: readonly string[]): Promise<readonly OrderRow[]>;
  /**
   * Claims orders, sorted by id, each once; answers every one of them as it stands now. An order that has an owner keeps her,
   * unless a strong identity takes it over from a weak one. Holds the rows until the end of the transaction.
   */
  claimOrders(claims: readonly OrderClaim[]): Promise<readonly OrderRow[]>;
  /** Of those who were absorbed, who they are now. */
  readSurvivors(members: readonly MemberPlace[]): Promise<ReadonlyMap<MemberId, MemberId>>;
  readLoggedFacts(places: readonly LogPlace[]): Promise<readonly LoggedFact[]>;
}

/** What is noted of orders whose rows the transaction holds. */
export interface OrderNotes {
  /** Notes facts of nobody, up to `waitingMax` an order. */
  noteWaiting(facts: readonly WaitingFact[]): Promise<void>;
  /** Nothing waits under these any more. */
  clearWaiting(ids: readonly string[]): Promise<void>;
}
