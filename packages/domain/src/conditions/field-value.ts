import type { FieldDefinition, FieldValue } from '../kernel/fields/field.ts';
import { toNullableInstant } from '../kernel/base/instants.ts';
import type { ConditionSubject } from '../kernel/fields/subject.ts';

/** What a field says of somebody at an instant; instants as epoch milliseconds, null when there is none. */
export function fieldValueOf(
  { reader }: FieldDefinition,
  asked: { readonly subject: ConditionSubject; readonly at: number },
): FieldValue {
  if (reader.readInstant !== null) return toNullableInstant(reader.readInstant(asked.subject));
  return reader.read(asked.subject, asked.at);
}
