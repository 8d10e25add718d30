import type { z } from 'zod';
import type { Capability } from '../capabilities/capabilities.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who may call a route: anybody, anybody of the staff, a member for herself, or who has the capability. */
export type RouteAccess = 'public' | 'signed-in' | 'member' | Capability;

/** How a route answers: JSON by its schema, or a stream of text that is never held whole. */
export type ResponseFormat = 'json' | 'csv' | 'ndjson';

/**
 * One route, as data: the server registers it, the client calls it, OpenAPI describes it and the tests walk it.
 * The path is written as OpenAPI writes it: `/v1/members/{memberId}`.
 */
export interface Route {
  readonly method: HttpMethod;
  readonly path: string;
  readonly access: RouteAccess;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON body, or 'bytes' for an upload sent as it is. */
  readonly body?: z.ZodType | 'bytes';
  readonly bodyBytesMax?: number;
  readonly response: z.ZodType | undefined;
  readonly format?: ResponseFormat;
  /** Name under which a successful call is written into the audit log; absent for plain reads. */
  readonly audit?: string;
  /**
   * Set where the route is a command: its answer is final, and a retry under the same `Idempotency-Key` gets it again. Required
   * where value moves; optional elsewhere: the server then makes a random key and returns it.
   */
  readonly command?: 'optional' | 'required';
  /** Calls a minute for one caller, when it is not the general limit. */
  readonly callsPerMinuteMax?: number;
  /** False where an API key must not reach: sessions, passwords, keys, users. */
  readonly isOpenToKeys?: boolean;
  /** True where somebody may come who must still set up a second factor: the own account. */
  readonly isOpenWithoutFactor?: boolean;
}

/** Keeps the literal types of a route, from which the client's types are inferred. */
export function defineRoute<const R extends Route>(route: R): R {
  return route;
}

export type RouteGroup = Readonly<Record<string, Route>>;
/** The routes of an audience: group and name, `members.list`. */
export type RouteTable = Readonly<Record<string, RouteGroup>>;

type InputOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;
type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A schema whose every key may be absent makes its whole part optional. */
type Part<Name extends string, Value> = [Value] extends [never]
  ? unknown
  : object extends Value
    ? { readonly [K in Name]?: Value }
    : { readonly [K in Name]: Value };

type BodyInput<R> = R extends { readonly body: 'bytes' }
  ? { readonly body: Blob | Uint8Array<ArrayBuffer> }
  : R extends { readonly body: infer Schema }
    ? Part<'body', InputOf<Schema>>
    : unknown;

type KeyInput<R> = R extends { readonly command: 'required' }
  ? { readonly idempotencyKey: string }
  : R extends { readonly command: 'optional' }
    ? { readonly idempotencyKey?: string }
    : unknown;

/** What a caller passes: `{ params, query, body, idempotencyKey }`, each only where the route has it. */
export type RouteInput<R> = (R extends { readonly params: infer S } ? Part<'params', InputOf<S>> : unknown) &
  (R extends { readonly query: infer S } ? Part<'query', InputOf<S>> : unknown) &
  BodyInput<R> &
  KeyInput<R>;

/** What a caller gets: the JSON as it stands on the wire (instants are ISO 8601 text). */
export type RouteResult<R> = R extends { readonly response: infer S extends z.ZodType } ? z.input<S> : undefined;

/** What a handler gets: parsed and normalised. */
export interface RouteCall<R> {
  readonly params: R extends { readonly params: infer S } ? OutputOf<S> : undefined;
  readonly query: R extends { readonly query: infer S } ? OutputOf<S> : undefined;
  readonly body: R extends { readonly body: infer S } ? OutputOf<S> : undefined;
}

/** What a handler answers: instants are epoch milliseconds; the server encodes them by the schema. */
export type RouteAnswer<R> = R extends { readonly response: infer S extends z.ZodType } ? z.output<S> : undefined;
