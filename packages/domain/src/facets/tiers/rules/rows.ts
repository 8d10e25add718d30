import { defineRowKind } from '../../../kernel/rows/row-kind.ts';

/*
 * What is kept of a member's levels. Days are days of the program's zone since 1970, instants epoch milliseconds. Orders and days are the
 * evidence; where she stands follows from them, from what people decided, and from the program.
 */

/** Why she has the level that she has. `kept`: a refund, a version or a merge would have taken it. */
export type TierReason = '' | 'base' | 'qualified' | 'grace' | 'invited' | 'manual' | 'frozen' | 'kept';

/** Where a member stands in a set. Levels are ids, '' for none. */
export type TierStandingRow = {
  readonly tierSet: string;
  readonly level: string;
  /** Place of the level, 1 for the lowest; 0 for none. */
  readonly rank: number;
  /** When the level became hers. */
  readonly since: number;
  readonly reason: TierReason;
  /** Until when it is hers as things stand; null: for good. */
  readonly validUntil: number | null;
  /** Of a level that was lost and is kept yet: until when. */
  readonly graceUntil: number | null;
  /** What she has earned, whatever people decided, and the day on which she earned it last. */
  readonly earnedLevel: string;
  readonly earnedOn: number | null;
  /** When she came to the set. */
  readonly enteredAt: number;
  /** Given by hand: at least this one, or at most where it `isCap`. */
  readonly assignedLevel: string;
  readonly assignedUntil: number | null;
  readonly isCap: boolean;
  readonly frozenLevel: string;
  readonly frozenUntil: number | null;
  /** What is hers though it would not be given any more. */
  readonly keptLevel: string;
  readonly keptUntil: number | null;
  readonly invitedLevel: string;
  readonly invitedUntil: number | null;
  /** The invitation that she accepted last. */
  readonly acceptedLevel: string;
  readonly acceptedAt: number | null;
  /** JSON of `WhoDays`: on which days the conditions of levels held. */
  readonly whoDays: string;
  /** When time alone changes something next; null: never. */
  readonly dueAt: number | null;
};

export const tierStandingRows = defineRowKind<TierStandingRow>({
  table: 'tier_standing',
  index: 0,
  key: ['tierSet'],
  columns: {
    tierSet: { type: 'text' },
    level: { type: 'text' },
    rank: { type: 'int' },
    since: { type: 'bigint' },
    reason: { type: 'text' },
    validUntil: { type: 'bigint', isNullable: true },
    graceUntil: { type: 'bigint', isNullable: true },
    earnedLevel: { type: 'text' },
    earnedOn: { type: 'int', isNullable: true },
    enteredAt: { type: 'bigint' },
    assignedLevel: { type: 'text' },
    assignedUntil: { type: 'bigint', isNullable: true },
    isCap: { type: 'boolean' },
    frozenLevel: { type: 'text' },
    frozenUntil: { type: 'bigint', isNullable: true },
    keptLevel: { type: 'text' },
    keptUntil: { type: 'bigint', isNullable: true },
    invitedLevel: { type: 'text' },
    invitedUntil: { type: 'bigint', isNullable: true },
    acceptedLevel: { type: 'text' },
    acceptedAt: { type: 'bigint', isNullable: true },
    whoDays: { type: 'text' },
    dueAt: { type: 'bigint', isNullable: true },
  },
  write: 'replace',
});

export type TierChangeKind =
  | 'entered'
  | 'upgrade'
  | 'downgrade'
  | 'kept'
  | 'grace'
  | 'assigned'
  | 'assignment_ended'
  | 'frozen'
  | 'unfrozen'
  | 'invited'
  | 'accepted'
  | 'declined'
  | 'invitation_expired'
  | 'version'
  | 'merged'
  | 'unmerged';

/** One thing that happened to her levels, never changed. */
export type TierChangeRow = {
  /** Counts the member's changes. */
  readonly number: number;
  readonly tierSet: string;
  readonly fromLevel: string;
  readonly toLevel: string;
  readonly at: number;
  readonly kind: TierChangeKind;
  /** Why `toLevel` is hers. */
  readonly because: TierReason;
  /** The code that a person gave for it; '' elsewhere. */
  readonly reason: string;
  readonly validUntil: number | null;
  readonly graceUntil: number | null;
  /** JSON: what was counted of each measure, by its id. */
  readonly measures: string;
  readonly programVersion: number;
  readonly causeKind: string;
  readonly causePosition: number;
  readonly causeAt: number;
};

export const tierChangeRows = defineRowKind<TierChangeRow>({
  table: 'tier_change',
  index: 1,
  key: ['number'],
  columns: {
    number: { type: 'int' },
    tierSet: { type: 'text' },
    fromLevel: { type: 'text' },
    toLevel: { type: 'text' },
    at: { type: 'bigint' },
    kind: { type: 'text' },
    because: { type: 'text' },
    reason: { type: 'text' },
    validUntil: { type: 'bigint', isNullable: true },
    graceUntil: { type: 'bigint', isNullable: true },
    measures: { type: 'text' },
    programVersion: { type: 'int' },
    causeKind: { type: 'text' },
    causePosition: { type: 'bigint' },
    causeAt: { type: 'bigint' },
  },
  write: 'append',
});

/** What was counted of an order: it is there as long as the order counts. */
export type TierOrderRow = {
  readonly space: string;
  readonly orderId: string;
  /** The day of the purchase. */
  readonly day: number;
  /** Less what was given back. */
  readonly netMinor: number;
};

export const tierOrderRows = defineRowKind<TierOrderRow>({
  table: 'tier_order',
  index: 2,
  key: ['space', 'orderId'],
  columns: {
    space: { type: 'text' },
    orderId: { type: 'text' },
    day: { type: 'int' },
    netMinor: { type: 'bigint' },
  },
  write: 'replace',
});

/** What a day counts for a metric: `net_spend`, `orders` or `wallet:<id>`. */
export type TierDayRow = {
  readonly metric: string;
  readonly day: number;
  readonly value: number;
};

export const tierDayRows = defineRowKind<TierDayRow>({
  table: 'tier_day',
  index: 3,
  key: ['metric', 'day'],
  columns: {
    metric: { type: 'text' },
    day: { type: 'int' },
    value: { type: 'bigint', add: 'sum' },
  },
  write: 'add',
});

/** How often a benefit was claimed within a period: `2026-03`, `2026`, `level:<since>`, or '' where it has no limit. */
export type TierClaimRow = {
  readonly tierSet: string;
  readonly benefit: string;
  readonly period: string;
  readonly claims: number;
  readonly lastAt: number;
  /** What the caller said it was for. */
  readonly lastReference: string;
};

export const tierClaimRows = defineRowKind<TierClaimRow>({
  table: 'tier_claim',
  index: 4,
  key: ['tierSet', 'benefit', 'period'],
  columns: {
    tierSet: { type: 'text' },
    benefit: { type: 'text' },
    period: { type: 'text' },
    claims: { type: 'int' },
    lastAt: { type: 'bigint' },
    lastReference: { type: 'text' },
  },
  write: 'replace',
});

/** For facets that ask where a member stands. */
export const exportedStandings = { facet: 'tiers', kind: tierStandingRows } as const;
