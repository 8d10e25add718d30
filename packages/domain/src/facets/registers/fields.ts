import { defineField } from '../../kernel/field.ts';
import type { FieldDefinition, FieldValue } from '../../kernel/field.ts';
import { createSubjectPart } from '../../kernel/subject.ts';
import { attributeKey } from './registers.ts';
import type { AttributeRow } from './rows.ts';

/** The registers of a member by `attributeKey`: the rows of a fold, or a map of those of an instant. */
export interface RegisterReader {
  get(key: string): Pick<AttributeRow, 'value'> | null | undefined;
}

export const registersIndex = 1;
const registersPart = createSubjectPart<RegisterReader>(registersIndex);

const familyPattern = /^(attribute|tag|consent)\.(.{1,100})$/u;

/** Attributes, tags and consents keep their last value only, so they stand in no stage. */
export function findRegisterField(field: string): FieldDefinition | undefined {
  const [, kind, name] = familyPattern.exec(field) ?? [];
  if ((kind !== 'attribute' && kind !== 'tag' && kind !== 'consent') || name === undefined) return undefined;
  const key = attributeKey(kind, name);
  return defineField({
    field,
    type: kind === 'attribute' ? 'any' : 'boolean',
    group: kind,
    time: 'decision',
    label: { en: name, zh: name },
    reader: {
      read: (subject) => {
        const text = registersPart.of(subject).get(key)?.value ?? 'null';
        return kind === 'attribute' ? valueOf(text) : text === 'true';
      },
    },
    lens: { column: `${kind}s`, key: name },
  });
}

/** Values are JSON texts; a list or an object stays the text that it is. */
function valueOf(text: string): FieldValue {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return value === null ? null : text;
}
