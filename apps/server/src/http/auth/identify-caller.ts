import type { FastifyRequest } from 'fastify';
import type { Caller } from '../caller.ts';
import { ProblemError } from '../problem-error.ts';
import type { Keys } from './keys.ts';
import type { Sessions } from './sessions.ts';

export const sessionCookie = 'perennial_session';
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
    if (caller === undefined) throw new ProblemError('auth.key_invalid');
    return caller;
  }
  const token = request.cookies[sessionCookie];
  if (token === undefined || token.length > tokenLengthMax) return undefined;
  return auth.sessions.find(token);
}
