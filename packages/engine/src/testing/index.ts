export { describeCommandStore, type CommandStoreFixture } from './command-store-contract.ts';
export { describeIngestStore, type IngestStoreFixture } from './ingest-store-contract.ts';
export { describeLeaseStore, type LeaseStoreFixture } from './lease-store-contract.ts';
export { describeProgramStore, type ProgramStoreFixture } from './program-store-contract.ts';
export { describeQuarantineStore, type QuarantineStoreFixture } from './quarantine-store-contract.ts';
export { describeWakeClock } from './wake-clock-contract.ts';
