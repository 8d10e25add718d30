import type { FactPayload } from '../base/payload.ts';

export type CauseKind = 'fact' | 'decision' | 'wake' | 'merge' | 'split' | 'program' | 'refold' | 'erase';

/**
 * Why an effect happened (invariant E5). What a step brings about is numbered within the step, so that a chain of effects
 * can be followed back: from an effect to its `parent`, and from the one without to the step itself.
 */
export interface Cause {
  readonly kind: CauseKind;
  /** Position of the causing step in the log of the member's shard; 0 for wakes and program versions, which `at` names. */
  readonly position: number;
  /** The instant of the cause: a step's `recordedAt`, a wake's due instant, a version's `effectiveAt`. */
  readonly at: number;
  /** The facet whose effect this is; '' for what is recorded of the step as such. */
  readonly facet: string;
  /** Number of the effect within its step, from 1; 0 for the step itself. */
  readonly n: number;
  /** Number of the derived fact that it follows from; 0 when it follows from the step itself. */
  readonly parent: number;
}

/** An effect of the fold: told to the other facets in the same step, and to the lens. */
export interface DerivedFact {
  readonly type: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly cause: Cause;
  readonly programVersion: number;
  readonly payload: FactPayload;
}

/** Something to be done outside, written into the outbox with the step that asks for it and delivered after. */
export interface EffectRequest {
  /** Dotted, as in the table of effects: `webhook.send`. */
  readonly type: string;
  readonly recordedAt: number;
  readonly cause: Cause;
  readonly payload: FactPayload;
}

/** What a step asked of a shared resource, and what it was given: recorded, so that a replay is given the same. */
export interface StepInput {
  /** Its `n` is one of the step's effects. */
  readonly cause: Cause;
  readonly resource: string;
  readonly asked: number;
  readonly granted: number;
}

/** Derived facts that follow from one another end after this many; a longer chain is a fault of the program. */
export const chainDepthMax = 8;
