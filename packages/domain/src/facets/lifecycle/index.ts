export { activityAsOf } from './activity-as-of.ts';
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
export { boughtLinesOf, type BoughtLine } from './activity/bought-lines.ts';
export { emptyOrder, joinOrders, joinRefunds, placeOf, purchasedAt } from './activity/evidence-rows.ts';
export { factRuleOf, type FactRule } from './activity/fact-rules.ts';
export { orderIdOf } from './activity/interpret-order.ts';
export {
  activityDayRows,
  activityKinds,
  dayKey,
  orderLineRows,
  orderRows,
  refundRows,
  type ActivityDayRow,
  type ActivityKind,
  type OrderLineRow,
  type OrderRow,
  type RefundRow,
} from './activity/rows.ts';
export { lifecycleIndex, subjectOfActivity, type LifecyclePart } from './activity/subject.ts';
export {
  categoryCyclesMax,
  metricsMax,
  numberSpacesPath,
  type NamedMetric,
  type NumberSpaces,
  type ProgramSettings,
  type ProgramStatistics,
} from './documents/documents.ts';
export { spaceReader } from './documents/number-spaces.ts';
export { orderNumberReader, sharedTypeReader } from './documents/order-numbers.ts';
export { purchaseMomentWords } from './documents/words.ts';
export { explainMoves, type ExplainedMove, type MoveCause, type TurnedRule } from './explain-moves.ts';
export { explainStage, type ExplainedLifecycle, type ExplainedStage } from './explain-stage.ts';
export { exportedOrderLines, exportedOrders, exportedRefunds, lifecycleFacet } from './facet.ts';
export { averageOrderMinor, lensFields, lifecycleFields, metricField, stageFields } from './fields.ts';
export { memberAsOf, type MemberAsOf } from './member-as-of.ts';
export { entriesOf } from './timeline/record-entries.ts';
export { lifecycleRulesOf, type LifecycleRules } from './timeline/rules.ts';
export { nextChangeAt, stageAt, type CompiledLifecycle, type CompiledStage } from './stages/compile-lifecycle.ts';
export { stageEntryRows, type StageEntryRow } from './stages/entry-row.ts';
export { decodeLifecycle, encodeLifecycle } from './stages/lifecycle-codec.ts';
export {
  recencyChoices,
  stageRoles,
  type LifecycleDocument,
  type RecencyChoice,
  type StageDocument,
  type StageRole,
} from './stages/lifecycle-document.ts';
export {
  createLifecycleState,
  lifecyclesMax,
  type LifecycleState,
  type StageStanding,
} from './stages/lifecycle-state.ts';
export { aiplStages, fiveStages, lifecyclePresets, sixStages, type LifecyclePreset } from './stages/presets.ts';
export type { MemberLifecycle } from './timeline/state.ts';
export { recencyLabels, recencyWords, stageRoleWords } from './stages/words.ts';
