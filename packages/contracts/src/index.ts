export * from './facts/index.ts';
export * from './errors/index.ts';
export { calendarDay, instant, pageSizeMax } from './api/common.ts';
export type { JobProgress, LocalizedText } from './api/common.ts';
export type { Clause, ClauseOnWire, ConditionGroup, ConditionRule, Explanation } from './api/explanation.ts';
export { importKinds, importMapping } from './api/imports.ts';
export type { ImportMapping, ImportRun, Upload } from './api/imports.ts';
export type { Installation } from './api/installation.ts';
export { memberSortFields } from './api/members.ts';
export type { MemberProfile, MemberRow, TimelineItem } from './api/members.ts';
export { referenceRowsMax } from './api/reference.ts';
export type {
  HttpMethod,
  Route,
  RouteGroup,
  RouteAccess,
  RouteAnswer,
  RouteCall,
  RouteInput,
  RouteResult,
} from './api/route.ts';
export { routes } from './api/routes.ts';
export type { Routes } from './api/routes.ts';
export type { User } from './api/session.ts';
export type { ApiKey, TailFact } from './api/sources.ts';
export * from './capabilities/capabilities.ts';
export { ApiError } from './client/api-error.ts';
export type { ApiProblem } from './client/api-error.ts';
export { createClient } from './client/client.ts';
export type { CallOptions, Client, ClientOptions } from './client/client.ts';
export { urlOf } from './client/url.ts';
