export type { ErrorEntry, LocalText } from './entry.ts';
export { errorTable, isErrorCode, type ErrorCode } from './error-table.ts';
export {
  createProblem,
  languageOf,
  problemContentType,
  type Problem,
  type ProblemDetail,
  type ProblemLanguage,
  type ProblemOptions,
} from './problem.ts';
export { documentMessage } from './document-messages.ts';
export { webhookUrlReason } from './webhook-errors.ts';
