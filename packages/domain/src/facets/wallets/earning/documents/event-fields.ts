import { createFieldCatalogue } from '../../../../conditions/field-catalogue.ts';
import type { FactPayload, FactValue } from '../../../../kernel/base/payload.ts';
import { isObject } from '../../../../kernel/documents/read-json.ts';
import { defineField } from '../../../../kernel/fields/field.ts';
import type { FieldDefinition, FieldFamily, FieldParts, FieldValue } from '../../../../kernel/fields/field.ts';
import { createSubjectPart, subjectOfPart } from '../../../../kernel/fields/subject.ts';
import type { ConditionSubject } from '../../../../kernel/fields/subject.ts';
import type { FieldCatalogue } from '../../../../kernel/fields/world.ts';

/*
 * What rules may ask of an order, of one of its lines, or of a fact: small catalogues of their own, because none of it is about the
 * member. Texts that were not told are none.
 */

export interface AskedOrder {
  readonly amountMinor: number;
  readonly itemCount: number;
  readonly category: string;
  readonly channel: string;
  readonly storeId: string;
}
export interface AskedLine {
  readonly productId: string;
  readonly category: string;
  readonly amountMinor: number;
  readonly quantityMilli: number;
}
export interface AskedFact {
  readonly channel: string;
  readonly storeId: string;
  readonly payload: FactPayload;
}

const eventIndex = 0;

export function subjectOfEvent(event: AskedOrder | AskedLine | AskedFact): ConditionSubject {
  return subjectOfPart(eventIndex, event);
}

type Parts<Event> = Pick<FieldParts, 'field' | 'type' | 'unit' | 'label'> & {
  readonly read: (event: Event) => FieldValue;
};

function fieldOf<Event>({ read, ...parts }: Parts<Event>): FieldDefinition {
  const part = createSubjectPart<Event>(eventIndex);
  const reader = { read: (subject: ConditionSubject) => read(part.of(subject)) };
  return defineField({ ...parts, group: 'event', time: 'decision', reader });
}

function textOrNone(text: string): string | null {
  return text === '' ? null : text;
}

const milli = 1000;

export const orderFields: readonly FieldDefinition[] = [
  fieldOf<AskedOrder>({
    field: 'order.amount',
    type: 'number',
    unit: 'minor',
    label: { en: 'Amount of the order', zh: '订单金额' },
    read: ({ amountMinor }) => amountMinor,
  }),
  fieldOf<AskedOrder>({
    field: 'order.items',
    type: 'number',
    unit: 'count',
    label: { en: 'Items of the order', zh: '订单件数' },
    read: ({ itemCount }) => itemCount,
  }),
  fieldOf<AskedOrder>({
    field: 'order.category',
    type: 'text',
    label: { en: 'Main category of the order', zh: '订单主要品类' },
    read: ({ category }) => textOrNone(category),
  }),
  fieldOf<AskedOrder>({
    field: 'order.channel',
    type: 'text',
    label: { en: 'Channel of the order', zh: '订单渠道' },
    read: ({ channel }) => textOrNone(channel),
  }),
  fieldOf<AskedOrder>({
    field: 'order.store',
    type: 'text',
    label: { en: 'Store of the order', zh: '订单门店' },
    read: ({ storeId }) => textOrNone(storeId),
  }),
];

export const lineFields: readonly FieldDefinition[] = [
  fieldOf<AskedLine>({
    field: 'line.product',
    type: 'text',
    label: { en: 'Product of the line', zh: '商品' },
    read: ({ productId }) => textOrNone(productId),
  }),
  fieldOf<AskedLine>({
    field: 'line.category',
    type: 'text',
    label: { en: 'Category of the line', zh: '商品品类' },
    read: ({ category }) => textOrNone(category),
  }),
  fieldOf<AskedLine>({
    field: 'line.amount',
    type: 'number',
    unit: 'minor',
    label: { en: 'Amount of the line', zh: '商品行金额' },
    read: ({ amountMinor }) => amountMinor,
  }),
  fieldOf<AskedLine>({
    field: 'line.quantity',
    type: 'number',
    unit: 'count',
    label: { en: 'Quantity of the line', zh: '商品数量' },
    read: ({ quantityMilli }) => quantityMilli / milli,
  }),
];

const factFields: readonly FieldDefinition[] = [
  fieldOf<AskedFact>({
    field: 'fact.channel',
    type: 'text',
    label: { en: 'Channel of the event', zh: '事件渠道' },
    read: ({ channel }) => textOrNone(channel),
  }),
  fieldOf<AskedFact>({
    field: 'fact.store',
    type: 'text',
    label: { en: 'Store of the event', zh: '事件门店' },
    read: ({ storeId }) => textOrNone(storeId),
  }),
];

const propertyPattern = /^fact\.payload\.(.{1,200})$/u;

/** A property of the fact by its path. */
function findProperty(field: string): FieldDefinition | undefined {
  const path = propertyPattern.exec(field)?.[1];
  if (path === undefined) return undefined;
  const steps = path.split('.');
  return fieldOf<AskedFact>({
    field,
    type: 'any',
    label: { en: path, zh: path },
    read: ({ payload }) => plainValue(valueAt(payload, steps)),
  });
}

function valueAt(payload: FactPayload, steps: readonly string[]): FactValue | undefined {
  let value: FactValue | undefined = payload;
  for (const step of steps) value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return value;
}

/** Lists and objects are nothing that can be compared. */
function plainValue(value: FactValue | undefined): FieldValue {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

const propertySample = findProperty('fact.payload.name');
export const propertyFamilies: readonly FieldFamily[] =
  propertySample === undefined
    ? []
    : [
        {
          pattern: propertyPattern,
          help: 'A property of the event by its path: fact.payload.<path>.',
          sample: propertySample,
          define: findProperty,
        },
      ];

export const orderCatalogue: FieldCatalogue = createFieldCatalogue(orderFields, () => undefined);
export const lineCatalogue: FieldCatalogue = createFieldCatalogue(lineFields, () => undefined);
export const factCatalogue: FieldCatalogue = createFieldCatalogue(factFields, findProperty);

/** All of them: no name stands in two. */
export const eventFields: readonly FieldDefinition[] = [...orderFields, ...lineFields, ...factFields];
