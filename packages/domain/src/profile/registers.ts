import { never } from '../activity/instants.ts';
import type { AttributeRow } from '../fold/rows.ts';

/** Key of a register: `attribute|city`. Names may hold any character, so the kind stands first. */
export function attributeKey(kind: AttributeRow['kind'], name: string): string {
  return `${kind}|${name}`;
}

/** The parts of a key made by `attributeKey`. */
export function parseAttributeKey(key: string): { readonly kind: AttributeRow['kind']; readonly name: string } {
  const bar = key.indexOf('|');
  const kind = key.slice(0, bar);
  if (kind !== 'attribute' && kind !== 'tag' && kind !== 'consent') throw new Error(`not a register key: ${key}`);
  return { kind, name: key.slice(bar + 1) };
}

/** "Loaded, not there": loses against every write. */
export function emptyAttribute(key: string): AttributeRow {
  return { ...parseAttributeKey(key), value: 'null', occurredAt: never, message: '' };
}

/** The later write wins, then the greater message: commutative, so that arrival leaves no trace (E3). */
export function joinAttributes(a: AttributeRow, b: AttributeRow): AttributeRow {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt > b.occurredAt ? a : b;
  return a.message >= b.message ? a : b;
}
