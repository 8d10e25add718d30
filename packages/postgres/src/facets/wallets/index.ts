export {
  readCauses,
  readEntriesAfter,
  readEntriesBefore,
  readLastEntryBefore,
  sumEntriesByKind,
} from './member-entries.ts';
export type { CauseRow, KindSumRow, WalletPlace } from './member-entries.ts';
export { countShard, forgetCounts, prepareCounts, readCounts, readStaleCounts } from './liability/counts.ts';
export { insertEstimate, readEstimates } from './liability/estimates.ts';
export type { EstimateRow } from './liability/estimates.ts';
export { readDebts, readKnown, readOpenLots, readOpened } from './liability/openings.ts';
export type { LotPlace, OpenLotRow } from './liability/openings.ts';
export { readFlows, readOutstanding, readOwed } from './liability/figures.ts';
export type { OutstandingRow } from './liability/figures.ts';
export { readEndedLotsBefore, readHolds, readLotsBefore, readLotsIssuedBy, readOpenLotsOf } from './member-lots.ts';
export { readLotDues } from './lot-dues.ts';
export type { LotDue } from './lot-dues.ts';
export {
  insertStatementKey,
  listStatementKeys,
  readStatementKey,
  readStatementKeysNotUnder,
  resealStatementKey,
  retireStatementKey,
} from './statement-keys.ts';
export type { StatementKeyRow } from './statement-keys.ts';
export {
  decideApproval,
  insertApproval,
  listApprovals,
  listApprovalsOfMember,
  listPendingApprovals,
  readApproval,
  readApprovalOfKey,
  settleApproval,
} from './approvals.ts';
export type { ApprovalRow } from './approvals.ts';
export {
  countAccounts,
  countWalletRows,
  endSums,
  findOtherChains,
  findSuspectEntries,
  findUnequalWallets,
  prepareSums,
  sumGrants,
  sumSlices,
} from './proof.ts';
export type { ShardRange, SuspectEntry, UnequalRow } from './proof.ts';
export { readProofs, writeProof } from './proof-log.ts';
export type { ProofRow } from './proof-log.ts';
