import type { FastifyRequest } from 'fastify';

/**
 * Whether a request that a session cookie could have been added to comes from our own pages. Browsers say so in
 * `Sec-Fetch-Site`, older ones in `Origin`; a program that sends neither cannot be made to by another site.
 * The cookie itself is `SameSite=Strict`; this is the second lock.
 */
export function isFromOwnPages(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = request.headers;
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host;
}
