import type { KnownFactType } from '@perennial/domain';
import { z } from 'zod';
import { factLimits } from './limits.ts';

/** Marks a field as personal: ingest lifts it out of the fact into the member's encrypted data. */
const personalFields = z.registry<{ readonly isPersonal: true }>();

function personal<Schema extends z.ZodType>(schema: Schema): Schema {
  personalFields.add(schema, { isPersonal: true });
  return schema;
}

/** Marks a field as a person's own words, or words about her: it stays readable for conditions, and goes when she is erased. */
const ownWords = z.registry<{ readonly isOwnWords: true }>();

function words<Schema extends z.ZodType>(schema: Schema): Schema {
  ownWords.add(schema, { isOwnWords: true });
  return schema;
}

const id = z.union([z.string().min(1).max(factLimits.idLengthMax), z.int()]);
const shortText = z.string().max(factLimits.idLengthMax);
const longText = z.string().max(factLimits.textLengthMax);
/** Minor units of `currency`: 19900 is 199.00 yuan. */
const amountMinor = z.int().min(-1e15).max(1e15);
const amountNotNegative = z.int().min(0).max(1e15);
const currency = z.string().regex(/^[A-Z]{3}$/, 'a currency is three capital letters of ISO 4217');
const quantity = z.number().min(0).max(1e9);

const personalText = () => personal(z.string().max(1000).nullish());

/** Means of payment of one order: more come of a fault. */
const tendersMax = 20;

/** What people tell about themselves; further attributes are kept as they come, null removes one. */
const attributes = z.looseObject({
  name: personalText(),
  firstName: personalText(),
  lastName: personalText(),
  nickname: personalText(),
  phone: personalText(),
  email: personalText(),
  address: personal(z.union([z.string().max(1000), z.looseObject({})]).nullish()),
});

const line = z.looseObject({
  lineId: id.optional(),
  productId: id,
  name: words(shortText.optional()),
  /** Path from general to special, separated by '/'; taken from the product catalogue when missing. */
  category: shortText.optional(),
  quantity: quantity.optional(),
  priceMinor: amountMinor.optional(),
  /** Of the whole line; price times quantity when missing. */
  amountMinor: amountMinor.optional(),
});

const lines = z.array(line).max(factLimits.itemsPerListMax);

/** By what means an order was paid, and how much by each: a gift card, points. */
const tenders = z.array(z.looseObject({ tender: shortText.min(1), amountMinor: amountNotNegative })).max(tendersMax);

interface Amounts {
  readonly amountMinor?: number | undefined;
  readonly lines?: readonly z.output<typeof line>[] | undefined;
}

/** Whether the lines can be summed up: one without an amount would count as nothing. */
function isEachLinePriced({ lines: given = [] }: Amounts): boolean {
  return given.every(({ amountMinor: amount, priceMinor }) => amount !== undefined || priceMinor !== undefined);
}

/** An order without an amount is no order: it would lower what was known of it to nothing. */
const order = z
  .looseObject({
    orderId: id,
    /** Of the whole order, after discounts. */
    amountMinor: amountNotNegative.max(factLimits.orderAmountMinorMax).optional(),
    currency: currency.optional(),
    lines: lines.optional(),
    /** Amounts in `currency`; rules may leave some of them out of what counts. */
    tenders: tenders.optional(),
    shippingAddress: personal(z.union([z.string().max(1000), z.looseObject({})]).nullish()),
    recipient: personalText(),
  })
  .refine((value) => value.amountMinor !== undefined || ((value.lines?.length ?? 0) > 0 && isEachLinePriced(value)), {
    path: ['amountMinor'],
    message: 'amountMinor is required, or lines each with amountMinor or priceMinor',
  });

const orderEvent = z.looseObject({ orderId: id });
const message = z.looseObject({
  messageRef: id.optional(),
  channel: shortText.optional(),
  topic: words(shortText.optional()),
});
const tag = z.looseObject({ tag: words(shortText.min(1)) });
const anything = z.looseObject({});

/** Payloads of the facts that the fold knows, by type. Unknown fields are kept. */
export const knownFacts = {
  'member.registered': z.looseObject({ attributes: words(attributes.optional()) }),
  'member.signed_in': anything,
  'member.checked_in': anything,
  'consent.changed': z.looseObject({ topic: words(shortText.min(1)), isGranted: z.boolean() }),
  'attributes.changed': z.looseObject({ attributes: words(attributes) }),
  'tag.added': tag,
  'tag.removed': tag,
  'page.viewed': z.looseObject({ url: words(longText.optional()), title: words(longText.optional()) }),
  'product.viewed': z.looseObject({ productId: id.optional(), category: shortText.optional() }),
  'cart.updated': z.looseObject({ lines: lines.optional() }),
  'order.placed': order,
  /** Replaces the amount, and the lines where it names any. */
  'order.updated': order,
  'order.paid': order,
  'order.fulfilled': orderEvent,
  'order.cancelled': orderEvent,
  /** Lines without an amount are worth what the order sold them for; without lines and amount all that is left of it is given back. */
  'order.refunded': z.looseObject({
    orderId: id,
    /** Of the shop; a repeated refund id is the same refund. Left out, the message id stands for it. */
    refundId: id.optional(),
    amountMinor: amountNotNegative.optional(),
    currency: currency.optional(),
    lines: lines.optional(),
  }),
  'store.visited': anything,
  'review.posted': z.looseObject({
    rating: z.number().min(1).max(5),
    productId: id.optional(),
    orderId: id.optional(),
    text: words(longText.optional()),
  }),
  'complaint.raised': z.looseObject({ orderId: id.optional(), text: words(longText.optional()) }),
  'survey.answered': z.looseObject({ surveyId: id.optional(), score: z.number().optional() }),
  'referral.made': z.looseObject({ code: words(shortText.optional()) }),
  'message.sent': message,
  'message.opened': message,
  'message.clicked': message,
} as const satisfies Record<KnownFactType, z.ZodObject>;

export function isKnownFactType(type: string): type is KnownFactType {
  return Object.hasOwn(knownFacts, type);
}

/** What a field of a fact means: something personal, or something else whatever its value looks like. */
export type FieldMeaning = 'personal' | 'other';

const meaningsByType: ReadonlyMap<string, ReadonlyMap<string, FieldMeaning>> = new Map(
  Object.entries(knownFacts).map(([type, schema]) => [type, new Map(collectMeanings(schema, ''))]),
);
const noMeanings: ReadonlyMap<string, FieldMeaning> = new Map();

/** Dotted paths of the fields that a known type's schema names (`orderId`, `lines.productId`, `attributes.phone`), with what they mean. */
export function fieldMeaningsOf(type: string): ReadonlyMap<string, FieldMeaning> {
  return meaningsByType.get(type) ?? noMeanings;
}

const erasureMeanings: ReadonlyMap<string, ReadonlyMap<string, 'kept' | 'gone'>> = new Map(
  Object.entries(knownFacts).map(([type, schema]) => [type, new Map(collectErasureMeanings(schema, ''))]),
);
const noErasureMeanings: ReadonlyMap<string, 'kept' | 'gone'> = new Map();

/** The same paths with what becomes of them when the member is erased; of a path that goes, all that stands below goes too. */
export function erasureMeaningsOf(type: string): ReadonlyMap<string, 'kept' | 'gone'> {
  return erasureMeanings.get(type) ?? noErasureMeanings;
}

function collectErasureMeanings(
  schema: z.core.$ZodType,
  prefix: string,
): readonly (readonly [string, 'kept' | 'gone'])[] {
  const object = innermost(schema);
  if (!(object instanceof z.ZodObject)) return [];
  return Object.entries<z.core.$ZodType>(object.shape).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    if (personalFields.has(field) || ownWords.has(field)) return [[path, 'gone'] as const];
    return [[path, 'kept'] as const, ...collectErasureMeanings(field, `${path}.`)];
  });
}

function collectMeanings(schema: z.core.$ZodType, prefix: string): readonly (readonly [string, FieldMeaning])[] {
  const object = innermost(schema);
  if (!(object instanceof z.ZodObject)) return [];
  return Object.entries<z.core.$ZodType>(object.shape).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    if (personalFields.has(field)) return [[path, 'personal'] as const];
    return [[path, 'other'] as const, ...collectMeanings(field, `${path}.`)];
  });
}

/** What an optional field or a list holds. */
function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return innermost(schema.unwrap());
  return schema instanceof z.ZodArray ? innermost(schema.element) : schema;
}
