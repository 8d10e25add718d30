export {
  logKinds,
  type HeadRow,
  type LoggedFact,
  type LogKind,
  type LogPlace,
  type LogRow,
  type MemberPlace,
  type MergeLogRow,
} from './log-rows.ts';
export {
  belongsToSegment,
  givenBackSegments,
  logSegmentsOf,
  logSegmentsOfAll,
  type LogSegment,
  type MergeRecord,
  type SegmentFilter,
  type SegmentStore,
} from './log-segments.ts';
export { readDecision, type DecisionPayload } from './decision-payload.ts';
export { memberFamilies, memberFamily, type MemberFamily } from './member-family.ts';
export {
  commandSource,
  stepSource,
  stepTypes,
  type AbsorbPayload,
  type AttachPayload,
  type MergePayload,
  type SplitPayload,
} from './step-payload.ts';
export { stepOfLogged } from './logged-steps.ts';
