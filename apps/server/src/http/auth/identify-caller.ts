import type { FastifyRequest } from 'fastify';
import type { Keys } from '../../use-cases/access/keys.ts';
import type { Sessions } from '../../use-cases/access/sessions.ts';
import type { Caller } from '../../use-cases/kernel/caller.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';

export const sessionCookie = 'perennial_session';
/** By which a browser is known that somebody signed in from: it opens nothing. */
export const deviceCookie = 'perennial_device';
/** By which whoever comes back from a provider is known for the one that was sent there. The page that asks is our own, so it stays strict. */
export const providerCookie = 'perennial_provider';
const tokenLengthMax = 200;

/**
 * Who sends the request: an API key in `Authorization: Bearer`, or a session in the cookie. A key that is wrong is an
 * error even where a cookie would do; nobody is undefined.
 */
export async function identifyCaller(
  request: FastifyRequest,
  auth: { readonly keys: Keys; readonly sessions: Sessions },
): Promise<Caller | undefined> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const secret = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1];
    const caller = secret === undefined ? undefined : await auth.keys.findApiKey(secret);
    if (caller === undefined) throw refuseKey(secret);
    return caller;
  }
  const token = request.cookies[sessionCookie];
  if (token === undefined || token.length > tokenLengthMax) return undefined;
  return auth.sessions.find(token, request.ip);
}

/** The cookie of a known browser, if there is one and it can be. */
export function readDeviceToken(request: FastifyRequest): string | undefined {
  return readToken(request, deviceCookie);
}

export function readProviderToken(request: FastifyRequest): string | undefined {
  return readToken(request, providerCookie);
}

function readToken(request: FastifyRequest, name: string): string | undefined {
  const token = request.cookies[name];
  return token !== undefined && /^[\w-]{20,200}$/.test(token) ? token : undefined;
}

/** A key in the wrong place is told so by its form alone, whether it is known or not. */
function refuseKey(secret: string | undefined): ProblemError {
  const detail = {
    en: 'This is a write key, which only sends facts. Use an API key (sk_api_…).',
    zh: '这是写入密钥，只能发送事件。请使用 API 密钥（sk_api_…）。',
  };
  return new ProblemError('auth.key_invalid', secret?.startsWith('pk_write_') === true ? { detail } : {});
}
