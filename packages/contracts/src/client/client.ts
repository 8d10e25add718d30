import type { Route, RouteGroup, RouteInput, RouteResult, RouteTable } from '../route/route.ts';
import { idempotencyKeyHeader } from '../schemas/idempotency-key.ts';
import { ApiError, isProblem } from './api-error.ts';
import type { ApiProblem } from './api-error.ts';
import { urlOf } from './url.ts';
import type { CallParts } from './url.ts';

export interface ClientOptions {
  /** Origin of the server, '' for the one that served the page. */
  readonly baseUrl: string;
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** API key, outside of a browser; a browser carries its session cookie. */
  readonly apiKey?: string;
  /** Milliseconds after which a call gives up; 30 seconds unless said. Uploads are not limited. */
  readonly timeoutMs?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

type Call<R> =
  object extends RouteInput<R>
    ? (input?: RouteInput<R>, options?: CallOptions) => Promise<RouteResult<R>>
    : (input: RouteInput<R>, options?: CallOptions) => Promise<RouteResult<R>>;

/** Routes that stream a file have an address to follow instead of a value. */
type CallOrDownload<R> = R extends { readonly format: 'csv' | 'ndjson' } ? Download<R> : Call<R>;
type Download<R> = (input: RouteInput<R>, options?: CallOptions) => Promise<Response>;

export type TableClient<Table> = {
  readonly [Group in keyof Table]: { readonly [Name in keyof Table[Group]]: CallOrDownload<Table[Group][Name]> };
};

/**
 * A typed client of one table of routes, one function a route. Answers are as they stand on the wire (instants are
 * ISO 8601 text). Throws `ApiError` for a problem answer. Each audience has its own, so that it carries no other's routes.
 */
export function createTableClient<Table extends RouteTable>(table: Table, options: ClientOptions): TableClient<Table> {
  const client: Record<string, Record<string, unknown>> = {};
  for (const [groupName, group] of Object.entries<RouteGroup>(table)) {
    const calls: Record<string, unknown> = {};
    for (const [routeName, route] of Object.entries(group)) {
      calls[routeName] = (input: CallParts = {}, call: CallOptions = {}) => send(options, route, { ...input, ...call });
    }
    client[groupName] = calls;
  }
  // The table has exactly the keys that the type names; their inputs are checked where they are called.
  return client as unknown as TableClient<Table>;
}

async function send(options: ClientOptions, route: Route, call: CallParts & CallOptions): Promise<unknown> {
  const signal = callSignal(options, route, call.signal);
  const response = await options.fetch(options.baseUrl + urlOf(route, call), {
    method: route.method,
    headers: headersOf(options, route, call),
    credentials: 'same-origin',
    ...(call.body === undefined
      ? {}
      : { body: route.body === 'bytes' ? (call.body as Blob) : JSON.stringify(call.body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await toApiError(response);
  return (route.format ?? 'json') === 'json' ? response.json() : response;
}

function callSignal(options: ClientOptions, route: Route, signal: AbortSignal | undefined): AbortSignal | undefined {
  if (route.body === 'bytes' || route.format !== undefined) return signal;
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

function headersOf(options: ClientOptions, route: Route, call: CallParts): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json',
    ...(call.body !== undefined
      ? { 'content-type': route.body === 'bytes' ? 'application/octet-stream' : 'application/json' }
      : {}),
    ...(call.idempotencyKey === undefined ? {} : { [idempotencyKeyHeader]: call.idempotencyKey }),
    ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
  };
}

async function toApiError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const problem = isProblem(body) ? body : unreadable(response);
  const seconds = Number(response.headers.get('retry-after') ?? '');
  return new ApiError(response.status, problem, Number.isInteger(seconds) && seconds > 0 ? seconds : undefined);
}

/** Of something between here and the server, which answers in a shape of its own. */
function unreadable({ status, statusText }: Response): ApiProblem {
  return { type: 'about:blank', title: statusText, status, code: 'http.unreadable' };
}
