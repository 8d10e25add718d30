/** What the benchmarks measure from inside the process; everything else goes through the command. */
export { createKeys } from './use-cases/access/keys.ts';
export { createIngestion } from './ingest/create-ingestion.ts';
export type { Ingestion } from './ingest/create-ingestion.ts';
export { openKeyring } from './platform/keyring-file.ts';
export { systemClock } from './platform/wake-clock.ts';
export { rehearseInThreads } from './rehearsal/rehearse-in-threads.ts';
export { proveWallets, rangesOf } from './use-cases/wallets/proof/prove-wallets.ts';
