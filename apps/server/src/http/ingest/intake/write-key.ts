import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../../../use-cases/kernel/problem-error.ts';

/** What a write key stands for. */
export interface WriteKeySource {
  readonly id: string;
  readonly source: string;
}

/** Undefined when the key is unknown, revoked or no write key. */
export type AuthenticateWriteKey = (secret: string) => Promise<WriteKeySource | undefined>;

const keyLengthMax = 200;

/** The write key of the header: user name of Basic authentication (as Segment's SDKs send it), or a Bearer token. */
export function keyOfHeader(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  const [scheme = '', value = ''] = authorization.split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const [name = ''] = Buffer.from(value, 'base64').toString('utf8').split(':', 1);
  return name;
}

/** Throws `auth.required` without a key and `auth.key_invalid` for a wrong one. */
export async function requireSource(
  authenticate: AuthenticateWriteKey,
  key: string | undefined,
): Promise<WriteKeySource> {
  if (key === undefined || key === '') throw new ProblemError('auth.required', { detail: 'send a write key' });
  const source = key.length > keyLengthMax ? undefined : await authenticate(key);
  if (source === undefined) throw new ProblemError('auth.key_invalid', key.startsWith('sk_api_') ? wrongKind : {});
  return source;
}

const wrongKind = { detail: 'This is an API key. Facts are sent with a write key (pk_write_…).' };
