export { readIdentityHoldings } from './identity-holdings.ts';
export type { IdentityHoldingRow } from './identity-holdings.ts';
export { readMemberMerges } from './member-merges.ts';
export type { MergeRow } from './member-merges.ts';
export { readMemberOrders } from './member-orders.ts';
export type { MemberOrderRow } from './member-orders.ts';
export {
  readEntriesCausedBy,
  readCausingFacts,
  readMemberTimeline,
  readStageIntervals,
  tieOf,
} from './member-timeline.ts';
export type {
  CausingFact,
  StageEntryReadRow,
  StageIntervalRow,
  TimelineQuery,
  TimelineRow,
} from './member-timeline.ts';
export { countFactsOf, countLiveMembers, countLoggedFacts, readDatabaseBytes, readLiveWorkers } from './totals.ts';
export { readMemberHead, readMemberStores } from './member-places.ts';
export type { MemberHeadRow } from './member-places.ts';
export {
  findByBlindIndex,
  readIdentitiesOfMembers,
  readIdentityTypes,
  readMemberFamily,
  readSealedSecrets,
} from './member-secrets.ts';
export type { MemberIdentityRow, MemberSecretRow, PlaceRow } from './member-secrets.ts';
export { listParked } from '../parked-members.ts';
export type { ParkedRow } from '../parked-members.ts';
export { readSplitMembers } from './split-members.ts';
export { createPastStepsReader } from '../../past-steps.ts';
