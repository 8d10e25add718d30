import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import type { Result } from '../../../api/queries.ts';
import { startOfMinute } from '../../../format/zoned-days.ts';

export type Basket = NonNullable<RouteInput<Routes['wallets']['previewFirstEarning']>['body']>;
type PastOrder = Result<'members', 'orders'>['items'][number];

/** Amounts are minor units of the program's currency. */
export interface TypedLine {
  /** Tells lines apart while they are typed. */
  readonly key: number;
  readonly productId: string;
  readonly category: string;
  readonly quantity: number;
  /** Of one piece, before what is taken off. */
  readonly priceMinor: number;
  /** Taken off the line. */
  readonly discountMinor: number;
}

export interface TypedTender {
  readonly tender: string;
  readonly amountMinor: number;
}

/** An order as it is put together in the form. */
export interface TypedOrder {
  /** Null: somebody of whom nothing is known yet. */
  readonly memberId: string | null;
  readonly lines: readonly TypedLine[];
  /** Taken off the order as a whole: coupons, what the whole order is reduced by. */
  readonly couponMinor: number;
  readonly tenders: readonly TypedTender[];
  readonly storeId: string;
  readonly channel: string;
  /** Wall time of the program's zone, `2026-12-24T18:30`; empty: now. */
  readonly at: string;
}

export const emptyOrder: TypedOrder = {
  memberId: null,
  lines: [{ key: 1, productId: '', category: '', quantity: 1, priceMinor: 10_000, discountMinor: 0 }],
  couponMinor: 0,
  tenders: [],
  storeId: '',
  channel: '',
  at: '',
};

export function amountOfLine({ quantity, priceMinor, discountMinor }: TypedLine): number {
  return Math.max(0, Math.round(quantity * priceMinor) - discountMinor);
}

export function amountOfOrder({ lines, couponMinor }: TypedOrder): number {
  return Math.max(0, lines.reduce((sum, line) => sum + amountOfLine(line), 0) - couponMinor);
}

/** A line of whatever, where no product is named. */
const unnamed = '-';

/** The order as it is sent: amounts after discounts, and of what was left empty nothing. */
export function toBasket(order: TypedOrder, zone: string): Basket {
  const { tenders, storeId, channel, at } = order;
  const lines = order.lines.map((line) => {
    const { productId, category, quantity } = line;
    const named = { productId: productId.trim() || unnamed, quantity, amountMinor: amountOfLine(line) };
    return category.trim() === '' ? named : { ...named, category: category.trim() };
  });
  const basket = {
    amountMinor: amountOfOrder(order),
    lines,
    tenders: tenders.filter(({ tender, amountMinor }) => tender.trim() !== '' && amountMinor > 0),
    storeId: storeId.trim(),
    channel: channel.trim(),
  };
  return at === '' ? basket : { ...basket, at: new Date(startOfMinute(at, zone)).toISOString() };
}

/** A real order to begin with, as it would be placed now. How it was paid is not kept; what its largest lines leave of it is a line of its own. */
export function orderLike({ lines, amountMinor, category, channel, storeId }: PastOrder, memberId: string): TypedOrder {
  const known = lines.map(({ productId, quantity, amountMinor: amount }, index): TypedLine => ({
    key: index + 1,
    productId,
    category: '',
    quantity: quantity === 0 ? 1 : quantity,
    priceMinor: Math.round(amount / (quantity === 0 ? 1 : quantity)),
    discountMinor: 0,
  }));
  const sum = known.reduce((total, line) => total + amountOfLine(line), 0);
  const rest: readonly TypedLine[] =
    sum >= amountMinor
      ? []
      : [{ key: 0, productId: '', category, quantity: 1, priceMinor: amountMinor - sum, discountMinor: 0 }];
  return {
    ...emptyOrder,
    memberId,
    lines: [...known, ...rest],
    couponMinor: Math.max(0, sum - amountMinor),
    channel,
    storeId,
  };
}
