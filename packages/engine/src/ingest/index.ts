export { AppendContentionError, createAppendFacts, type AppendFacts, type AppendOptions } from './append-facts.ts';
export type * from './ingest-store.ts';
export { logKinds } from './ingest-store.ts';
export type { AppendVerdict, LiftedSecret, PreparedFact } from './prepared-fact.ts';
export { stepSource, stepTypes, type AbsorbPayload, type MergePayload, type SplitPayload } from './step-payload.ts';
export { createCoalescer, QueueFullError, type Coalescer, type CoalescerOptions } from './coalescer.ts';
export { createLineEnrichment, productsWithoutCategory, type CategoryOf, type EnrichPayload } from './enrich-lines.ts';
export type { CheckFact, FactCheck, FactProblem } from './fact-check.ts';
export { createIngest, type FactVerdict, type Ingest, type IngestContext, type IngestOptions } from './ingest.ts';
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
  NewQuarantineRow,
  QuarantineFilter,
  QuarantineQuery,
  QuarantineReason,
  QuarantineRow,
  QuarantineStatus,
  QuarantineStore,
  WaitingQuery,
} from './quarantine-store.ts';
export type { Currencies, PublishedRate, RateOf } from './convert-amounts.ts';
export { createRateBook, type RateAnswer, type RateBook, type RateQuestion } from './rate-book.ts';
export { createTrialAppend, type ReadMessages } from './trial-append.ts';
export { createProductCatalogue, type ProductCatalogue } from './product-catalogue.ts';
export { identitySecretName, secretContext } from './member-writes.ts';
