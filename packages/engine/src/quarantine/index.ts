export {
  createQuarantine,
  openRow,
  type Quarantine,
  type QuarantinedFact,
  type ReplayPart,
  type ReplayProgress,
  type ReplayVerdict,
} from './quarantine.ts';
export type {
  MentionDecision,
  NewQuarantineRow,
  OpenMention,
  QuarantineFilter,
  QuarantineQuery,
  QuarantineReason,
  QuarantineRow,
  QuarantineStatus,
  QuarantineStore,
  WaitingQuery,
} from './quarantine-store.ts';
