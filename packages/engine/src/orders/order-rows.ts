import type { MemberId } from '@perennial/domain';
import type { LogPlace } from '../log/log-rows.ts';

/** Whose an order is, by the fact that claimed it. */
export interface OrderOwner {
  readonly memberId: MemberId;
  /** The strongest identity of that fact: an undone merge that gives it back gives the order back. */
  readonly identity: string;
  /** A strong identity takes an order over from a weak one, which says only which browser was used. */
  readonly isStrong: boolean;
}

export interface OrderClaim {
  readonly id: string;
  readonly shard: number | null;
  /** Null: a fact of nobody, which holds the order's row until it is known whether it has an owner. */
  readonly owner: OrderOwner | null;
}

/** What is known of an order under one of its keys. */
export interface KnownOrder {
  readonly id: string;
  readonly owner: OrderOwner | null;
}

/** The same of one that the transaction holds. */
export interface HeldOrder extends KnownOrder {
  /** Facts of nobody that wait for an owner; `waitingMax` of them say that the number is no order's. */
  readonly waiting: readonly LogPlace[];
}

/** A fact of nobody that waits under the key of its order. */
export interface WaitingFact extends LogPlace {
  readonly id: string;
}

/**
 * Most facts of nobody that are noted of an order. A till that gives every receipt the number 0 would otherwise make its next
 * customer the owner of all of them, in one transaction.
 */
export const waitingMax = 100;
