export * from './fold/index.ts';
export * from './identity/index.ts';
export * from './ingest/index.ts';
export * from './privacy/index.ts';
export * from './shipping/index.ts';
export * from './program/index.ts';
export * from './reading/index.ts';
export * from './scheduling/index.ts';
