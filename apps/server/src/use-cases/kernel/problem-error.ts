import type { ErrorCode, ProblemDetail } from '@perennial/contracts';

export interface ProblemFacts {
  readonly detail?: string;
  readonly errors?: readonly ProblemDetail[];
  readonly context?: Readonly<Record<string, string | number | boolean>>;
  /** Seconds until it is worth trying again. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** A refusal, however it was asked for: one code of the error table, and the facts of the case. Never carries personal data. */
export class ProblemError extends Error {
  readonly code: ErrorCode;
  readonly facts: ProblemFacts;

  constructor(code: ErrorCode, facts: ProblemFacts = {}) {
    super(code, { cause: facts.cause });
    this.name = 'ProblemError';
    this.code = code;
    this.facts = facts;
  }
}
