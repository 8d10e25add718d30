import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Route, RouteGroup } from '@perennial/contracts';
import {
  canCall,
  idempotencyKey,
  idempotencyKeyHeader,
  isCapability,
  languageOf,
  routes,
  detailOfIssue,
} from '@perennial/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FactValue } from '@perennial/domain';
import { z } from 'zod';
import type { Audit } from '../../use-cases/audit/audit.ts';
import type { SentCommand } from '../../use-cases/kernel/call-context.ts';
import type { Caller } from '../../use-cases/kernel/caller.ts';
import type { Download } from '../../use-cases/kernel/download.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import type { ResolveReference } from '../../use-cases/members/resolve-reference.ts';
import {
  deviceCookie,
  providerCookie,
  readDeviceToken,
  readProviderToken,
  sessionCookie,
} from '../auth/identify-caller.ts';
import { isFromOwnPages } from '../auth/same-origin.ts';
import type { AnyHandler, BoundRoute, HandlerContext, Handlers } from './handlers.ts';
import { letGo, takeStream } from './body-stream.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { parseParts } from './parse.ts';
import { withMemberId, withoutIdentity } from './referred-member.ts';

/** Enough for any form; uploads and documents say more in their route. */
const bodyBytesMaxDefault = 256 * 1024;
const contentTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

export interface RegisterOptions {
  readonly audit: Audit;
  readonly identify: (request: FastifyRequest) => Promise<Caller | undefined>;
  /** Whom a path means that names a member by an identity. */
  readonly resolveReference: ResolveReference;
  readonly isSecure: boolean;
  readonly callsPerMinuteMax: number;
}

/** The route table with its handlers, in the order of the table. */
export function bindRoutes(handlers: Handlers): BoundRoute[] {
  // The table and the handlers have the same keys, which the type of `handlers` has checked.
  const untyped = handlers as unknown as Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>;
  return Object.entries<RouteGroup>(routes).flatMap(([group, members]) =>
    Object.entries(members).map(([name, route]) => {
      const handler = untyped[group]?.[name];
      if (handler === undefined) throw new Error(`The route ${group}.${name} has no handler.`);
      return { id: `${group}.${name}`, route, handler };
    }),
  );
}

/** Registers every route of the table: who may call it, its limits, its parsing, its answer. What is done is audited by who does it. */
export function registerRoutes(app: FastifyInstance, bound: readonly BoundRoute[], options: RegisterOptions): void {
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  parseBoundedJson(app);
  for (const one of bound) {
    const { route } = one;
    app.route({
      method: route.method,
      url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      bodyLimit: route.bodyBytesMax ?? bodyBytesMaxDefault,
      exposeHeadRoute: false,
      config: { rateLimit: { max: route.callsPerMinuteMax ?? options.callsPerMinuteMax, timeWindow: 60_000 } },
      onRequest: async (request) => {
        refuseNullBytes(request);
        request.caller = await options.identify(request);
        await checkAccess(one, request, options.audit);
      },
      handler: (request, reply) => answer(one, { request, reply }, options),
    });
  }
}

/** PostgreSQL holds no text with a null byte, and what is refused is written down with its path: so this comes before all else. */
function refuseNullBytes({ url }: FastifyRequest): void {
  if (url.split('?', 1)[0]?.includes('%00') === true)
    throw new ProblemError('request.malformed_url', {
      detail: { en: 'The address holds a null byte.', zh: '地址中含有空字节。' },
    });
}

async function checkAccess({ route }: BoundRoute, request: FastifyRequest, audit: Audit): Promise<void> {
  const { caller } = request;
  const changes = route.method !== 'GET';
  if (changes && caller?.kind !== 'key' && !isFromOwnPages(request)) throw new ProblemError('auth.origin_refused');
  if (route.access === 'public') return;
  if (caller === undefined) throw new ProblemError('auth.required');
  const verdict = canCall(caller, route);
  const mustAddFactor = caller.kind === 'user' && caller.mustAddFactor && route.isOpenWithoutFactor !== true;
  if (verdict.isAllowed && !mustAddFactor) return;
  await refused(route, request, audit);
  if (verdict.isAllowed) throw new ProblemError('auth.factor_needed');
  throw new ProblemError('auth.forbidden', {
    detail: verdict.reason,
    context: isCapability(route.access) ? { capability: route.access } : {},
  });
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function answer(one: BoundRoute, exchange: Exchange, options: RegisterOptions): Promise<unknown> {
  const { request, reply } = exchange;
  const { params, query, body } = request;
  const sent = parseParts(one.route, { params, query, body });
  const command = one.route.command === undefined ? {} : { command: readCommand(one, exchange) };
  const parsed = { ...sent, params: await resolveParams(one.route, { sent: sent.params, request }, options) };
  reply.header('cache-control', 'no-store');
  const call = { ...contextOf(exchange, options), ...command, ...parsed };
  const value = one.route.body === 'bytes' ? await handleBytes(one, call, request) : await one.handler(call);
  const { format } = one.route;
  // The table says that this handler answers with a download.
  if (format === 'csv' || format === 'ndjson') return sendDownload(reply, format, value as Download);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(encodeAnswer(one.route, value)));
}

async function handleBytes(
  { route, handler }: BoundRoute,
  call: Parameters<AnyHandler>[0],
  request: FastifyRequest,
): Promise<unknown> {
  try {
    return await handler({ ...call, stream: takeStream(route, request) });
  } catch (error) {
    letGo(request);
    throw error;
  }
}

/**
 * The command with its key: the caller's, or a random one where he need not have one. Either way it goes back with the answer, also
 * with one that refuses. Throws `command.key_required`, `request.invalid`.
 */
function readCommand({ id, route }: BoundRoute, { request, reply }: Exchange): SentCommand {
  const header = request.headers[idempotencyKeyHeader];
  if (header === undefined && route.command === 'required') throw new ProblemError('command.key_required');
  const read = idempotencyKey.safeParse(header ?? randomUUID());
  if (!read.success) {
    const path = `/headers/${idempotencyKeyHeader}`;
    const errors = read.error.issues.map((issue) => ({ ...detailOfIssue(issue, header, path), path }));
    throw new ProblemError('request.invalid', { errors });
  }
  reply.header(idempotencyKeyHeader, read.data);
  // What came in as JSON is JSON; the order of its keys says nothing, and its hash does not depend on it.
  const said = { route: id, params: request.params, body: request.body ?? null } as FactValue;
  return { key: read.data, said };
}

/** Who tried to act on an identity that names nobody is written down, as for an id that does. */
async function resolveParams(
  route: Route,
  { sent, request }: { readonly sent: unknown; readonly request: FastifyRequest },
  options: RegisterOptions,
): Promise<unknown> {
  try {
    return await withMemberId(sent, options.resolveReference);
  } catch (error) {
    await refused(route, request, options.audit);
    throw error;
  }
}

/** Encodes by the response schema, which also drops every key that the schema does not name. */
function encodeAnswer(route: Route, value: unknown): unknown {
  return route.response === undefined ? {} : z.encode(route.response, value);
}

function sendDownload(reply: FastifyReply, format: 'csv' | 'ndjson', download: Download): FastifyReply {
  return reply
    .type(contentTypes[format])
    .header('content-disposition', `attachment; filename="${download.fileName.replaceAll(/[^\w.-]/g, '_')}"`)
    .send(Readable.from(download.parts));
}

/** The only place that asks for the cookie of a way to the provider. */
const providerPath = '/v1/session/provider';

function contextOf({ request, reply }: Exchange, options: RegisterOptions): HandlerContext {
  const hangUp = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) hangUp.abort();
  });
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: options.isSecure } as const;
  return {
    caller: request.caller,
    requestId: request.id,
    visitor: {
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? '',
      deviceToken: readDeviceToken(request),
    },
    providerToken: readProviderToken(request),
    signal: hangUp.signal,
    language: languageOf(request.headers['accept-language']),
    cookie: {
      set: (token, expiresAt) =>
        void reply.setCookie(sessionCookie, token, { ...attributes, expires: new Date(expiresAt) }),
      setDevice: (token, expiresAt) =>
        void reply.setCookie(deviceCookie, token, { ...attributes, expires: new Date(expiresAt) }),
      setProvider: (token, expiresAt) =>
        void reply.setCookie(providerCookie, token, {
          ...attributes,
          path: providerPath,
          expires: new Date(expiresAt),
        }),
      clearProvider: () => void reply.clearCookie(providerCookie, { ...attributes, path: providerPath }),
      clear: () => void reply.clearCookie(sessionCookie, attributes),
    },
  };
}

const subjectLengthMax = 400;

/** Writes down what somebody known tried in vain, and on whom as far as his path may be written down. */
async function refused(route: Route, request: FastifyRequest, audit: Audit): Promise<void> {
  if (route.audit === undefined) return;
  const params = withoutIdentity((request.params ?? {}) as Readonly<Record<string, string>>);
  const subject = Object.values(params).join('/').slice(0, subjectLengthMax);
  await audit.refused({ caller: request.caller, requestId: request.id }, { action: route.audit, subject });
}
