import { factLimits, segmentLimits } from '@perennial/contracts/ingest';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { readOnlySeconds } from '../errors.ts';
import { answerFacts } from './facts-route.ts';
import { takeRawBodies } from './intake/body.ts';
import type { IngestPluginOptions } from './intake/options.ts';
import { answerOrigins, answerPreflight } from './intake/browser-origins.ts';
import { answerSettings } from './segment/browser-settings.ts';
import { segmentPaths } from './segment/segment-paths.ts';
import { answerSegment } from './segment/segment-route.ts';

const factsWaitingMaxDefault = 500_000;
const retryAfterSecondsMax = 30;
/** Above Segment's own limit, so that the answer is Segment's 400 and not the framework's 413. */
const segmentBodyLimit = 4 * segmentLimits.batchBytesMax;

/** Routes that take facts: our own shape and Segment's. Encapsulated, because bodies are read as bytes here. */
export function createIngestPlugin(options: IngestPluginOptions): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    takeRawBodies(app);
    answerOrigins(app, options.browserOrigins ?? []);
    app.addHook('onRequest', async ({ method }) => {
      if (method !== 'POST') return;
      refuseWhenFull(options);
      refuseWhenLagging(options);
    });
    app.post('/v1/facts', { bodyLimit: factLimits.requestBytesMax }, (request, reply) =>
      answerFacts(options, request, reply),
    );
    for (const [path, call] of segmentPaths) {
      app.post(path, { bodyLimit: segmentBodyLimit }, (request, reply) =>
        answerSegment(options, { call, request, reply }),
      );
      app.options(path, answerPreflight);
    }
    app.options('/v1/facts', answerPreflight);
    app.get<{ Params: { readonly key: string } }>('/v1/projects/:key/settings', (request, reply) =>
      answerSettings(options, request, reply),
    );
    // What the browser library would report of itself is of no use here, and asked for by nobody.
    app.post('/v1/m', (_request, reply) => reply.send({ success: true }));
    app.options('/v1/m', answerPreflight);
  };
}

function refuseWhenFull({ isRefusingWrites }: IngestPluginOptions): void {
  if (isRefusingWrites?.() === true) throw new ProblemError('server.read_only', { retryAfterSeconds: readOnlySeconds });
}

/** Refused before the body is read. What was acknowledged is in the log and stays there, however long the fold takes. */
function refuseWhenLagging(options: IngestPluginOptions): void {
  const lag = options.foldLag();
  if (lag.factsWaiting <= (options.factsWaitingMax ?? factsWaitingMaxDefault)) return;
  throw new ProblemError('ingest.lagging', {
    retryAfterSeconds: Math.min(retryAfterSecondsMax, Math.max(1, lag.expectedMs / 1000)),
    context: { factsWaiting: lag.factsWaiting },
  });
}
