import { defined, fieldsOf, isStated, textOf } from './fields.ts';
import { currencyOf, toMinorUnits, toNumber, toUnits, type Problems } from './read-values.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Mapped {
  readonly type: string;
  readonly payload: Fields;
}

/** What a mapper may use beside the properties: it notes what it cannot read. */
export interface Mapping {
  readonly programCurrency: string;
  readonly problems: Problems;
}

type Mapper = (properties: Fields, mapping: Mapping) => Fields;

/** Segment's e-commerce and lifecycle events in our types. Source: "Spec: E-Commerce", "Spec: B2B SaaS". */
const events: ReadonlyMap<string, { readonly type: string; readonly map: Mapper }> = new Map([
  // A completed checkout is a paid order: it counts whether the program counts orders when placed or when paid.
  ['order completed', { type: 'order.paid', map: mapOrder }],
  ['order updated', { type: 'order.updated', map: mapOrder }],
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
export function mapTrack(event: string, properties: Fields, mapping: Mapping): Mapped {
  const known = events.get(event.toLowerCase().trim());
  if (known === undefined) return { type: typeOf(event), payload: properties };
  return { type: known.type, payload: { ...known.map(properties, mapping), event } };
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

/** What the order brought, by the first of these that is stated: one that cannot be read is asked about, not passed over. */
const totals = ['total', 'value', 'revenue'] as const;

/** Amounts come as decimals of a currency; ours are integers in its minor unit. */
function mapOrder(properties: Fields, mapping: Mapping): Fields {
  const { order_id: orderId, products, currency: stated, ...others } = properties;
  const { total: _total, revenue: _revenue, value: _value, ...rest } = others;
  const lines: readonly unknown[] = Array.isArray(products) ? products : [];
  const named = totals.find((name) => isStated(properties[name]));
  const amount = named === undefined ? undefined : properties[named];
  const prices = lines.map((line) => fieldsOf(line).price);
  const currency = currencyOf(stated, [amount, ...prices], mapping.programCurrency);
  return defined({
    ...rest,
    orderId: textOf(orderId) ?? orderId,
    amountMinor: minorOf({ value: amount, path: `/properties/${named ?? 'total'}` }, currency, mapping),
    currency,
    lines: Array.isArray(products) ? lines.map((line, index) => toLine({ line, index, currency }, mapping)) : undefined,
    refundId: textOf(properties.refund_id),
  });
}

/** What cannot be read stays as it was sent, for whoever puts it right. */
function minorOf(
  stated: { readonly value: unknown; readonly path: string },
  currency: string,
  { problems }: Mapping,
): unknown {
  const units = toUnits(stated, currency, problems);
  return units === undefined ? statedOf(stated.value) : toMinorUnits(units, currency);
}

function statedOf(value: unknown): unknown {
  return isStated(value) ? value : undefined;
}

function mapCart(properties: Fields, mapping: Mapping): Fields {
  const products: readonly unknown[] = Array.isArray(properties.products) ? properties.products : [properties];
  const { products: _products, ...rest } = properties;
  const prices = products.map((product) => fieldsOf(product).price);
  const currency = currencyOf(properties.currency, prices, mapping.programCurrency);
  const lines = products
    .filter((product) => productIdOf(fieldsOf(product)) !== undefined)
    .map((line, index) => toLine({ line, index, currency }, mapping));
  return { ...rest, lines };
}

function mapProduct(properties: Fields): Fields {
  return defined({ ...properties, productId: productIdOf(properties) });
}

function mapReview(properties: Fields, { problems }: Mapping): Fields {
  return defined({
    ...mapProduct(properties),
    rating: toNumber({ value: properties.rating, path: '/properties/rating' }, problems),
    text: textOf(properties.review_body),
  });
}

interface PlacedLine {
  readonly line: unknown;
  readonly index: number;
  readonly currency: string;
}

function toLine({ line, index, currency }: PlacedLine, mapping: Mapping): Fields {
  const fields = fieldsOf(line);
  const path = `/properties/products/${index}`;
  const quantity = toNumber({ value: fields.quantity, path: `${path}/quantity` }, mapping.problems);
  const price = toUnits({ value: fields.price, path: `${path}/price` }, currency, mapping.problems);
  const count = quantity ?? 1;
  return defined({
    productId: productIdOf(fields),
    lineId: textOf(fields.line_id),
    name: textOf(fields.name),
    category: textOf(fields.category),
    quantity: count,
    priceMinor: price === undefined ? statedOf(fields.price) : toMinorUnits(price, currency),
    amountMinor: price === undefined || typeof count !== 'number' ? undefined : toMinorUnits(price * count, currency),
  });
}

function productIdOf(fields: Fields): string | undefined {
  return textOf(fields.product_id) ?? textOf(fields.sku) ?? textOf(fields.productId);
}
