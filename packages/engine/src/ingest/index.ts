export { AppendContentionError, createAppendFacts, type AppendFacts, type AppendOptions } from '../append/append-facts.ts';
export type * from '../append/ingest-store.ts';
export { logKinds } from '../append/ingest-store.ts';
export type { AppendVerdict, LiftedSecret, PreparedFact } from '../facts/prepared-fact.ts';
export { stepSource, stepTypes, type AbsorbPayload, type MergePayload, type SplitPayload } from '../log/step-payload.ts';
export { createCoalescer, QueueFullError, type Coalescer, type CoalescerOptions } from './coalescer.ts';
export { createLineEnrichment, productsWithoutCategory, type CategoryOf, type EnrichPayload } from '../reference/enrich-lines.ts';
export type { CheckFact, FactCheck, FactProblem } from '../facts/fact-check.ts';
export { createIngest, type FactVerdict, type Ingest, type IngestContext, type IngestOptions } from './ingest.ts';
export {
  createQuarantine,
  openRow,
  type Quarantine,
  type QuarantinedFact,
  type ReplayPart,
  type ReplayProgress,
  type ReplayVerdict,
} from '../quarantine/quarantine.ts';
export type {
  NewQuarantineRow,
  QuarantineFilter,
  QuarantineQuery,
  QuarantineReason,
  QuarantineRow,
  QuarantineStatus,
  QuarantineStore,
  WaitingQuery,
} from '../quarantine/quarantine-store.ts';
export type { Currencies, PublishedRate, RateOf } from '../reference/convert-amounts.ts';
export { createRateBook, type RateAnswer, type RateBook, type RateQuestion } from '../reference/rate-book.ts';
export { createTrialAppend, type ReadMessages } from './trial-append.ts';
export { createProductCatalogue, type ProductCatalogue } from '../reference/product-catalogue.ts';
export { identitySecretName, secretContext } from '../append/member-writes.ts';
