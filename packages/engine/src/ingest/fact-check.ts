import type { FactPayload } from '@perennial/domain';
import type { RawIdentity } from '../identity/blinding.ts';

/** A fact that fits its schema, as the edge hands it in. */
export interface CheckedFact {
  readonly source: string;
  readonly messageId: string;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  /** What the sender stated, before any correction; null when it stated no time. */
  readonly statedAt: number | null;
  readonly channel: string;
  readonly storeId: string;
  readonly identities: readonly (RawIdentity & { readonly isOptional?: boolean })[];
  readonly payload: FactPayload;
}

/** Why something is not taken. `code` is one of the wire's error codes. */
export interface FactProblem {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** False for what is no fact at all: it is told and not kept. */
  readonly isQuarantined: boolean;
}

export type FactCheck =
  | { readonly kind: 'fact'; readonly fact: CheckedFact }
  | { readonly kind: 'problem'; readonly problem: FactProblem };

/** Checks a value that was parsed from JSON. */
export type CheckFact = (
  value: unknown,
  context: { readonly source: string; readonly now: number; readonly receivedAt?: number },
) => FactCheck;
