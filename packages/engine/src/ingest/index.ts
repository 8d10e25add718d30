export { createCoalescer, QueueFullError, type Coalescer, type CoalescerOptions } from './coalescer.ts';
export { createIngest, type Ingest, type IngestOptions } from './ingest.ts';
export { createTrialAppend, type ReadMessages } from './trial-append.ts';
export { qualifyIdentity } from './prepare-fact.ts';
