import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import Fastify, { LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { MetricsOpenTo } from '../config/config.ts';
import type { ReadinessCheck } from '../platform/readiness.ts';
import type { Keys } from '../use-cases/access/keys.ts';
import type { Sessions } from '../use-cases/access/sessions.ts';
import type { Audit } from '../use-cases/audit/audit.ts';
import type { Caller } from '../use-cases/kernel/caller.ts';
import { ProblemError } from '../use-cases/kernel/problem-error.ts';
import type { ResolveReference } from '../use-cases/members/resolve-reference.ts';
import { identifyCaller } from './auth/identify-caller.ts';
import { answerClientError, answerForNode } from './client-errors.ts';
import { addConsole } from './console-files.ts';
import { addErrorHandling, answerRouterError } from './errors.ts';
import { addHealth } from './health.ts';
import { addHostCheck } from './host-check.ts';
import { addMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { addOpenApi } from './openapi/open-api.ts';
import type { BoundRoute, Handlers } from './routing/handlers.ts';
import { bindRoutes, registerRoutes } from './routing/register.ts';
import { addSecurityHeaders } from './security-headers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends the request; undefined until it is known, and for nobody. */
    caller: Caller | undefined;
  }
}

export interface ServerDependencies {
  readonly audit: Audit;
  readonly auth: { readonly sessions: Sessions; readonly keys: Keys };
  readonly handlers: Handlers;
  /** Routes beside those of the table, under the same rules. */
  readonly furtherRoutes?: readonly BoundRoute[];
  readonly resolveReference: ResolveReference;
  readonly metrics: Metrics;
  readonly metricsToken?: string;
  /** Who may read the metrics; who asks from the machine itself unless given. */
  readonly metricsOpenTo?: MetricsOpenTo;
  readonly readiness: readonly ReadinessCheck[];
  /** Hears every error before it is answered. */
  readonly onError?: (error: Error) => void;
  readonly logger: FastifyBaseLogger;
  readonly version: string;
  /** Folder of the built console. */
  readonly consoleFolder: string;
  /** True when people reach the server by https: cookies then travel by nothing else. */
  readonly isSecure: boolean;
  /** Names under which the server answers beside the loopback's; any unless given. */
  readonly allowedHosts?: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[];
  /** Calls a minute for one user, key or address, where a route says nothing else. */
  readonly callsPerMinuteMax?: number;
  /** Further routes, such as ingestion, which brings its own limits and authentication. */
  readonly plugins?: readonly ((app: FastifyInstance) => Promise<void>)[];
}

const callsPerMinuteDefault = 1_200;
const requestMsMax = 120_000;
const urlParameterLengthMax = 400;

/** The HTTP server with every route, not yet listening. Throws when a route has no handler. */
export async function buildServer(dependencies: ServerDependencies): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: dependencies.logger,
    // The framework's own request lines hold addresses and query strings; ours, below, do not.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestTimeout: requestMsMax,
    routerOptions: { maxParamLength: urlParameterLengthMax },
    trustProxy: dependencies.trustedProxies === undefined ? false : [...dependencies.trustedProxies],
    forceCloseConnections: 'idle',
    clientErrorHandler: answerClientError,
    frameworkErrors: answerRouterError,
    // Node would refuse a request without a host by an empty answer.
    http: { requireHostHeader: false },
  });
  answerForNode(app.server);
  app.decorateRequest('caller', undefined);
  addErrorHandling(app, dependencies.onError);
  addRequestLog(app);
  addSecurityHeaders(app, dependencies);
  addHostCheck(app, dependencies.allowedHosts);
  await app.register(cookie);
  await addRateLimit(app);
  addMetrics(app, {
    metrics: dependencies.metrics,
    token: dependencies.metricsToken,
    openTo: dependencies.metricsOpenTo ?? 'loopback',
  });
  addHealth(app, dependencies.readiness);
  for (const plugin of dependencies.plugins ?? []) await app.register(plugin);
  const bound = [...bindRoutes(dependencies.handlers), ...(dependencies.furtherRoutes ?? [])];
  await app.register(async (api) => {
    registerRoutes(api, bound, {
      audit: dependencies.audit,
      identify: (request) => identifyCaller(request, dependencies.auth),
      resolveReference: dependencies.resolveReference,
      isSecure: dependencies.isSecure,
      callsPerMinuteMax: dependencies.callsPerMinuteMax ?? callsPerMinuteDefault,
    });
  });
  addOpenApi(app, dependencies.version);
  await addConsole(app, dependencies.consoleFolder);
  return app;
}

/** Counts per caller once the caller is known, which is why it runs before the handler and not before the body. */
async function addRateLimit(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    hook: 'preParsing',
    cache: 10_000,
    keyGenerator: (request) => `${request.caller?.id ?? request.ip} ${request.routeOptions.url ?? ''}`,
    errorResponseBuilder: (_request, context) =>
      new ProblemError('request.rate_limited', {
        retryAfterSeconds: context.ttl / 1000,
        context: { limit: context.max },
      }),
  });
}

function addRequestLog(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, id, caller } = request;
    const level = reply.statusCode >= 500 ? 'error' : 'debug';
    request.log[level](
      {
        requestId: id,
        method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        callerKind: caller?.kind,
        callerId: caller?.id,
      },
      'answered',
    );
  });
}
