import type { FastifyInstance, FastifyReply } from 'fastify';

/** A year, as the preload lists and most scanners ask for; without subdomains, which are not ours to bind. */
const strictTransport = 'max-age=31536000';

/** What every answer carries unless it says otherwise, pages and API alike. */
const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'x-permitted-cross-domain-policies': 'none',
} as const;

/** What is no page has nothing to load and nothing to be framed in. */
const noPage = "default-src 'none'; frame-ancestors 'none'";

export interface SecurityHeaders {
  /** True when people reach the server by https: browsers are then told to come by nothing else. */
  readonly isSecure: boolean;
}

/**
 * Headers that every answer carries. A browser heeds `Strict-Transport-Security` over https alone; it is sent where the public address is
 * https or where a trusted proxy says that this request came so.
 */
export function addSecurityHeaders(app: FastifyInstance, { isSecure }: SecurityHeaders): void {
  app.addHook('onSend', async (request, reply) => {
    setSecurityHeaders(reply);
    if (isSecure || request.protocol === 'https') reply.header('strict-transport-security', strictTransport);
  });
}

export function setSecurityHeaders(reply: FastifyReply): void {
  reply.headers(always);
  // A script of a worker would be bound by what comes with it; the page that starts it says what it may.
  const isScript = String(reply.getHeader('content-type') ?? '').includes('javascript');
  if (!isScript && !reply.hasHeader('content-security-policy')) reply.header('content-security-policy', noPage);
  // Who forgot to say it meant something personal until the opposite is shown.
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
}
