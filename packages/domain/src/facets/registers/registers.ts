import { never } from '../../kernel/base/instants.ts';
import { keyText } from '../../kernel/rows/row-kind.ts';
import type { AttributeRow } from './rows.ts';

/** Key of a register in memory. */
export function attributeKey(kind: AttributeRow['kind'], name: string): string {
  return keyText([kind, name]);
}

/** "Not there": loses against every write. */
export function emptyAttribute(kind: AttributeRow['kind'], name: string): AttributeRow {
  return { kind, name, value: 'null', occurredAt: never, message: '' };
}

/** The later write wins, then the greater message: commutative, so that arrival leaves no trace (E3). */
export function joinAttributes(a: AttributeRow, b: AttributeRow): AttributeRow {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt > b.occurredAt ? a : b;
  return a.message >= b.message ? a : b;
}
