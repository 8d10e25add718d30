export { createFactBuilder, createMemberBuilder, createOrderRowBuilder } from './rows/build-rows.ts';
export { createOrderBuilder } from './orders/build-orders.ts';
export type { BuildResult, BuiltFact, FactBuilder, RowReject } from './rows/built-fact.ts';
export { createPurchaseBook, purchaseKey } from './orders/cancellations.ts';
export { ambiguousInstants, guessMapping } from './mapping/guess-mapping.ts';
export { importFields, isFieldOf, whenField } from './mapping/import-fields.ts';
export {
  importKinds,
  type FileSample,
  type ImportKind,
  type ImportMapping,
  type MappingGuess,
} from './mapping/import-mapping.ts';
export { createInstantReader, guessInstantFormat, toInstantFormat } from './text/instant-text.ts';
export { createOrderSurvey, type OrderSurvey, type SeenProduct } from './orders/order-survey.ts';
export {
  isReferenceKind,
  readReferenceRow,
  type ReadReference,
  type ReferenceKind,
  type ReferenceRow,
} from './rows/reference-rows.ts';
export { createRowReader, MappingError, type FileRow, type RowProblem, type RowReader } from './rows/row-reader.ts';
