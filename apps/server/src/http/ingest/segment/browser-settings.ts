import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IngestPluginOptions } from '../intake/options.ts';
import { requireSource } from '../intake/write-key.ts';

/**
 * What the browser library fetches from its CDN before it sends anything: which destinations there are, and where they take messages.
 * Here there is one, this server, and the library takes it under the name that it has for Segment's own.
 */
export async function answerSettings(
  options: IngestPluginOptions,
  request: FastifyRequest<{ Params: { readonly key: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { key } = request.params;
  await requireSource(options.authenticateWriteKey, key);
  const { protocol, host } = request;
  return reply.header('cache-control', 'no-store').send({
    integrations: {
      'Segment.io': {
        apiKey: key,
        apiHost: `${host}/v1`,
        protocol,
        unbundledIntegrations: [],
        addBundledMetadata: true,
        maybeBundledConfigIds: {},
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: { track: { __default: { enabled: true, integrations: {} } } },
    edgeFunction: {},
    analyticsNextEnabled: true,
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  });
}
