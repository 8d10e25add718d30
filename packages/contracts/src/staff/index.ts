/** The wire of the staff: the console, and developers with an API key. */
export { createClient } from './client.ts';
export type { Client } from './client.ts';
export { importKinds, importMapping } from './imports/routes.ts';
export type { ImportMapping, ImportRun, Upload } from './imports/routes.ts';
export type { Installation } from './installation/routes.ts';
export type { ApiKey } from './keys/routes.ts';
export type { TailFact } from './facts/routes.ts';
export type { Clause, ClauseOnWire, ConditionGroup, ConditionRule, Explanation } from './members/explanation.ts';
export { memberSortFields } from './members/routes.ts';
export type { MemberProfile, MemberRow, TimelineItem } from './members/routes.ts';
export { referenceRowsMax } from './reference/routes.ts';
export { routes } from './routes.ts';
export type { Routes } from './routes.ts';
export type { User } from './users/user.ts';
