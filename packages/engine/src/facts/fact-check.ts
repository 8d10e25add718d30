import type { CheckedFact } from '@perennial/domain';

/** Why something is not taken. `code` is one of the wire's error codes. */
export interface FactProblem {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
  /** False for what is no fact at all: it is answered for and not kept. */
  readonly isQuarantined: boolean;
}

export type FactCheck =
  | { readonly kind: 'fact'; readonly fact: CheckedFact }
  | { readonly kind: 'problem'; readonly problem: FactProblem };

/** Checks a value that was parsed from JSON. */
export type CheckFact = (
  value: unknown,
  context: {
    readonly source: string;
    readonly now: number;
    readonly receivedAt?: number;
    readonly isSourceBound?: boolean;
  },
) => FactCheck;
