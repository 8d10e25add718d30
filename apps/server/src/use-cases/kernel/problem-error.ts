import type { ErrorCode, LocalizedText, ProblemDetail, ProblemLanguage } from '@perennial/contracts';

/** In both languages, or in English alone where it is for developers or from a file that is described as it is. */
export type Wording = string | LocalizedText;

export interface WordedDetail {
  readonly path: string;
  readonly message: Wording;
}

export interface ProblemFacts {
  readonly detail?: Wording;
  readonly errors?: readonly WordedDetail[];
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

export function inLanguage(wording: Wording, language: ProblemLanguage): string {
  return typeof wording === 'string' ? wording : wording[language];
}

export function detailsIn(details: readonly WordedDetail[], language: ProblemLanguage): readonly ProblemDetail[] {
  return details.map(({ path, message }) => ({ path, message: inLanguage(message, language) }));
}
