import { factLimits } from '@perennial/contracts/ingest';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { depthOf } from '../ingest/intake/scan-json.ts';

/**
 * Parses JSON bodies whose depth was counted before: hashing, checking and writing down what is nested a hundred thousand times would
 * exhaust the stack. Bodies of these routes are small, so they come as they are.
 */
export function parseBoundedJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity')
      return done(new ProblemError('request.unsupported_encoding', { detail: 'this route takes no packed bodies' }));
    if (depthOf(body, 0, body.length) > factLimits.requestDepthMax) {
      const context = { depthMax: factLimits.requestDepthMax };
      return done(new ProblemError('request.too_deep', { detail: `more than ${context.depthMax} levels`, context }));
    }
    return parse(request, body.toString('utf8'), done);
  });
}
