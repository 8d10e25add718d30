import { defined, fieldsOf, numberOf, textOf } from './fields.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Mapped {
  readonly type: string;
  readonly payload: Fields;
}

type Mapper = (properties: Fields, programCurrency: string) => Fields;

/** Segment's e-commerce and lifecycle events in our types. Source: "Spec: E-Commerce", "Spec: B2B SaaS". */
const events: ReadonlyMap<string, { readonly type: string; readonly map: Mapper }> = new Map([
  // A completed checkout is a paid order: it counts whether the program counts orders when placed or when paid.
  ['order completed', { type: 'order.paid', map: mapOrder }],
  ['order updated', { type: 'order.placed', map: mapOrder }],
  ['order refunded', { type: 'order.refunded', map: mapOrder }],
  ['order cancelled', { type: 'order.cancelled', map: mapOrder }],
  ['order fulfilled', { type: 'order.fulfilled', map: mapOrder }],
  ['product viewed', { type: 'product.viewed', map: mapProduct }],
  ['product clicked', { type: 'product.viewed', map: mapProduct }],
  ['product added', { type: 'cart.updated', map: mapCart }],
  ['product removed', { type: 'cart.updated', map: mapCart }],
  ['cart viewed', { type: 'cart.updated', map: mapCart }],
  ['checkout started', { type: 'checkout.started', map: mapOrder }],
  ['checkout step viewed', { type: 'checkout.step_viewed', map: mapOrder }],
  ['checkout step completed', { type: 'checkout.step_completed', map: mapOrder }],
  ['payment info entered', { type: 'checkout.payment_entered', map: mapOrder }],
  ['product reviewed', { type: 'review.posted', map: mapReview }],
  ['signed up', { type: 'member.registered', map: keep }],
  ['account created', { type: 'member.registered', map: keep }],
  ['signed in', { type: 'member.signed_in', map: keep }],
]);

/** A track event in our shape. Events that the spec does not name keep their properties under their own name. */
export function mapTrack(event: string, properties: Fields, programCurrency: string): Mapped {
  const known = events.get(event.toLowerCase().trim());
  if (known === undefined) return { type: typeOf(event), payload: properties };
  return { type: known.type, payload: { ...known.map(properties, programCurrency), event } };
}

/** `Song Played` becomes `song_played`: letters of any script, digits and dots stay. */
function typeOf(event: string): string {
  const words = event
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}.]+/gu, '_')
    .replaceAll(/^[_.]+|[_.]+$/g, '');
  return /^\p{L}/u.test(words) ? words : `event_${words}`;
}

function keep(properties: Fields): Fields {
  return properties;
}

/** Amounts come as decimals of a currency; ours are integers in its minor unit. */
function mapOrder(properties: Fields, programCurrency: string): Fields {
  const { order_id: orderId, products, total, revenue, value, currency: stated, ...rest } = properties;
  const currency = textOf(stated)?.toUpperCase() ?? programCurrency;
  const amount = numberOf(total) ?? numberOf(value) ?? numberOf(revenue);
  return defined({
    ...rest,
    orderId: textOf(orderId) ?? orderId,
    amountMinor: toMinor(amount, currency),
    currency,
    lines: Array.isArray(products) ? products.map((product) => toLine(product, currency)) : undefined,
    refundId: textOf(properties.refund_id),
  });
}

function mapCart(properties: Fields, programCurrency: string): Fields {
  const currency = textOf(properties.currency)?.toUpperCase() ?? programCurrency;
  const products: readonly unknown[] = Array.isArray(properties.products) ? properties.products : [properties];
  const { products: _products, ...rest } = properties;
  const lines = products
    .filter((product) => productIdOf(fieldsOf(product)) !== undefined)
    .map((product) => toLine(product, currency));
  return { ...rest, lines };
}

function mapProduct(properties: Fields): Fields {
  return defined({ ...properties, productId: productIdOf(properties) });
}

function mapReview(properties: Fields): Fields {
  return defined({
    ...mapProduct(properties),
    rating: numberOf(properties.rating),
    text: textOf(properties.review_body),
  });
}

function toLine(product: unknown, currency: string): Fields {
  const fields = fieldsOf(product);
  const quantity = numberOf(fields.quantity) ?? 1;
  const price = numberOf(fields.price);
  return defined({
    productId: productIdOf(fields),
    name: textOf(fields.name),
    category: textOf(fields.category),
    quantity,
    priceMinor: toMinor(price, currency),
    amountMinor: toMinor(price === undefined ? undefined : price * quantity, currency),
  });
}

function productIdOf(fields: Fields): string | undefined {
  return textOf(fields.product_id) ?? textOf(fields.sku) ?? textOf(fields.productId);
}

const digitsByCurrency = new Map<string, number>();
const currenciesMax = 1000;

/** 199.5 yuan are 19,950 fen. Undefined stays undefined. */
export function toMinor(amount: number | undefined, currency: string): number | undefined {
  if (amount === undefined) return undefined;
  return Math.round(Number((amount * 10 ** minorDigits(currency)).toPrecision(15)));
}

function minorDigits(currency: string): number {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const digits = readMinorDigits(currency);
  if (digitsByCurrency.size < currenciesMax) digitsByCurrency.set(currency, digits);
  return digits;
}

/** ISO 4217 as the runtime knows it; two for what is no currency, which the check refuses later. */
function readMinorDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
