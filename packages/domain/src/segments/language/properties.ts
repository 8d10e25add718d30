import type { FactValue } from '../../kernel/base/payload.ts';
import { isObject, ownOf } from '../../kernel/documents/read-json.ts';
import { defineField } from '../../kernel/fields/field.ts';
import type { FieldDefinition, FieldParts, FieldValue } from '../../kernel/fields/field.ts';
import type { FieldCatalogue } from '../../kernel/fields/world.ts';
import { createFieldCatalogue } from '../../conditions/field-catalogue.ts';
import { doneOf } from './done.ts';
import type { Done, DoneFact, DoneLine } from './done.ts';
import type { BehaviourSource } from './segment-node.ts';

/** What of one fact or bought line can be asked: a catalogue of fields as conditions have them, whose subject is what was done. */
export function propertiesOf(source: BehaviourSource): FieldCatalogue {
  return source.kind === 'bought' ? lineProperties : factProperties;
}

function property(parts: Omit<FieldParts, 'group' | 'reader'>, read: (done: Done) => FieldValue): FieldDefinition {
  return defineField({ ...parts, group: 'property', reader: { read: (subject) => read(doneOf(subject)) } });
}

function text(
  { field, label, column }: { readonly field: string; readonly label: FieldParts['label']; readonly column: string },
  read: (done: Done) => string,
): FieldDefinition {
  const lens = { filledText: column };
  return property({ field, type: 'text', label, lens }, (done) => read(done) || null);
}

const channel = text(
  { field: 'channel', label: { en: 'Channel', zh: '渠道' }, column: 'channel' },
  (done) => done.channel,
);
const store = text({ field: 'store', label: { en: 'Store', zh: '门店' }, column: 'store_id' }, (done) => done.storeId);

function ofFact(read: (fact: DoneFact) => string): (done: Done) => string {
  return (done) => (done.kind === 'fact' ? read(done) : '');
}

function ofLine<Value>(read: (line: DoneLine) => Value, none: Value): (done: Done) => Value {
  return (done) => (done.kind === 'line' ? read(done) : none);
}

const source = text(
  { field: 'source', label: { en: 'Source', zh: '来源' }, column: 'source' },
  ofFact((fact) => fact.source),
);

/** `property.a.b` is what stands under `b` of what stands under `a` of the payload. */
const payloadPattern = /^property\.([^.]{1,100}(?:\.[^.]{1,100}){0,3})$/u;

function findPayloadProperty(name: string): FieldDefinition | undefined {
  const path = payloadPattern.exec(name)?.[1]?.split('.');
  if (path === undefined) return undefined;
  const words = path.join('.');
  return property(
    { field: name, type: 'any', label: { en: words, zh: words }, lens: { payload: 'payload', path } },
    (done) => (done.kind === 'fact' ? payloadValue(done.payload, path) : null),
  );
}

/** Texts, numbers, yes and no; a list or an object says nothing, nor does a path through a list. */
function payloadValue(payload: FactValue, path: readonly string[]): FieldValue {
  let value: FactValue | undefined = payload;
  for (const key of path) value = isObject(value) ? ownOf(value, key) : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

const factProperties = createFieldCatalogue([channel, store, source], findPayloadProperty);

const lineProperties = createFieldCatalogue(
  [
    text(
      { field: 'product', label: { en: 'Product', zh: '商品' }, column: 'product_id' },
      ofLine((line) => line.productId, ''),
    ),
    text(
      { field: 'category', label: { en: 'Category', zh: '品类' }, column: 'category' },
      ofLine((line) => line.category, ''),
    ),
    property(
      {
        field: 'quantity',
        type: 'number',
        label: { en: 'Quantity', zh: '数量' },
        lens: { column: 'quantity_milli', per: 1000 },
      },
      ofLine<FieldValue>((line) => line.quantityMilli / 1000, null),
    ),
    property(
      {
        field: 'amount',
        type: 'number',
        unit: 'minor',
        label: { en: 'Amount', zh: '金额' },
        lens: { column: 'amount_minor' },
      },
      ofLine<FieldValue>((line) => line.amountMinor, null),
    ),
    channel,
    store,
  ],
  () => undefined,
);
