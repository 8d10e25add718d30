export { readIdentityHoldings } from '../sql/reading/identity-holdings.ts';
export type { IdentityHoldingRow } from '../sql/reading/identity-holdings.ts';
export { readDecidedMerges } from '../sql/reading/decided-merges.ts';
export type { DecidedMergeRow } from '../sql/reading/decided-merges.ts';
export { readFamilyMerges } from '../sql/reading/member-merges.ts';
export type { MergeRow } from '../sql/reading/member-merges.ts';
export { readMemberOrders } from '../facets/lifecycle/member-orders.ts';
export type { MemberOrderRow } from '../facets/lifecycle/member-orders.ts';
export { readFavouriteProducts, readOrderLines } from '../facets/lifecycle/member-products.ts';
export type { FavouriteProductRow, OrderedLineRow } from '../facets/lifecycle/member-products.ts';
export { readOrderPayloads } from '../sql/reading/order-payloads.ts';
export { createFactCounter } from './fact-counter.ts';
export { countFamilyFacts, readFamilyFacts, readFamilyFactsAt } from './family-facts.ts';
export type { FactAtRow, FamilyFactRow, FamilyFactsQuery } from '../sql/reading/family-facts.ts';
export { readStageIntervals } from '../facets/lifecycle/stage-intervals.ts';
export type { StageIntervalRow } from '../facets/lifecycle/stage-intervals.ts';
export { filterByStores, readMemberStores } from '../facets/lifecycle/member-stores.ts';
export { pageStages } from '../facets/lifecycle/export-stages.ts';
export type { ExportedStage } from '../facets/lifecycle/export-stages.ts';
export { countLiveMembers, countLoggedSteps, readDatabaseBytes, readLiveWorkers } from '../sql/reading/totals.ts';
export { readLogEnds } from '../sql/reading/log-ends.ts';
export type { LogEndRow } from '../sql/reading/log-ends.ts';
export { readMemberHead } from '../sql/reading/member-places.ts';
export type { MemberHeadRow } from '../sql/reading/member-places.ts';
export {
  findByBlindIndex,
  readIdentitiesOfMembers,
  readIdentityTypes,
  readSealedSecrets,
} from '../sql/reading/member-secrets.ts';
export type { MemberIdentityRow, MemberSecretRow } from '../sql/reading/member-secrets.ts';
export { listParked } from '../sql/workers/parked-members.ts';
export type { ParkedRow } from '../sql/workers/parked-members.ts';
export { readSplitMembers } from '../sql/reading/split-members.ts';
export { createPastStepsReader } from './past-steps.ts';
export { readBlockedIdentities, readHolders, readSharedIdentities } from '../sql/reading/shared-identities.ts';
export type { BlockedIdentityRow, HolderRow, SharedIdentityRow } from '../sql/reading/shared-identities.ts';
export { readSurvivors } from '../sql/ingest/merges.ts';
export { readOrderOwners } from '../sql/reading/order-owners.ts';
export { countUnmarked, findByNameMarks } from '../sql/names/find-names.ts';
export type { NamedPlace } from '../sql/names/find-names.ts';
export { orderRefunds, orderSales } from '../facets/lifecycle/order-sales.ts';
