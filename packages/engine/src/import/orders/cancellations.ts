import type { OrderLine } from './order-lines.ts';

/** A part of an order that was given back. */
export interface ReturnedPart {
  readonly orderId: string;
  readonly quantity: number;
  readonly amountMinor: number;
  /** False when no purchase was found: the refund then stands under its own number, as one of an unknown order. */
  readonly isFound: boolean;
}

interface Purchase {
  readonly orderId: string;
  readonly at: number;
  remaining: number;
}

/** What of a line tells what was bought, and what of it comes back. */
type BookLine = Pick<OrderLine, 'orderId' | 'identities' | 'productId' | 'at' | 'quantity' | 'amountMinor'>;

/** Finds what a return gives back, among the purchases of the same customer and product. */
export interface PurchaseBook {
  /** Notes a purchase; ignored when nothing of the kind is ever returned. */
  addPurchase(line: BookLine): void;
  /** Splits a return over the purchases before it; what is left over belongs to no known order. */
  matchReturn(line: BookLine): readonly ReturnedPart[];
}

/** The customer and product of a line; '' for a line without a customer, whose purchase nobody can tell. */
export function purchaseKey(line: Pick<OrderLine, 'identities' | 'productId'>): string {
  const [identity] = line.identities;
  return identity === undefined ? '' : `${identity.type}\0${identity.value}\0${line.productId}`;
}

/**
 * Purchases kept by customer and product, but only of the pairs in `returnedKeys`, so that memory follows the returns and not
 * the sales. A return takes the latest purchase before it that has exactly as many left; else the latest that has enough; else
 * the latest ones until the quantity is reached. The file names no order in a cancellation, so this is an inference, and the
 * nearest equal purchase is the one that needs the fewest assumptions.
 */
export function createPurchaseBook(returnedKeys: ReadonlySet<string>): PurchaseBook {
  const purchases = new Map<string, Purchase[]>();
  return {
    addPurchase(line) {
      if (returnedKeys.size === 0 || line.identities.length === 0) return;
      const key = purchaseKey(line);
      if (key === '' || !returnedKeys.has(key)) return;
      const purchase = { orderId: line.orderId, at: line.at, remaining: line.quantity };
      const known = purchases.get(key);
      if (known === undefined) purchases.set(key, [purchase]);
      else known.push(purchase);
    },
    matchReturn(line) {
      const before = (purchases.get(purchaseKey(line)) ?? []).filter((one) => one.at <= line.at && one.remaining > 0);
      return takeFrom(
        before.sort((one, other) => other.at - one.at),
        line,
      );
    },
  };
}

function takeFrom(latestFirst: readonly Purchase[], line: BookLine): readonly ReturnedPart[] {
  const whole =
    latestFirst.find((one) => one.remaining === line.quantity) ??
    latestFirst.find((one) => one.remaining > line.quantity);
  const parts: ReturnedPart[] = [];
  let quantity = line.quantity;
  let amountLeft = line.amountMinor;
  for (const purchase of whole === undefined ? latestFirst : [whole]) {
    if (quantity <= 0) break;
    const taken = Math.min(purchase.remaining, quantity);
    purchase.remaining -= taken;
    quantity -= taken;
    const amountMinor = quantity <= 0 ? amountLeft : Math.round((line.amountMinor * taken) / line.quantity);
    amountLeft -= amountMinor;
    parts.push({ orderId: purchase.orderId, quantity: taken, amountMinor, isFound: true });
  }
  if (quantity > 0) parts.push({ orderId: line.orderId, quantity, amountMinor: amountLeft, isFound: false });
  return parts;
}
