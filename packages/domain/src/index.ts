export { createDayTable, type DayTable } from './activity/day-table.ts';
export { dayMs, never, notByTime, toNullableInstant } from './activity/instants.ts';
export {
  categoryHash,
  copyActivityState,
  createActivityState,
  interactionKinds,
  isSharedCard,
  lastInteractionAt,
  lastPurchaseAt,
  medianGapMs,
  purchasesWithin,
  recentPurchasesMax,
  sharedCardFactsMin,
  trackedIndex,
  trackedKinds,
  type ActivityState,
  type TrackedKind,
} from './activity/activity-state.ts';
export { decodeActivity, encodeActivity } from './activity/activity-codec.ts';
export {
  addDays,
  dayKey,
  emptyOrder,
  joinOrders,
  joinRefunds,
  placeOf,
  purchasedAt,
  refundKey,
} from './activity/evidence-rows.ts';
export { checkCondition, recencyAlias, type ConditionUse } from './conditions/check-condition.ts';
export { compileCondition, nextFlipAt } from './conditions/compile-condition.ts';
export {
  activityMetrics,
  conditionOperators,
  windowDaysMax,
  type Condition,
  type ConditionGroup,
  type ConditionNode,
  type ConditionOperator,
  type ConditionRule,
  type FieldDefinition,
  type FieldType,
  type FieldUnit,
  type LocalizedText,
  type WindowValue,
} from './conditions/condition.ts';
export {
  explainCondition,
  type ExplainedClause,
  type ExplainedGroup,
  type ExplainedRule,
} from './conditions/explain-condition.ts';
export { fieldValueOf } from './conditions/field-value.ts';
export { createFieldCatalogue, type FieldCatalogue, type NamedMetric } from './conditions/field-catalogue.ts';
export { subjectOf, type ConditionSubject, type ConditionWorld, type Predicate } from './conditions/predicate.ts';
export { averageOrderMinor } from './conditions/read-value.ts';
export { orderAmountMinorMax } from './facts/interpret-order.ts';
export { factRuleOf, isKnownFactType, knownFactTypes, type FactRule, type KnownFactType } from './facts/known-facts.ts';
export type { CheckedFact } from './facts/checked-fact.ts';
export type { FactPayload, FactValue } from './facts/payload.ts';
export { activityAsOf, registersAsOf, tellingsWanted, type TellingsWanted } from './fold/activity-as-of.ts';
export { advanceTo } from './fold/advance-member.ts';
export { facetBytesMax } from './fold/bytes.ts';
export {
  clearChanges,
  createMemberWork,
  supplyAttributes,
  supplyEvidence,
  supplyOrders,
  type StoredEvidence,
} from './fold/create-work.ts';
export { createFoldContext, programAt, programOf, type FoldContext } from './fold/fold-context.ts';
export { foldLog, type LogFoldOptions } from './fold/fold-log.ts';
export { applyStep, stepNeeds } from './fold/fold-member.ts';
export { InvariantError, invariant } from './fold/invariant.ts';
export { changedEvidence, type ChangedEvidence } from './fold/lazy-collections.ts';
export { memberAsOf, type MemberAsOf } from './fold/member-as-of.ts';
export type { LoadedRows, MemberChanges, MemberWork, StepNeeds } from './fold/member-work.ts';
export { mergeInto, splitInto } from './fold/merge-members.ts';
export {
  activityKinds,
  type ActivityDayRow,
  type ActivityKind,
  type AttributeRow,
  type OrderRow,
  type RefundRow,
  type StageEntryRow,
} from './fold/rows.ts';
export type {
  AbsorbStep,
  Cause,
  DerivedFact,
  FactStep,
  LoggedStep,
  MemberId,
  MergeStep,
  SplitStep,
} from './fold/steps.ts';
export {
  createIdentityPolicies,
  defaultIdentityPolicies,
  mergeRefusal,
  pairKey,
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
export { nextChangeAt, stageAt, type CompiledLifecycle, type CompiledStage } from './lifecycle/compile-lifecycle.ts';
export { explainStage, type ExplainedLifecycle, type ExplainedStage } from './lifecycle/explain-stage.ts';
export { decodeLifecycle, encodeLifecycle } from './lifecycle/lifecycle-codec.ts';
export {
  recencyChoices,
  stageRoles,
  type LifecycleDocument,
  type RecencyChoice,
  type StageDocument,
  type StageRole,
} from './lifecycle/lifecycle-document.ts';
export {
  createLifecycleState,
  lifecyclesMax,
  type LifecycleState,
  type StageStanding,
} from './lifecycle/lifecycle-state.ts';
export { aiplStages, fiveStages, lifecyclePresets, sixStages, type LifecyclePreset } from './lifecycle/presets.ts';
export { convertMinor, rateTextPattern, toMinorRate, type MinorRate, type RateDigits } from './money/exchange-rate.ts';
export { attributeKey, emptyAttribute, joinAttributes, parseAttributeKey } from './profile/registers.ts';
export {
  compileProgram,
  parseProgram,
  type CompiledProgram,
  type ParsedProgram,
  type ProgramParse,
} from './program/compile-program.ts';
export { createDefaultProgram, toDocument } from './program/default-program.ts';
export { canonicalJson } from './program/canonical-json.ts';
export type { DocumentProblem } from './program/document-problem.ts';
export {
  blockedValuesMax,
  categoryCyclesMax,
  documentBytesMax,
  documentsMax,
  identityPoliciesMax,
  identityPolicyBounds,
  identityTypePattern,
  metricsMax,
  type ProgramDocuments,
  type ProgramSettings,
  type ProgramStatistics,
} from './program/program-documents.ts';
