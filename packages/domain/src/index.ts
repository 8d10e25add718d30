export * from './identity/index.ts';
export type { FactPayload, FactValue } from './facts/payload.ts';
export type * from './fold/steps.ts';
export type * from './fold/rows.ts';
export type * from './fold/member-work.ts';
