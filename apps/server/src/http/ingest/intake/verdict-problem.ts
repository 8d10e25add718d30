import { isErrorCode, type ErrorCode } from '@perennial/contracts';
import type { FactProblem, FactVerdict } from '@perennial/engine';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';

/** Codes of the engine are those of the table; another one would be a fault of ours and is answered as such. */
export function toCode(code: string): ErrorCode {
  return isErrorCode(code) ? code : 'server.failed';
}

export function toProblem(verdict: Extract<FactVerdict, { problem: FactProblem }>): ProblemError {
  const { problem } = verdict;
  return new ProblemError(toCode(problem.code), {
    detail: problem.detail,
    errors: problem.errors,
    context: { verdict: verdict.kind, messageId: verdict.messageId },
  });
}
