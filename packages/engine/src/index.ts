export * from './identity/index.ts';
export * from './ingest/index.ts';
export * from './privacy/index.ts';
export * from './shipping/index.ts';
