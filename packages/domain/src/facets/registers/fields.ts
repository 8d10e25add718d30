import { defineField } from '../../kernel/fields/field.ts';
import type { FieldDefinition, FieldFamily, FieldValue, LensField } from '../../kernel/fields/field.ts';
import { createSubjectPart } from '../../kernel/fields/subject.ts';
import { attributeKey } from './registers.ts';
import { attributeRows } from './rows.ts';
import type { AttributeRow } from './rows.ts';

/** The registers of a member by `attributeKey`: the rows of a fold, or a map of those of an instant. */
export interface RegisterReader {
  get(key: string): Pick<AttributeRow, 'value'> | null | undefined;
}

export const registersIndex = 1;
const registersPart = createSubjectPart<RegisterReader>(registersIndex);

const kinds = ['attribute', 'tag', 'consent'] as const;
/** Names that facts may give them. */
const nameBody = '(.{1,100})';
const familyPattern = new RegExp(`^(${kinds.join('|')})\\.${nameBody}$`, 'u');

/** Attributes, tags and consents keep their last value only, so they stand in no stage. */
export function findRegisterField(field: string): FieldDefinition | undefined {
  const [, kind, name] = familyPattern.exec(field) ?? [];
  if ((kind !== 'attribute' && kind !== 'tag' && kind !== 'consent') || name === undefined) return undefined;
  return registerField(kind, name);
}

function registerField(kind: (typeof kinds)[number], name: string): FieldDefinition {
  const key = attributeKey(kind, name);
  return defineField({
    field: `${kind}.${name}`,
    type: kind === 'attribute' ? 'any' : 'boolean',
    group: kind,
    time: 'decision',
    label: { en: name, zh: name },
    reader: {
      read: (subject) => {
        const text = registersPart.of(subject).get(key)?.value ?? 'null';
        return kind === 'attribute' ? valueOfRegister(text) : text === 'true';
      },
    },
    lens: lensOf(kind, name),
    needs: [{ by: 'key', kind: attributeRows, keys: [[kind, name]] }],
  });
}

function lensOf(kind: Exclude<AttributeRow['kind'], 'note'>, name: string): LensField {
  switch (kind) {
    case 'attribute':
      return { texts: 'attribute_texts', numbers: 'attribute_numbers', flags: 'attribute_flags', key: name };
    case 'tag':
      return { column: 'tags', element: name, isKnownInPast: true };
    case 'consent':
      return { column: 'consents', element: name };
  }
}

/** Values are JSON texts; a list or an object stays the text that it is. */
export function valueOfRegister(text: string): FieldValue {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return value === null ? null : text;
}

const familyHelp: Readonly<Record<(typeof kinds)[number], string>> = {
  attribute: 'The last value of an attribute: attribute.<name>.',
  tag: 'Whether she has a tag: tag.<name>.',
  consent: 'Whether she consents: consent.<name>.',
};

export const registerFamilies: readonly FieldFamily[] = kinds.map((kind) => ({
  pattern: new RegExp(`^${kind}\\.${nameBody}$`, 'u'),
  help: familyHelp[kind],
  sample: registerField(kind, 'name'),
  define: findRegisterField,
}));
