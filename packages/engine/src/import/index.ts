export { createFactBuilder, createMemberBuilder, createOrderRowBuilder } from './build-rows.ts';
export { createOrderBuilder, type FactBuilder } from './build-orders.ts';
export type { BuildResult, BuiltFact, RowReject } from './built-fact.ts';
export { createPurchaseBook, purchaseKey } from './cancellations.ts';
export { ambiguousInstants, guessMapping } from './guess-mapping.ts';
export { importFields, isFieldOf, whenField } from './import-fields.ts';
export {
  importKinds,
  type FileSample,
  type ImportKind,
  type ImportMapping,
  type MappingGuess,
} from './import-mapping.ts';
export { createInstantReader, guessInstantFormat, toInstantFormat } from './instant-text.ts';
export { createOrderSurvey, type OrderSurvey, type SeenProduct } from './order-survey.ts';
export {
  isReferenceKind,
  readReferenceRow,
  type ReadReference,
  type ReferenceKind,
  type ReferenceRow,
} from './reference-rows.ts';
export { createRowReader, MappingError, type FileRow, type RowProblem, type RowReader } from './row-reader.ts';
