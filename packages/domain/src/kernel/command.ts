import type { Facet, Use, View } from './facet.ts';
import type { Missing, Take } from './needs.ts';
import type { FactPayload, FactValue } from './payload.ts';
import type { Spot } from './read-json.ts';
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

/** What a command sees: the member brought to date, through each facet's own view; it changes nothing. */
export interface CommandUse {
  readonly view: <State>(facet: Facet<State>) => View<State>;
  readonly use: Use;
}

/**
 * Something done to a member by a caller. `decide` looks and says what it needs from outside; `conclude` turns what was granted
 * into one part for each facet, all of which apply or none. Both are pure, and both are run again when she changed meanwhile.
 */
export interface Command<Input = unknown> {
  /** Imperative: `tag`. */
  readonly name: string;
  /** Moves value: a call without a key of its own is refused, for a retry would do it twice. */
  readonly isKeyRequired: boolean;
  /** Reads the input and tells every problem; null when there was one. */
  read(input: FactValue, spot: Spot): Input | null;
  decide(use: CommandUse, input: Input): Asks | Rejection | Missing;
  conclude(use: CommandUse, input: Input, granted: ReadonlyMap<string, number>): Decision | Rejection;
}

export function reject(code: string, facts: FactPayload = {}): Rejection {
  return { kind: 'rejection', code, facts };
}

export const noAsks: Asks = { kind: 'asks', takes: [] };
