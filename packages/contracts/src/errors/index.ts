export { errorTable, isErrorCode, type ErrorCode, type ErrorEntry, type LocalText } from './error-table.ts';
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
