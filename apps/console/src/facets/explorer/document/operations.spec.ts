import { expect, it } from 'vitest';
import { operationsOf, typeText } from './operations.ts';
import { sampleOf } from './sample.ts';

const document = {
  paths: {
    '/v1/things/{thingId}': {
      get: {
        operationId: 'things.get',
        tags: ['things'],
        summary: 'One thing',
        'x-capability': 'members.read',
        security: [{ apiKey: [] }, { session: [] }],
        parameters: [
          { name: 'thingId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          { name: 'limit', in: 'query', required: false, schema: { type: 'integer', default: 50 } },
          { name: 'kind', in: 'query', required: false, schema: { type: 'string', enum: ['a', 'b'] } },
        ],
      },
      put: {
        operationId: 'things.put',
        tags: ['things'],
        security: [{ session: [] }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
      },
    },
    '/v1/facts': { post: { operationId: 'facts.send', tags: ['ingest'], security: [{ writeKey: [] }] } },
    '/v1/upload': {
      post: { operationId: 'up', requestBody: { content: { 'application/octet-stream': { schema: {} } } } },
    },
  },
  components: {
    schemas: {
      Thing: {
        type: 'object',
        required: ['name', 'parts', 'kind'],
        properties: {
          name: { type: 'string' },
          note: { type: 'string' },
          kind: { enum: ['a', 'b'] },
          parts: { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/Thing' } },
          size: { anyOf: [{ type: 'integer', minimum: 3 }, { type: 'null' }] },
        },
      },
    },
  },
};

it('finds every call with what it takes', () => {
  const [get, put, facts, upload] = operationsOf(document);
  expect(get).toMatchObject({
    id: 'things.get',
    tag: 'things',
    method: 'GET',
    capability: 'members.read',
    canBeTried: true,
    parameters: [
      { name: 'thingId', place: 'path', isRequired: true, type: 'string (uuid)', choices: [] },
      { name: 'limit', place: 'query', isRequired: false, type: 'integer' },
      { name: 'kind', choices: ['a', 'b'] },
    ],
  });
  expect(put).toMatchObject({ method: 'PUT', body: 'json' });
  expect([facts?.canBeTried, upload?.canBeTried]).toEqual([false, false]);
});

it('drafts a body of what is required, and does not end in a schema that holds itself', () => {
  const thing = sampleOf({ $ref: '#/components/schemas/Thing' }, document);
  expect(thing).toMatchObject({ name: '', kind: 'a', parts: [{ name: '', kind: 'a' }] });
  expect(JSON.stringify(thing).length).toBeLessThan(1_000);
  expect(sampleOf({ anyOf: [{ type: 'integer', minimum: 3 }, { type: 'null' }] }, document)).toBe(3);
  expect(sampleOf({ type: 'string', default: 'x' }, document)).toBe('x');
});

it('says of a schema what it takes', () => {
  expect(typeText({ type: 'array', items: { type: 'string' } })).toBe('string[]');
  expect(typeText({ anyOf: [{ type: 'string' }, { type: 'null' }] })).toBe('string | null');
  expect(typeText({})).toBe('any');
});

it('finds nothing in what is no document', () => {
  for (const broken of [null, 'x', {}, { paths: [] }, { paths: { '/x': { get: null } } }])
    expect(operationsOf(broken)).toEqual([]);
});
