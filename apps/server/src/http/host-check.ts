import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../use-cases/kernel/problem-error.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The name without its port. The framework takes it from `X-Forwarded-Host` where a trusted proxy sent that, else from `Host`. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '');
}

/**
 * Refuses requests under names that are not the server's own. A page of another site can give its own name the server's address (DNS
 * rebinding), and then reads answers as if they were its own; the name in `Host` stays the page's. An address written in digits names no
 * site that could be re-pointed, so it is let through: probes and machines in the same network use it.
 */
export function addHostCheck(app: FastifyInstance, allowed: readonly string[] | undefined): void {
  const names = new Set([...loopback, ...(allowed ?? []).map(nameOf)]);
  const isAny = allowed === undefined || names.has('*');
  app.addHook('onRequest', async (request) => {
    // RFC 9112, 3.2: a request of HTTP/1.1 names its host.
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      throw new ProblemError('request.malformed_http', { detail: 'There is no Host.' });
    const name = nameOf(request.host);
    if (isAny || name === '' || names.has(name) || isIP(name.replaceAll(/^\[|\]$/g, '')) !== 0) return;
    throw new ProblemError('request.host_refused');
  });
}
