import type { MemberId } from '@perennial/domain';
import type { LoggedFact, LogPlace, MemberPlace } from '../log/log-rows.ts';
import type { HeldOrder, KnownOrder, OrderClaim, WaitingFact } from './order-rows.ts';

/** What finding out whose an order is reads and claims, in the transaction that appends its facts. */
export interface OrderClaims {
  /** Those that there are, without a lock. */
  readOrders(ids: readonly string[]): Promise<readonly KnownOrder[]>;
  /**
   * Claims orders, sorted by id, each once. An order that has an owner keeps her, unless a strong identity takes it over from a
   * weak one. Answers those that are not simply as claimed: they have another owner, or facts wait for theirs. Holds all of them
   * until the end of the transaction.
   */
  claimOrders(claims: readonly OrderClaim[]): Promise<readonly HeldOrder[]>;
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
