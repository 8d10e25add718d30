import type { ProblemLanguage, Route, RouteAnswer, RouteCall, Routes } from '@perennial/contracts';
import type { Readable } from 'node:stream';
import type { Visitor } from '../../use-cases/access/visitor.ts';
import type { CallContext } from '../../use-cases/kernel/call-context.ts';
import type { Caller } from '../../use-cases/kernel/caller.ts';
import type { Download } from '../../use-cases/kernel/download.ts';

/** The cookies of a session, of a known browser and of a way to a provider, for the routes that open and close sessions. */
export interface SessionCookie {
  set(token: string, expiresAt: number): void;
  setDevice(token: string, expiresAt: number): void;
  /** By which a browser that was sent to a provider is known when it comes back. */
  setProvider(token: string, expiresAt: number): void;
  clearProvider(): void;
  clear(): void;
}

/** What a handler is told about the request beside its parsed parts. */
export interface HandlerContext<Who extends Caller | undefined = Caller | undefined> extends CallContext<Who> {
  /** Where the request comes from: for limits, and shown beside a session to its owner; never logged. */
  readonly visitor: Visitor;
  /** The cookie of who was sent to a provider. */
  readonly providerToken: string | undefined;
  readonly cookie: SessionCookie;
  /** Of Accept-Language. */
  readonly language: ProblemLanguage;
}

/** The registrar lets nobody pass where a route is not public. */
type CallerOf<R> = R extends { readonly access: 'public' } ? Caller | undefined : Caller;

type Body<R> = R extends { readonly body: 'bytes' } ? { readonly stream: Readable } : unknown;

type Answer<R> = R extends { readonly format: 'csv' | 'ndjson' } ? Download : RouteAnswer<R>;

export type Handler<R> = (call: RouteCall<R> & Body<R> & HandlerContext<CallerOf<R>>) => Promise<Answer<R>>;
export type GroupHandlers<G extends keyof Routes> = { readonly [Name in keyof Routes[G]]: Handler<Routes[G][Name]> };

/** One function a route: it takes the call apart, asks a use case, and puts the answer together. */
export type Handlers = { readonly [G in keyof Routes]: GroupHandlers<G> };

/** A handler as the registrar calls it, its types forgotten once the table has been checked. */
export type AnyHandler = (call: HandlerContext & Readonly<Record<string, unknown>>) => Promise<unknown>;
export interface BoundRoute {
  /** `members.list`: group and name, the operation id of OpenAPI. */
  readonly id: string;
  readonly route: Route;
  readonly handler: AnyHandler;
}
