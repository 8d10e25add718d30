import { defineRowKind } from '../../../kernel/rows/row-kind.ts';

/*
 * A member's evidence: rows that facts in any order join into the same content. All instants are epoch milliseconds; all
 * amounts are integers in the minor unit of the program's currency.
 */

/** One order, whatever the order in which its facts arrive. Its number belongs to its number space. */
export type OrderRow = {
  readonly space: string;
  readonly orderId: string;
  /** Earliest `order.placed` or `order.updated`. */
  readonly placedAt: number | null;
  /** Earliest `order.paid`. */
  readonly paidAt: number | null;
  readonly fulfilledAt: number | null;
  /** Earliest `order.cancelled`. */
  readonly cancelledAt: number | null;
  /** Amount of the winning placed, updated or paid fact (paid or updated over placed, then the later one, then the greater message). */
  readonly amountMinor: number;
  /** Which fact the amount came from: rank 0 none, 1 placed, 2 updated or paid. */
  readonly amountRank: number;
  readonly amountAt: number;
  readonly amountMessage: string;
  readonly itemCount: number;
  /** Category path of the line with the largest amount, '' unknown. */
  readonly category: string;
  readonly channel: string;
  readonly storeId: string;
};

export const orderRows = defineRowKind<OrderRow>({
  table: 'member_order',
  index: 0,
  key: ['space', 'orderId'],
  columns: {
    space: { type: 'text' },
    orderId: { type: 'text' },
    placedAt: { type: 'bigint', isNullable: true },
    paidAt: { type: 'bigint', isNullable: true },
    fulfilledAt: { type: 'bigint', isNullable: true },
    cancelledAt: { type: 'bigint', isNullable: true },
    amountMinor: { type: 'bigint' },
    amountRank: { type: 'smallint' },
    amountAt: { type: 'bigint' },
    amountMessage: { type: 'text', namesMessage: true },
    itemCount: { type: 'int' },
    category: { type: 'text' },
    channel: { type: 'text' },
    storeId: { type: 'text' },
  },
  write: 'replace',
  keyOf: (row) => orderKey(row.space, row.orderId),
});

export function orderKey(space: string, orderId: string): string {
  return `${space}\0${orderId}`;
}

/** One refund of an order, in whole or by line; a repeated refund id is the same refund. */
export type RefundRow = {
  readonly space: string;
  readonly orderId: string;
  /** Refund id of the shop, or source and message id. */
  readonly refundId: string;
  readonly refundedAt: number;
  readonly amountMinor: number;
  /** JSON of the lines that it names (`refunded-lines.ts`); '' where it names none. */
  readonly lines: string;
};

export const refundRows = defineRowKind<RefundRow>({
  table: 'member_refund',
  index: 1,
  key: ['space', 'orderId', 'refundId'],
  columns: {
    space: { type: 'text' },
    orderId: { type: 'text' },
    refundId: { type: 'text', namesMessage: true },
    refundedAt: { type: 'bigint' },
    amountMinor: { type: 'bigint' },
    lines: { type: 'text' },
  },
  write: 'replace',
});

/**
 * One line of an order: evidence for facets that ask what was bought. The lines of an order are those of one fact, the winning
 * one among the placed, updated and paid facts that name any.
 */
export type OrderLineRow = {
  readonly space: string;
  readonly orderId: string;
  /** The line's id in the shop, else its product and, from the second line of it on, a number. */
  readonly line: string;
  readonly productId: string;
  readonly category: string;
  /** Thousandths of a unit: what is sold by weight has no whole numbers. */
  readonly quantityMilli: number;
  readonly amountMinor: number;
  /** The fact that the order's lines are of: as of an amount. */
  readonly factRank: number;
  readonly factAt: number;
  readonly factMessage: string;
};

export const orderLineRows = defineRowKind<OrderLineRow>({
  table: 'member_order_line',
  index: 2,
  key: ['space', 'orderId', 'line'],
  columns: {
    space: { type: 'text' },
    orderId: { type: 'text' },
    line: { type: 'text' },
    productId: { type: 'text' },
    category: { type: 'text' },
    quantityMilli: { type: 'bigint' },
    amountMinor: { type: 'bigint' },
    factRank: { type: 'smallint' },
    factAt: { type: 'bigint' },
    factMessage: { type: 'text', namesMessage: true },
  },
  write: 'replace',
  isSameKey: (a, b) => a.line === b.line && a.orderId === b.orderId && a.space === b.space,
});

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

/** A day of one kind of activity in one place. `place` is `channel` or `channel/storeId`. */
export type ActivityDayRow = {
  /** Days since 1970-01-01 in the program's zone. */
  readonly day: number;
  readonly kind: ActivityKind;
  readonly place: string;
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Sum of the measure that the kind carries (rating of reviews), else 0. */
  readonly valueSum: number;
};

type CountedDay = { -readonly [Field in keyof ActivityDayRow]: ActivityDayRow[Field] };

/** Sums two counts of the same day, kind and place into the first. */
export function joinDays(into: CountedDay, increment: ActivityDayRow): void {
  into.count += increment.count;
  if (increment.firstAt < into.firstAt) into.firstAt = increment.firstAt;
  if (increment.lastAt > into.lastAt) into.lastAt = increment.lastAt;
  into.valueSum += increment.valueSum;
}

export function dayKey(day: number, kind: string, place: string): string {
  return `${day}\0${kind}\0${place}`;
}

export const activityDayRows = defineRowKind<ActivityDayRow>({
  table: 'activity_day',
  index: 3,
  key: ['day', 'kind', 'place'],
  columns: {
    day: { type: 'int' },
    kind: { type: 'text' },
    place: { type: 'text' },
    count: { type: 'bigint', add: 'sum' },
    firstAt: { type: 'bigint', add: 'least' },
    lastAt: { type: 'bigint', add: 'greatest' },
    valueSum: { type: 'bigint', add: 'sum' },
  },
  write: 'add',
  keyOf: (row) => dayKey(row.day, row.kind, row.place),
  isSameKey: (a, b) => a.day === b.day && a.kind === b.kind && a.place === b.place,
  join: joinDays,
});
