import type { FactPayload, FactValue } from '../../kernel/base/payload.ts';
import { isObject } from '../../kernel/documents/read-json.ts';
import type { DecisionStep } from '../../kernel/steps/steps.ts';
import { attributeOutcomes } from './rows.ts';
import type { AttributeOutcome, AttributeRow } from './rows.ts';

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
  /** Of a locked attribute: what the change is, to be noted in its log. */
  readonly change?: DecidedChange;
};

export type DecidedChange = { readonly outcome: AttributeOutcome; readonly by: string; readonly reason: string };

/** Of a decision's writes those to locked attributes, by the attribute's name. */
export function loggedChanges(part: FactPayload | undefined): ReadonlyMap<string, DecidedChange> {
  const changes = new Map<string, DecidedChange>();
  for (const { name, change } of writesOf(part)) {
    if (typeof name !== 'string' || !isObject(change)) continue;
    const outcome = attributeOutcomes.find((known) => known === change['outcome']);
    const { by, reason } = change;
    if (outcome !== undefined && typeof by === 'string' && typeof reason === 'string')
      changes.set(name, { outcome, by, reason });
  }
  return changes;
}

function writesOf(part: FactPayload | undefined): readonly FactPayload[] {
  const writes = part?.['writes'];
  return Array.isArray(writes) ? (writes as readonly FactPayload[]) : [];
}

/** The writes that a decision's part names, as of the instant at which it was decided. */
export function decidedRows(step: DecisionStep, part: FactPayload | undefined): readonly AttributeRow[] {
  return writesOf(part).flatMap((write) => decidedRow(step, write));
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
  const kept = writesOf(part).filter(
    ({ kind, name }) => kind === 'attribute' && typeof name === 'string' && keptAttributes.has(name),
  );
  // Who let a change pass, and why, is text of people.
  return { writes: kept.map(({ change: _change, ...write }) => write) };
}
