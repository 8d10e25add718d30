import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Preflights are asked again after this; browsers keep them for two hours at most. */
const preflightSecondsMax = 7200;

/**
 * Lets pages of the registered origins read what is answered to them (CORS). Messages of other pages are taken all the same, as a write key
 * is no secret in a browser; their library cannot see that, so it goes on sending. No cookie is ever of use here.
 */
export function answerOrigins(app: FastifyInstance, origins: readonly string[]): void {
  const registered = new Set(origins);
  const isOpen = registered.has('*');
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    void reply.header('vary', 'Origin');
    if (origin !== undefined && (isOpen || registered.has(origin)))
      void reply.headers({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'retry-after, content-type',
      });
  });
}

const headerNames = /^[\w-]{1,64}(?:\s*,\s*[\w-]{1,64}){0,31}$/;

/** Answers the question that a browser asks before a request with headers of its own: libraries add new ones from release to release. */
export function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (reply.getHeader('access-control-allow-origin') !== undefined) {
    const asked = request.headers['access-control-request-headers'] ?? '';
    void reply.headers({
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': headerNames.test(asked) ? asked : 'authorization, content-type',
      'access-control-max-age': String(preflightSecondsMax),
    });
  }
  return reply.code(204).send();
}
