export { AppendContentionError, createAppendFacts, type AppendFacts, type AppendOptions } from './append-facts.ts';
export type * from './ingest-store.ts';
export { logKinds } from './ingest-store.ts';
export type { AppendVerdict, LiftedSecret, PreparedFact } from './prepared-fact.ts';
export { stepSource, stepTypes, type AbsorbPayload, type MergePayload, type SplitPayload } from './step-payload.ts';
export { createCoalescer, QueueFullError, type Coalescer, type CoalescerOptions } from './coalescer.ts';
export { createLineEnrichment, productsWithoutCategory, type CategoryOf, type EnrichPayload } from './enrich-lines.ts';
export type { CheckedFact, CheckFact, FactCheck, FactProblem } from './fact-check.ts';
export { createIngest, type FactVerdict, type Ingest, type IngestContext, type IngestOptions } from './ingest.ts';
export { createQuarantine, openRow, type Quarantine, type QuarantinedFact, type ReplayVerdict } from './quarantine.ts';
export type {
  NewQuarantineRow,
  QuarantineQuery,
  QuarantineRow,
  QuarantineStatus,
  QuarantineStore,
} from './quarantine-store.ts';
export type { Currencies, RateOf } from './convert-amounts.ts';
export { createProductCatalogue, type ProductCatalogue } from './product-catalogue.ts';
export { identitySecretName, secretContext } from './member-writes.ts';
