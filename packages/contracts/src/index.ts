/** What all audiences share, and the one table of all their routes. Each audience has a face of its own beside this one. */
export { callerKinds } from './callers/caller.ts';
export type { Caller, CommandLineCaller, DeviceCaller, KeyCaller, MemberCaller, UserCaller } from './callers/caller.ts';
export { can, canCall } from './callers/can.ts';
export type { Verdict } from './callers/can.ts';
export * from './capabilities/capabilities.ts';
export { ApiError } from './client/api-error.ts';
export type { ApiProblem } from './client/api-error.ts';
export type { CallOptions, ClientOptions } from './client/client.ts';
export { urlOf } from './client/url.ts';
export * from './errors/index.ts';
export type {
  HttpMethod,
  Route,
  RouteAccess,
  RouteAnswer,
  RouteCall,
  RouteGroup,
  RouteInput,
  RouteResult,
  RouteTable,
} from './route/route.ts';
export { routes } from './routes.ts';
export type { Routes } from './routes.ts';
export { calendarDay, counterMax, instant, pageSizeMax } from './schemas/common.ts';
export type { JobProgress, LocalizedText } from './schemas/common.ts';
export { idempotencyKey, idempotencyKeyHeader } from './schemas/idempotency-key.ts';
export {
  formatMemberReference,
  memberReference,
  parseIdentityReference,
  parseMemberReference,
} from './schemas/member-reference.ts';
export type { MemberReference, ReferredIdentity } from './schemas/member-reference.ts';
export * from './sentences/index.ts';
export * from './words/index.ts';
