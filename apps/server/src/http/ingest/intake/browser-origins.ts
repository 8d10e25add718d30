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
      void reply.header('access-control-allow-origin', origin);
  });
}

/** Answers the question that a browser asks before a request with headers of its own. */
export function answerPreflight(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (reply.getHeader('access-control-allow-origin') !== undefined) {
    void reply.headers({
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': 'authorization, content-type, content-encoding',
      'access-control-max-age': String(preflightSecondsMax),
    });
  }
  return reply.code(204).send();
}
