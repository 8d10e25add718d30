import type { JsonObject } from './json.ts';

const segmentBody: JsonObject = {
  type: 'object',
  description: 'As the Segment HTTP API documents it; SDKs that speak it work unchanged',
  properties: {
    type: { type: 'string' },
    messageId: { type: 'string' },
    userId: { type: 'string' },
    anonymousId: { type: 'string' },
    event: { type: 'string' },
    properties: { type: 'object' },
    traits: { type: 'object' },
    context: { type: 'object' },
    timestamp: { type: 'string', format: 'date-time' },
    sentAt: { type: 'string', format: 'date-time' },
    writeKey: { type: 'string' },
  },
};

const fact: JsonObject = {
  type: 'object',
  required: ['messageId', 'type'],
  properties: {
    messageId: { type: 'string', description: 'Unique per source: a repeat changes nothing' },
    type: { type: 'string', description: 'Past tense: order.placed' },
    occurredAt: {
      description: 'When it was true: ISO 8601 or epoch milliseconds',
      anyOf: [{ type: 'string' }, { type: 'integer' }],
    },
    identities: { type: 'object', additionalProperties: true },
    channel: { type: 'string' },
    storeId: { type: 'string' },
    payload: { type: 'object' },
  },
};

const refused: JsonObject = {
  description: 'Refused: problem+json with a stable code and a next step',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function operation(id: string, summary: string, content: JsonObject): JsonObject {
  return {
    post: {
      operationId: `ingest.${id}`,
      tags: ['ingest'],
      summary,
      security: [{ writeKey: [] }],
      requestBody: { required: true, content },
      responses: { 200: { description: 'Durable' }, 429: refused, default: refused },
    },
  };
}

const segmentCalls = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;

/** How facts come in. These routes authenticate by write key and parse by their own bounds, so they stand apart. */
export const ingestPaths: JsonObject = {
  '/v1/facts': operation(
    'facts',
    'Facts, thousands a request; answered once they are durable, with a verdict for each',
    {
      'application/json': { schema: { anyOf: [fact, { type: 'array', items: fact }] } },
      'application/x-ndjson': { schema: { type: 'string' } },
    },
  ),
  ...Object.fromEntries(
    segmentCalls.map((call) => [
      `/v1/${call}`,
      operation(call, `Segment ${call}`, { 'application/json': { schema: segmentBody } }),
    ]),
  ),
  '/v1/batch': operation('batch', 'Segment batch', {
    'application/json': { schema: { type: 'object', properties: { batch: { type: 'array', items: segmentBody } } } },
  }),
};
