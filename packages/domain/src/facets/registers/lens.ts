import type { LensSeen } from '../../kernel/facet.ts';
import type { FieldValue } from '../../kernel/fields/field.ts';
import type { LensPart, LensRow } from '../../kernel/lens.ts';
import type { DecisionStep, FactStep } from '../../kernel/steps/steps.ts';
import { decidedRows } from './decided-rows.ts';
import { valueOfRegister } from './fields.ts';
import { registerEvidence } from './interpret-registers.ts';
import { attributeRows } from './rows.ts';
import type { AttributeRow } from './rows.ts';

type Seen = LensSeen<null>;

function registersOf({ view }: Seen, kind: AttributeRow['kind']): readonly AttributeRow[] {
  return view
    .rows(attributeRows)
    .rows()
    .filter((row) => row.kind === kind)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of those that are set. */
function namesOf(seen: Seen, kind: 'tag' | 'consent'): readonly string[] {
  return registersOf(seen, kind)
    .filter((row) => row.value === 'true')
    .map((row) => row.name);
}

/** Attributes whose value is of a type, by name. */
function attributesOf<Value extends FieldValue>(seen: Seen, isOfType: (value: FieldValue) => value is Value) {
  const values = registersOf(seen, 'attribute').flatMap((row): readonly (readonly [string, Value])[] => {
    const value = valueOfRegister(row.value);
    return isOfType(value) ? [[row.name, value]] : [];
  });
  return Object.fromEntries(values);
}

const isText = (value: FieldValue) => typeof value === 'string';
const isNumber = (value: FieldValue) => typeof value === 'number';
const isFlag = (value: FieldValue) => typeof value === 'boolean';

/** What is said of a member now: of an attribute its value, in the map of its type. */
const registers: LensPart<Seen> = {
  kind: 'member',
  name: 'registers',
  revision: 1,
  needs: [attributeRows],
  columns: [
    { name: 'tags', type: 'list of name', read: (seen) => namesOf(seen, 'tag') },
    { name: 'consents', type: 'list of name', read: (seen) => namesOf(seen, 'consent') },
    { name: 'attribute_texts', type: 'map of text', read: (seen) => attributesOf(seen, isText) },
    { name: 'attribute_numbers', type: 'map of number', read: (seen) => attributesOf(seen, isNumber) },
    { name: 'attribute_flags', type: 'map of boolean', read: (seen) => attributesOf(seen, isFlag) },
  ],
};

function writtenTags(step: FactStep | DecisionStep): readonly LensRow[] {
  const rows = step.kind === 'fact' ? registerEvidence(step) : decidedRows(step, step.parts()['registers']);
  return rows
    .filter((row) => row.kind === 'tag')
    .map(({ name, occurredAt, message, value }) => [name, occurredAt, message, value === 'true', step.position]);
}

/** Every writing of a tag: who carried it at an instant is whose last writing by then set it. */
const tagWritings: LensPart<Seen> = {
  kind: 'table',
  name: 'tag_writing',
  revision: 1,
  columns: [
    { name: 'tag', type: 'name' },
    { name: 'written_at', type: 'instant' },
    { name: 'message', type: 'text' },
    { name: 'is_set', type: 'boolean' },
    // In the log of its member, which an undone merge may have given back.
    { name: 'position', type: 'integer' },
  ],
  sortBy: ['tag', 'written_at', 'message'],
  keeps: 'newest',
  steps: { facts: ['tag.added', 'tag.removed'], hasDecisions: true, rows: writtenTags },
};

export const registersLens: readonly LensPart<Seen>[] = [registers, tagWritings];
