export { AppendContentionError, createAppendFacts, type AppendFacts, type AppendOptions } from './append-facts.ts';
export type { IngestStore, IngestTransaction, MessageClaim } from './ingest-store.ts';
