import { LensQueryError, LensUnavailableError } from '@perennial/clickhouse';
import { createProblem, errorTable, languageOf, problemContentType, readSentence } from '@perennial/contracts';
import type { ErrorCode } from '@perennial/contracts';
import { isUnreachable, isUnwritable } from '@perennial/postgres';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { detailIn, inLanguage, ProblemError } from '../use-cases/kernel/problem-error.ts';
import { setSecurityHeaders } from './security-headers.ts';

/** What the framework itself refuses, in our codes. */
const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.unsupported_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.malformed_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.malformed_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.invalid',
  FST_ERR_BAD_URL: 'request.malformed_url',
  FST_ERR_MAX_PARAM_LENGTH: 'request.url_too_long',
  FST_ERR_NOT_FOUND: 'resource.not_found',
  FST_ERR_ASYNC_CONSTRAINT: 'resource.not_found',
};

/** Answers everything that is thrown as problem+json; what nobody foresaw is logged and answered without its message. */
export function addErrorHandling(app: FastifyInstance, onError: (error: Error) => void = () => undefined): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => {
    const problem = hasHungUp(request) ? new ProblemError('request.malformed_http') : toProblemError(error);
    onError(error);
    if (errorTable[problem.code].status >= 500) request.log.error({ err: problem.cause ?? error }, 'request failed');
    return sendProblem(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new ProblemError('resource.not_found')));
}

/** Who broke off in the middle of his body is told nothing, and is no failure of ours. */
function hasHungUp({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

/** Answers what the router refuses before there is a route, which runs no hook. */
export function answerRouterError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  setSecurityHeaders(reply);
  void sendProblem(request, reply, toProblemError(error));
}

function toProblemError(error: FastifyError | Error): ProblemError {
  // A full disk is one, whoever has put what about it: a command that was not answered, a file that was not read.
  if (isUnwritable(error))
    return new ProblemError('server.read_only', { retryAfterSeconds: readOnlySeconds, cause: error });
  if (error instanceof ProblemError) return error;
  if ('code' in error && typeof error.code === 'string') {
    const code = frameworkCodes[error.code];
    if (code !== undefined) return new ProblemError(code);
  }
  if (isUnavailable(error) || isUnavailable(error.cause))
    return new ProblemError('server.unavailable', { retryAfterSeconds: 2, cause: error });
  if (error instanceof SyntaxError && 'statusCode' in error) return new ProblemError('request.malformed_json');
  if ('statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500) {
    return new ProblemError('request.invalid', { cause: error });
  }
  return new ProblemError('server.failed', { cause: error });
}

/** How long nothing can be written, nobody knows; it takes somebody who makes room. */
export const readOnlySeconds = 10;

/** ClickHouse's own number: of a new lens, whose tables are being made. */
const unknownTable = '60';

/** A store that is away for now: connection failures, shutdown, out of connections, memory or locks, a lens that does not answer. */
function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isUnreachable(error) || error instanceof LensUnavailableError) return true;
  if (error instanceof LensQueryError && error.code === unknownTable) return true;
  return 'code' in error && typeof error.code === 'string' && /^(ETIMEDOUT|08\w{3}|53\w{3}|55P03)$/.test(error.code);
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: ProblemError): FastifyReply {
  const { detail, errors, context } = error.facts;
  const language = languageOf(request.headers['accept-language']);
  const problem = createProblem(error.code, {
    language,
    instance: `urn:perennial:request:${request.id}`,
    detail: detail === undefined ? undefined : inLanguage(detail, language),
    said: detail === undefined ? undefined : readSentence(inLanguage(detail, 'en')),
    errors: errors?.map((one) => detailIn(one, language)),
    context,
  });
  if (error.facts.retryAfterSeconds !== undefined) {
    reply.header('retry-after', String(Math.ceil(error.facts.retryAfterSeconds)));
  }
  return reply.code(problem.status).header('cache-control', 'no-store').type(problemContentType).send(problem);
}
