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
    source: { type: 'string', description: 'The system it comes from; that of the write key when left out' },
    type: { type: 'string', description: 'Past tense: order.placed' },
    occurredAt: {
      description: 'When it was true: ISO 8601 or epoch milliseconds',
      anyOf: [{ type: 'string' }, { type: 'integer' }],
    },
    sentAt: {
      description: 'The sender’s clock at sending, by which a clock that is wrong is corrected',
      anyOf: [{ type: 'string' }, { type: 'integer' }],
    },
    identities: { type: 'object', additionalProperties: true },
    channel: { type: 'string' },
    storeId: { type: 'string' },
    payload: { type: 'object' },
  },
  additionalProperties: false,
};

const count: JsonObject = { type: 'integer', minimum: 0 };
const verdicts: JsonObject = {
  type: 'object',
  required: ['accepted', 'duplicate', 'quarantined', 'rejected', 'verdicts'],
  properties: {
    accepted: count,
    duplicate: count,
    quarantined: count,
    rejected: count,
    verdicts: {
      type: 'array',
      description: 'One for each fact, in the order of the request',
      items: {
        type: 'object',
        required: ['messageId', 'verdict'],
        properties: {
          messageId: { type: 'string' },
          verdict: { enum: ['accepted', 'duplicate', 'quarantined', 'rejected'] },
          notes: {
            type: 'array',
            description: 'Identities that it was taken without, because they are none',
            items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
          },
          code: { type: 'string' },
          status: { type: 'integer' },
          problem: { $ref: '#/components/schemas/Problem' },
        },
      },
    },
  },
};
const success: JsonObject = {
  type: 'object',
  required: ['success'],
  properties: {
    success: { const: true },
    problems: {
      type: 'array',
      description: 'Messages that were not taken, each by itself; absent when all were',
      items: {
        type: 'object',
        required: ['index', 'messageId', 'verdict', 'code', 'reason'],
        properties: {
          index: { type: 'integer', description: 'In the batch, from 0' },
          messageId: { type: 'string' },
          verdict: { enum: ['quarantined', 'rejected'] },
          code: { type: 'string' },
          reason: { type: 'string' },
        },
      },
    },
  },
};

const backfill: JsonObject = {
  name: 'backfill',
  in: 'query',
  required: false,
  description: 'True folds the facts as history, without sending anything to anybody',
  schema: { type: 'boolean', default: false },
};

const refused: JsonObject = {
  description: 'Refused: problem+json with a stable code and a next step',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

interface Ingest {
  readonly content: JsonObject;
  readonly answer: JsonObject;
  readonly parameters?: readonly JsonObject[];
}

function operation(id: string, summary: string, { content, answer, parameters = [] }: Ingest): JsonObject {
  return {
    post: {
      operationId: `ingest.${id}`,
      tags: ['ingest'],
      summary,
      security: [{ writeKey: [] }],
      parameters: [...parameters],
      requestBody: { required: true, content },
      responses: {
        200: { description: 'Durable', content: { 'application/json': { schema: answer } } },
        429: refused,
        default: refused,
      },
    },
  };
}

const segmentCalls = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;

const segmentBatch: Ingest = {
  content: {
    'application/json': { schema: { type: 'object', properties: { batch: { type: 'array', items: segmentBody } } } },
  },
  answer: success,
  parameters: [backfill],
};

/** How facts come in. These routes authenticate by write key and parse by their own bounds, so they stand apart. */
export const ingestPaths: JsonObject = {
  '/v1/facts': operation(
    'facts',
    'Facts, thousands a request; answered once they are durable, with a verdict for each',
    {
      content: {
        'application/json': { schema: { anyOf: [fact, { type: 'array', items: fact }] } },
        'application/x-ndjson': { schema: { type: 'string' } },
      },
      answer: verdicts,
      parameters: [backfill],
    },
  ),
  ...Object.fromEntries(
    segmentCalls.map((call) => [
      `/v1/${call}`,
      operation(call, `Segment ${call}`, { content: { 'application/json': { schema: segmentBody } }, answer: success }),
    ]),
  ),
  '/v1/batch': operation('batch', 'Segment batch', segmentBatch),
  '/v1/import': operation('import', 'Segment batch, as the libraries of Java, Ruby and .NET send it', segmentBatch),
};
