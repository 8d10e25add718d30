import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createLensHandler, internalLensPath } from '../stores/index.ts';
import type { Stores } from '../stores/index.ts';
import { ProblemError } from '../use-cases/kernel/problem-error.ts';

const queryBytesMax = 200_000;

/** Lends the lens to commands beside the server. Who can read the data folder finds the token there. */
export function createLensPlugin(stores: Stores): {
  readonly token: string;
  plugin(app: FastifyInstance): Promise<void>;
} {
  const token = randomBytes(32).toString('base64url');
  return {
    token,
    plugin: async (app) => {
      if (stores.mode === 'guest') return;
      const answer = createLensHandler({ read: async (query) => (await stores.openLens()).read(query) }, token);
      app.post(internalLensPath, { bodyLimit: queryBytesMax, config: { rateLimit: false } }, async (request, reply) => {
        const { status, body } = await answer({ authorization: request.headers.authorization, body: request.body });
        if (status === 401) throw new ProblemError('auth.required');
        return reply.code(status).header('cache-control', 'no-store').send(body);
      });
    },
  };
}
