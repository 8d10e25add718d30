import { toNullableInstant } from '../activity/instants.ts';
import { readInstant } from './compile-window.ts';
import type { FieldDefinition } from './condition.ts';
import type { ConditionSubject } from './predicate.ts';
import { readValue } from './read-value.ts';

/** What a field says of somebody at an instant; instants as epoch milliseconds, null when there is none. */
export function fieldValueOf(
  definition: FieldDefinition,
  asked: { readonly subject: ConditionSubject; readonly at: number },
): number | string | boolean | null {
  if (definition.type === 'instant') return toNullableInstant(readInstant(definition)(asked.subject.activity));
  return readValue(definition)(asked.subject, asked.at);
}
