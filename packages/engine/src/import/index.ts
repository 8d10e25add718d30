export { createFactBuilder, createMemberBuilder, createOrderRowBuilder } from './rows/build-rows.ts';
export { createOrderBuilder } from './orders/build-orders.ts';
export type { BuildResult, BuiltFact, FactBuilder, RowReject } from './rows/built-fact.ts';
export { createPurchaseBook, purchaseKey } from './orders/cancellations.ts';
export { ambiguousInstants, guessMapping } from './mapping/guess-mapping.ts';
export { identityFields, importFields, isFieldOf, whenField } from './mapping/import-fields.ts';
export { areFlags } from './mapping/no-customer.ts';
export {
  importKinds,
  type FileSample,
  type ImportKind,
  type ImportMapping,
  type MappingGuess,
} from './mapping/import-mapping.ts';
export { createOrderSurvey, type OrderSurvey, type SeenProduct } from './orders/order-survey.ts';
export {
  isReferenceKind,
  readReferenceRow,
  type ReadReference,
  type ReferenceKind,
  type ReferenceRow,
} from './rows/reference-rows.ts';
export type { FileRow } from './rows/file-row.ts';
export { createProblemCount, type ProblemCount } from './rows/problem-count.ts';
export { createRowFiller, hasContinuations, type FillRow } from './rows/row-filler.ts';
export { createRowReader, MappingError, type RowProblem, type RowReader } from './rows/row-reader.ts';
export { createColumnSurvey, type ColumnSurvey, type SettledColumns } from './settling/column-survey.ts';
export { createRowCheck, type RowCheck } from './settling/row-check.ts';
