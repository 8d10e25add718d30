import { withCode } from '@perennial/contracts';
import type { ErrorCode, LocalizedText, ProblemDetail, ProblemLanguage } from '@perennial/contracts';

/** In both languages where they are at hand; in English alone it goes by its code, by which the console words it. */
export type Wording = string | LocalizedText;

export interface WordedDetail extends Omit<ProblemDetail, 'message'> {
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

/** What was wrong at a place, in a language where it has words there, with the code of what is said, where there is one. */
export function detailIn(detail: WordedDetail, language: ProblemLanguage): ProblemDetail {
  const coded = withCode({ ...detail, message: inLanguage(detail.message, 'en') });
  return { ...coded, message: inLanguage(detail.message, language) };
}
