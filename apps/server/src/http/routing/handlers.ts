import type { Route, RouteAnswer, RouteCall, Routes } from '@perennial/contracts';
import type { Readable } from 'node:stream';
import type { Caller } from '../../use-cases/kernel/caller.ts';

/** What the audit log says about an act beyond who, when and which route. */
export interface AuditNote {
  readonly subject?: string;
  readonly reason?: string;
}

/** The session cookie, for the routes that open and close sessions. */
export interface SessionCookie {
  set(token: string, expiresAt: number): void;
  clear(): void;
}

/** What a handler is told about the request beside its parsed parts. */
export interface HandlerContext {
  /** Undefined on public routes only. */
  readonly caller: Caller | undefined;
  readonly requestId: string;
  /** Network address, for limits; never logged or stored. */
  readonly address: string;
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal;
  readonly cookie: SessionCookie;
  readonly note: (note: AuditNote) => void;
}

type Body<R> = R extends { readonly body: 'bytes' } ? { readonly stream: Readable } : unknown;

/** A streamed file: its name and its parts in order. */
export interface Download {
  readonly fileName: string;
  readonly parts: AsyncIterable<string>;
}

type Answer<R> = R extends { readonly format: 'csv' | 'ndjson' } ? Download : RouteAnswer<R>;

export type Handler<R> = (call: RouteCall<R> & Body<R> & HandlerContext) => Promise<Answer<R>>;
export type GroupHandlers<G extends keyof Routes> = { readonly [Name in keyof Routes[G]]: Handler<Routes[G][Name]> };

/** The use cases behind the routes, one function a route: the port that the composition root fills. */
export type Handlers = { readonly [G in keyof Routes]: GroupHandlers<G> };

/** A handler as the registrar calls it, its types forgotten once the table has been checked. */
export type AnyHandler = (call: HandlerContext & Readonly<Record<string, unknown>>) => Promise<unknown>;
export interface BoundRoute {
  /** `members.list`: group and name, the operation id of OpenAPI. */
  readonly id: string;
  readonly route: Route;
  readonly handler: AnyHandler;
}
