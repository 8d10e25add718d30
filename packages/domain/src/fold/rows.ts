/**
 * A member's evidence: rows that facts in any order join into the same content. All instants are epoch milliseconds; all
 * amounts are integers in the minor unit of the program's currency.
 */

/** One order, whatever the order in which its facts arrive. */
export interface OrderRow {
  readonly orderId: string;
  /** Earliest `order.placed`. */
  readonly placedAt: number | null;
  /** Earliest `order.paid`. */
  readonly paidAt: number | null;
  readonly fulfilledAt: number | null;
  /** Earliest `order.cancelled`. */
  readonly cancelledAt: number | null;
  /** Amount of the winning placed or paid fact (paid over placed, then the later one, then the greater message). */
  readonly amountMinor: number;
  /** Which fact the amount came from: rank 0 none, 1 placed, 2 paid. */
  readonly amountRank: number;
  readonly amountAt: number;
  readonly amountMessage: string;
  readonly itemCount: number;
  /** Category path of the line with the largest amount, '' unknown. */
  readonly category: string;
  readonly channel: string;
  readonly storeId: string;
}

/** One refund of an order, in whole or by line; a repeated refund id is the same refund. */
export interface RefundRow {
  readonly orderId: string;
  /** Refund id of the shop, or source and message id. */
  readonly refundId: string;
  readonly refundedAt: number;
  readonly amountMinor: number;
}

/** A day of one kind of activity in one place. `place` is `channel` or `channel/storeId`. */
export interface ActivityDayRow {
  /** Days since 1970-01-01 in the program's zone. */
  readonly day: number;
  readonly kind: ActivityKind;
  readonly place: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Sum of the measure that the kind carries (rating of reviews), else 0. */
  readonly valueSum: number;
}

export const activityKinds = [
  'registration',
  'sign_in',
  'page_view',
  'product_view',
  'cart',
  'store_visit',
  'check_in',
  'review',
  'complaint',
  'survey',
  'referral',
  'message_sent',
  'message_opened',
  'message_clicked',
  'other',
] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** A last-writer-wins register: an attribute, a tag or a consent. The writer with the greater (occurredAt, message) wins. */
export interface AttributeRow {
  readonly kind: 'attribute' | 'tag' | 'consent';
  readonly name: string;
  /** JSON text; `null` text for a removed one, kept so that a late older write cannot bring it back. */
  readonly value: string;
  readonly occurredAt: number;
  readonly message: string;
}

/**
 * A point of the stage timeline: from `validFrom` the member is in `stage`. The interval ends where the next entry begins.
 * An entry that was acted on and turns out wrong is kept with `supersededAt`; one that was never acted on is replaced.
 */
export interface StageEntryRow {
  readonly lifecycle: string;
  readonly validFrom: number;
  readonly stage: string;
  /** '' for the first entry. */
  readonly fromStage: string;
  readonly isReactivation: boolean;
  readonly recordedAt: number;
  readonly programVersion: number;
  readonly causeKind: 'fact' | 'wake' | 'merge' | 'split' | 'program' | 'refold';
  readonly causePosition: number;
  readonly causeAt: number;
  readonly isActed: boolean;
  readonly supersededAt: number | null;
}
