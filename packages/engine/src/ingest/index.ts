export { AppendContentionError, createAppendFacts, type AppendFacts, type AppendOptions } from './append-facts.ts';
export type * from './ingest-store.ts';
export { logKinds } from './ingest-store.ts';
export type { AppendVerdict, LiftedSecret, PreparedFact } from './prepared-fact.ts';
export { stepSource, stepTypes, type AbsorbPayload, type MergePayload, type SplitPayload } from './step-payload.ts';
