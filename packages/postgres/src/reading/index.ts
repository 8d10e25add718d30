export { readIdentityHoldings } from '../sql/reading/identity-holdings.ts';
export type { IdentityHoldingRow } from '../sql/reading/identity-holdings.ts';
export { readMemberMerges } from '../sql/reading/member-merges.ts';
export type { MergeRow } from '../sql/reading/member-merges.ts';
export { readMemberOrders } from '../sql/reading/member-orders.ts';
export type { MemberOrderRow } from '../sql/reading/member-orders.ts';
export {
  readEntriesCausedBy,
  readCausingFacts,
  readMemberTimeline,
  readStageIntervals,
  tieOf,
} from '../sql/reading/member-timeline.ts';
export type {
  CausingFact,
  StageEntryReadRow,
  StageIntervalRow,
  TimelineQuery,
  TimelineRow,
} from '../sql/reading/member-timeline.ts';
export {
  countFactsOf,
  countLiveMembers,
  countLoggedFacts,
  readDatabaseBytes,
  readLiveWorkers,
} from '../sql/reading/totals.ts';
export { readMemberHead, readMemberStores } from '../sql/reading/member-places.ts';
export type { MemberHeadRow } from '../sql/reading/member-places.ts';
export {
  findByBlindIndex,
  readIdentitiesOfMembers,
  readIdentityTypes,
  readMemberFamily,
  readSealedSecrets,
} from '../sql/reading/member-secrets.ts';
export type { MemberIdentityRow, MemberSecretRow, PlaceRow } from '../sql/reading/member-secrets.ts';
export { listParked } from '../sql/workers/parked-members.ts';
export type { ParkedRow } from '../sql/workers/parked-members.ts';
export { readSplitMembers } from '../sql/reading/split-members.ts';
export { createPastStepsReader } from './past-steps.ts';
