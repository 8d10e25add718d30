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

/** What became of a write to a locked attribute; `set`: it was the first value, `overridden`: somebody let it pass with a reason. */
export const attributeOutcomes = ['set', 'changed', 'overridden', 'refused'] as const;
export type AttributeOutcome = (typeof attributeOutcomes)[number];

/** The log of a locked attribute: every value that it was given, and every one that it was not. */
export type AttributeChangeRow = {
  readonly name: string;
  /** Of the fact, decision or merge that brought it; unique with the name. */
  readonly message: string;
  /** When it was decided; of backfilled facts, when it was true. */
  readonly at: number;
  readonly outcome: AttributeOutcome;
  /** JSON text. */
  readonly before: string;
  /** JSON text of what was to stand there. */
  readonly value: string;
  /** Who: the source of the fact, or whom the command was told to be given by; '' where it was not told. */
  readonly by: string;
  /** Why it was let pass. */
  readonly reason: string;
  /** Of what was refused: from when on it may change; null: never, as far as can be said. */
  readonly mayChangeAt: number | null;
};

export const attributeChangeRows = defineRowKind<AttributeChangeRow>({
  table: 'member_attribute_change',
  index: 1,
  key: ['name', 'message'],
  columns: {
    name: { type: 'text' },
    message: { type: 'text' },
    at: { type: 'bigint' },
    outcome: { type: 'text' },
    before: { type: 'text', isPersonal: true },
    value: { type: 'text', isPersonal: true },
    by: { type: 'text', isPersonal: true },
    reason: { type: 'text', isPersonal: true },
    mayChangeAt: { type: 'bigint', isNullable: true },
  },
  write: 'replace',
});
