import { defineRowKind } from '../../kernel/rows/row-kind.ts';

/** A last-writer-wins register: an attribute, a tag, a consent, or a note of the staff's by its id. The writer with the greater (occurredAt, message) wins. */
export type AttributeRow = {
  readonly kind: 'attribute' | 'tag' | 'consent' | 'note';
  readonly name: string;
  /** JSON text; `null` text for a removed one, kept so that a late older write cannot bring it back. */
  readonly value: string;
  readonly occurredAt: number;
  readonly message: string;
};

export const attributeRows = defineRowKind<AttributeRow>({
  table: 'member_attribute',
  index: 0,
  key: ['kind', 'name'],
  columns: {
    kind: { type: 'text' },
    name: { type: 'text' },
    value: { type: 'text', isPersonal: true },
    occurredAt: { type: 'bigint' },
    message: { type: 'text' },
  },
  write: 'replace',
});
