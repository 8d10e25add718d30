export { createDayTable, type DayTable } from './kernel/base/day-table.ts';
export { dayMs, never, notByTime, toNullableInstant } from './kernel/base/instants.ts';
export { wantBoth, type StepsWanted } from './kernel/as-of.ts';
export { facetBytesMax } from './kernel/base/bytes.ts';
export {
  chainDepthMax,
  type Cause,
  type CauseKind,
  type DerivedFact,
  type EffectRequest,
  type EventKind,
  type StepInput,
} from './kernel/steps/cause.ts';
export { ask, missingOfOther, noAsks, reject } from './kernel/command.ts';
export type { Asks, Budget, CommandSignature, Decision, PairDecision, Rejection } from './kernel/command.ts';
export type { DocumentProblem, ProblemList } from './kernel/documents/document-problem.ts';
export type { DocumentKind } from './kernel/document-kind.ts';
export type { ProgramDocuments } from './kernel/documents/document.ts';
export type { JsonSchema } from './kernel/documents/json-schema.ts';
export { openView } from './kernel/facet-view.ts';
export { missingOf, subjectOf } from './kernel/member-subject.ts';
export { sha256 } from './kernel/base/sha256.ts';
export type {
  Command,
  CommandUse,
  CompiledProgram,
  ExportedRows,
  Facet,
  Facets,
  Handler,
  Handlers,
  Heard,
  LensSeen,
  Member,
  MemberStatus,
  MemberView,
  PairCommand,
  PairCommandUse,
  Use,
  View,
} from './kernel/facet.ts';
export { createFacets } from './kernel/facets.ts';
export {
  conditionOperators,
  defineField,
  type ConditionOperator,
  type FieldDefinition,
  type FieldType,
  type FieldUnit,
  type FieldValue,
  type LensField,
} from './kernel/fields/field.ts';
export {
  columnOf,
  rowKindPart,
  type LensColumnShape,
  type LensItem,
  type LensPart,
  type LensRow,
  type LensScalar,
  type LensTablePart,
  type LensType,
  type LensValue,
} from './kernel/lens.ts';
export { InvariantError, invariant } from './kernel/base/invariant.ts';
export type { OutcomeEntry, OutcomeLine, Outcomes, OutcomeSink, Worth } from './kernel/outcomes.ts';
export type { LocalizedText } from './kernel/documents/localized-text.ts';
export { clearChanges, createMember, createTrialMember, openMember, type StoredMember } from './kernel/member.ts';
export { Missing, type HistoryAsOf, type Hints, type Need, type Take } from './kernel/rows/needs.ts';
export type { FactPayload, FactValue } from './kernel/base/payload.ts';
export { createFoldContext, programAt, programOf, type FoldContext } from './kernel/program.ts';
export { createProblemList } from './kernel/documents/document-problem.ts';
export type { Spot } from './kernel/documents/read-json.ts';
export {
  defineRowKind,
  keyText,
  keyValues,
  type AnyRowKind,
  type Column,
  type ColumnType,
  type ColumnValue,
  type RowKey,
  type RowKind,
  type RowShape,
} from './kernel/rows/row-kind.ts';
export type { RowChanges, RowSet } from './kernel/rows/row-set.ts';
export type {
  AbsorbStep,
  DecisionParts,
  DecisionStep,
  EraseStep,
  FactStep,
  LoggedStep,
  MemberId,
  MergeStep,
  OtherSplit,
  OwnStep,
  SplitStep,
} from './kernel/steps/steps.ts';
export { createSubjectPart, type ConditionSubject, type SubjectPart } from './kernel/fields/subject.ts';
export type { ConditionWorld, FieldCatalogue } from './kernel/fields/world.ts';
export { checkCondition, recencyAlias, type ConditionUse } from './conditions/check-condition.ts';
export { compileCondition, needsOfCondition, nextFlipAt } from './conditions/compile-condition.ts';
export { isWindow, startOfDate } from './conditions/compile-rule.ts';
export {
  windowDaysMax,
  type Condition,
  type ConditionGroup,
  type ConditionNode,
  type ConditionRule,
  type ConditionValue,
  type GroupNode,
  type RuleNode,
  type WindowValue,
} from './conditions/condition.ts';
export {
  explainCondition,
  type ExplainedClause,
  type ExplainedGroup,
  type ExplainedRule,
} from './conditions/explain-condition.ts';
export { conditionTexts } from './conditions/words/condition-words.ts';
export {
  writeComparison,
  writeCondition,
  writeOperator,
  writeRule,
  writeValue,
  type ConditionWriter,
  type ValueWriter,
  type WrittenField,
} from './conditions/words/write-condition.ts';
export { createFieldCatalogue } from './conditions/field-catalogue.ts';
export { fieldValueOf } from './conditions/field-value.ts';
export type { Predicate } from './conditions/predicate.ts';
export { isKnownFactType, knownFactTypes, type KnownFactType } from './facts/known-facts.ts';
export type { CheckedFact, LeftOutIdentity } from './facts/checked-fact.ts';
export type { OrderNumber } from './facts/order-number.ts';
export { advanceTo, dueByTimeAt } from './fold/advance.ts';
export { applyStep } from './fold/apply-step.ts';
export { foldLog, type LogFoldOptions } from './fold/fold-log.ts';
export { supplyHistory } from './fold/fold-own.ts';
export { budgetsOf } from './program/budgets.ts';
export { grantsOf, returnsOf } from './fold/shares.ts';
export type { RecordedInputs, ShareSupply } from './fold/shares.ts';
export { createLensLayout, seenMember, type LensLayout } from './lens/layout.ts';
export type { Holdings, LensTable, SeenMember } from './lens/seen.ts';
export { cycleColumn, ownGapColumn } from './lens/rhythm.ts';
export { facets } from './facets/index.ts';
export type { DocumentWords, KeyedWords, PartWords } from './kernel/documents/document-words.ts';
export { createDefaultProgram, toDocument } from './facets/default-program.ts';
export * from './facets/lifecycle/index.ts';
export * from './facets/registers/index.ts';
export * from './facets/wallets/index.ts';
export * from './facets/tiers/index.ts';
export {
  createIdentityPolicies,
  defaultIdentityPolicies,
  isDummyNumber,
  isPlaceholder,
  isPlaceholderEmail,
  negativePlaceholders,
  placeholderLengthMax,
  placeholderWords,
  mergeRefusal,
  pairKey,
  releaseKey,
  resolveIdentities,
  shardCountMax,
  shardOf,
  type IdentityChange,
  type IdentityClaim,
  type IdentityMap,
  type IdentityPolicies,
  type IdentityPolicy,
  type RefusalReason,
  type Resolution,
} from './identity/index.ts';
export { orderAmountMinorMax } from './money/order-amount.ts';
export { proportion } from './money/proportion.ts';
export { convertMinor, rateTextPattern, toMinorRate, type MinorRate, type RateDigits } from './money/exchange-rate.ts';
export {
  catalogueOf,
  compileProgram,
  documentBytesMax,
  documentsMax,
  parseProgram,
  warnOfProgram,
  type ParsedProgram,
  type ProgramParse,
  type ProgramVersion,
  type VersionStamp,
} from './program/compile-program.ts';
export { canonicalJson } from './program/canonical-json.ts';
export { compareDocuments, type CompareUse } from './program/changes/compare-documents.ts';
export type { DocumentChange } from './program/changes/change.ts';
export {
  blockedValuesMax,
  identitiesPath,
  identityPoliciesMax,
  identityPolicyBounds,
  identityTypePattern,
  normaliserWords,
  strengthWords,
} from './program/parse-identities.ts';
export { schemaOfPath, schemasOfProgram, schemaSuffix } from './program/program-schemas.ts';
export { noProperties, propertiesPath, type PropertyDocuments } from './program/parse-properties.ts';
export {
  countryPattern,
  sourcePattern,
  sourcesMax,
  sourcesPath,
  type SourceDocument,
} from './program/parse-sources.ts';
export { spanOf, type BehaviourWindow, type Moment, type Span } from './segments/language/behaviour-window.ts';
export { checkSegment, type SegmentUse } from './segments/language/check-segment.ts';
export { compareDone, type Done, type DoneFact, type DoneLine } from './segments/language/done.ts';
export { propertiesOf } from './segments/language/properties.ts';
export {
  behavioursOf,
  bucketsCount,
  memberRulesOf,
  summedMax,
  sumScale,
  type AmountTest,
  type Behaviour,
  type BehaviourClause,
  type BucketClause,
  type CountTest,
  type FollowedTest,
  type MomentTest,
  type NumberOperator,
  type RhythmTest,
  type SegmentNode,
} from './segments/language/segment-node.ts';
export { compileSegment, type Judge } from './segments/judging/judge.ts';
export { testBehaviour } from './segments/judging/measure.ts';
export type { SegmentPerson } from './segments/judging/person.ts';
export { explainSegment, type ExplainedSegment } from './segments/judging/explain.ts';
export { writeSegment, writeWindow } from './segments/words/write-segment.ts';
