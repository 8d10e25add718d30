import type { Spot } from './documents/read-json.ts';
import type { DecisionParts } from './steps/steps.ts';
import { Missing } from './rows/needs.ts';
import type { Need, Take } from './rows/needs.ts';
import type { FactPayload, FactValue } from './base/payload.ts';

/** What a command is called, and how what it is given is read. */
export interface CommandSignature<Input> {
  /** Imperative: `tag`. */
  readonly name: string;
  /** Moves value: a call without a key of its own is refused, for a retry would do it twice. */
  readonly isKeyRequired: boolean;
  /** Reads the input and says every problem; null when there was one. Personal values in it are references already. */
  read(input: FactValue, spot: Spot): Input | null;
}

/** A business "no": a value with a stable dotted code and its facts, never an error. */
export interface Rejection {
  readonly kind: 'rejection';
  readonly code: string;
  readonly facts: FactPayload;
}

/**
 * What a command does: a part for each facet concerned, and what the caller is answered. No personal text in either. Without a
 * part nothing is logged: what was asked for holds already.
 */
export interface Decision {
  readonly kind: 'decision';
  readonly parts: DecisionParts;
  readonly answer: FactPayload;
}

/**
 * What must be taken from outside the member before the command can be concluded; a resource is named once. Of one that the decision
 * gives back, nothing may be asked for (`asked: 0`): it is got ready then, which otherwise costs a second attempt.
 */
export interface Asks {
  readonly kind: 'asks';
  readonly takes: readonly Take[];
}

/**
 * What a command over two members does: parts for each. Both have it in their logs under one id; without a part for either nothing is
 * logged. No personal text in any of it.
 */
export interface PairDecision {
  readonly kind: 'pair decision';
  readonly parts: DecisionParts;
  readonly otherParts: DecisionParts;
  readonly answer: FactPayload;
}

/** So much of a resource in all, as the program says: what of it is granted and what is left come to that. */
export interface Budget {
  readonly resource: string;
  /** An integer, not below zero. */
  readonly units: number;
}

export function reject(code: string, facts: FactPayload = {}): Rejection {
  return { kind: 'rejection', code, facts };
}

export function ask(takes: readonly Take[]): Asks {
  return { kind: 'asks', takes };
}

export const noAsks: Asks = ask([]);

/** What a command over two members lacks of the one who is named second. */
export function missingOfOther(needs: readonly Need[]): Missing {
  return new Missing([], [], needs);
}
