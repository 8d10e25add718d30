import type { FactPayload } from '../base/payload.ts';
import type { LocalizedText } from '../documents/localized-text.ts';

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
  /** Dotted: of an event its own type, such as `stage.changed`. */
  readonly type: string;
  /** When it was true, epoch milliseconds. */
  readonly occurredAt: number;
  readonly recordedAt: number;
  readonly cause: Cause;
  readonly payload: FactPayload;
}

/** Something that systems of the brand may be told of when it happens to a member. */
export interface EventKind {
  /** As the derived fact or the step is called: `stage.changed`. */
  readonly type: string;
  readonly label: LocalizedText;
  /** One sentence or two: when it is told, and what comes with it. */
  readonly describes: LocalizedText;
}

/**
 * What a step asked of a shared resource, and what it was given: recorded, so that a replay is given the same. Both are below zero, and
 * equal, for what it gave back; that is written into the store with the step and by no replay.
 */
export interface StepInput {
  /** Its `n` is one of the step's effects. */
  readonly cause: Cause;
  readonly resource: string;
  readonly asked: number;
  readonly granted: number;
}

/** Derived facts that follow from one another end after this many; a longer chain is a fault of the program. */
export const chainDepthMax = 8;
