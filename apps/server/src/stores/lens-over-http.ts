import { timingSafeEqual } from 'node:crypto';
import { LensQueryError, LensUnavailableError } from '@perennial/clickhouse';
import type { LensParams, LensQuery, LensReader, LensRow } from '@perennial/clickhouse';
import { toUrl } from './server-address.ts';
import type { ServerAddress } from './server-address.ts';

/** Path of the route that lends the lens of the running server to commands beside it. */
export const internalLensPath = '/internal/lens';

const sqlLengthMax = 50_000;
const paramsMax = 100;
const requestTimeoutMs = 150_000;

export interface LensAnswer {
  readonly status: 200 | 400 | 401 | 503;
  readonly body: { readonly rows: readonly LensRow[] } | { readonly error: string; readonly code: string };
}

/**
 * Answers `POST /internal/lens` (JSON body `{ sql, params, role, secondsMax }`, header `authorization: Bearer <token>`): one bounded
 * select. Only someone who can read the data folder knows the token, and whoever can read that folder can read the lens itself.
 */
export function createLensHandler(
  reader: LensReader,
  token: string,
): (request: { readonly authorization: string | undefined; readonly body: unknown }) => Promise<LensAnswer> {
  return async ({ authorization, body }) => {
    if (!isSame(authorization ?? '', `Bearer ${token}`)) return refuse(401, 'The internal token is missing or wrong');
    const query = parseQuery(body);
    if (query === undefined) return refuse(400, 'The body is not a query of the lens');
    try {
      return { status: 200, body: { rows: await reader.read(query) } };
    } catch (error) {
      if (error instanceof LensQueryError) return { status: 400, body: { error: error.message, code: error.code } };
      return refuse(503, error instanceof Error ? error.message : 'The lens does not answer');
    }
  };
}

function refuse(status: 400 | 401 | 503, error: string): LensAnswer {
  return { status, body: { error, code: '' } };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function parseQuery(body: unknown): LensQuery | undefined {
  if (!isRecord(body)) return undefined;
  const { sql, params = {}, role = 'interactive', secondsMax = 10 } = body;
  // Anything but one select has no business here; the engine refuses a second statement by itself.
  if (typeof sql !== 'string' || sql.length > sqlLengthMax || !/^\s*(select|with)\b/i.test(sql)) return undefined;
  if (role !== 'interactive' && role !== 'long') return undefined;
  if (typeof secondsMax !== 'number' || !(secondsMax > 0 && secondsMax <= 120)) return undefined;
  return isParams(params) ? { sql, params, role, secondsMax } : undefined;
}

function isParams(value: unknown): value is LensParams {
  if (!isRecord(value) || Object.keys(value).length > paramsMax) return false;
  return Object.values(value).every((param) => isScalar(param) || (Array.isArray(param) && param.every(isScalar)));
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The lens of the running server, for a command beside it. */
export function createRemoteLens(findAddress: () => ServerAddress | undefined): LensReader {
  return {
    async read(query) {
      const address = findAddress();
      if (address === undefined) throw new LensUnavailableError('No running server offers its lens');
      const response = await post(address, query);
      const body: unknown = await response.json();
      if (response.ok && isRecord(body) && Array.isArray(body['rows'])) return body['rows'].filter(isRecord);
      const error = isRecord(body) && typeof body['error'] === 'string' ? body['error'] : `status ${response.status}`;
      const code = isRecord(body) && typeof body['code'] === 'string' ? body['code'] : '';
      throw code === '' ? new LensUnavailableError(error) : new LensQueryError(error, code);
    },
  };
}

async function post(address: ServerAddress, query: LensQuery): Promise<Response> {
  try {
    return await fetch(`${toUrl(address)}${internalLensPath}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${address.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(query),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
  } catch (cause) {
    throw new LensUnavailableError('The running server does not answer', { cause });
  }
}
