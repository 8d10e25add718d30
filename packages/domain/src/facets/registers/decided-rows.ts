import type { FactPayload, FactValue } from '../../kernel/base/payload.ts';
import type { DecisionStep } from '../../kernel/steps/steps.ts';
import type { AttributeRow } from './rows.ts';

/** One write of a decision: `value` null removes. */
export type RegisterWrite = {
  readonly kind: AttributeRow['kind'];
  readonly name: string;
  readonly value: FactPayload[string];
  /**
   * Set where something stands there that is dated at or after the decision, by a sender whose clock is ahead: who decided saw it,
   * and what he decided replaces it.
   */
  readonly notBefore?: number;
};

/** The writes that a decision's part names, as of the instant at which it was decided. */
export function decidedRows(step: DecisionStep, part: FactPayload | undefined): readonly AttributeRow[] {
  const writes = part?.['writes'];
  if (!Array.isArray(writes)) return [];
  return (writes as readonly FactPayload[]).flatMap((write) => decidedRow(step, write));
}

function decidedRow(step: DecisionStep, write: FactPayload): readonly AttributeRow[] {
  const { kind, name, value, notBefore } = write;
  if (typeof name !== 'string' || !isKind(kind)) return [];
  const message = `decision/${step.decisionId}`;
  const occurredAt = Math.max(step.recordedAt, typeof notBefore === 'number' ? notBefore : 0);
  return [{ kind, name, value: JSON.stringify(value ?? null), occurredAt, message }];
}

const kinds: readonly AttributeRow['kind'][] = ['attribute', 'tag', 'consent', 'note'];

function isKind(kind: FactValue | undefined): kind is AttributeRow['kind'] {
  return kinds.some((known) => known === kind);
}

/** Of a decision about somebody who is erased: what was written into attributes that tell of nobody. */
export function forgetWrites(part: FactPayload, keptAttributes: ReadonlySet<string>): FactPayload {
  const writes = part['writes'];
  if (!Array.isArray(writes)) return { writes: [] };
  return {
    writes: (writes as readonly FactPayload[]).filter(
      ({ kind, name }) => kind === 'attribute' && typeof name === 'string' && keptAttributes.has(name),
    ),
  };
}
