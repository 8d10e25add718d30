import type { Take } from './needs.ts';
import type { FactPayload } from './payload.ts';
import type { DecisionParts } from './steps.ts';

/** A business "no": a value with a stable dotted code and its facts, never an error. */
export interface Rejection {
  readonly kind: 'rejection';
  readonly code: string;
  readonly facts: FactPayload;
}

/** What a command does: a part for each facet concerned, and what the caller is answered. No personal text in either. */
export interface Decision {
  readonly kind: 'decision';
  readonly parts: DecisionParts;
  readonly answer: FactPayload;
}

/** What must be taken from outside the member before the command can be concluded. */
export interface Asks {
  readonly kind: 'asks';
  readonly takes: readonly Take[];
}

export function reject(code: string, facts: FactPayload = {}): Rejection {
  return { kind: 'rejection', code, facts };
}

export const noAsks: Asks = { kind: 'asks', takes: [] };
