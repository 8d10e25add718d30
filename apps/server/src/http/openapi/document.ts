import { errorTable, idempotencyKey, isCapability, routes } from '@perennial/contracts';
import type { Route, RouteGroup } from '@perennial/contracts';
import { z } from 'zod';
import { ingestPaths } from './ingest-paths.ts';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

const security: Json = [{ apiKey: [] }, { session: [] }];
const problemAnswer: JsonObject = {
  description: 'Refused: problem+json with a stable code and a next step',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** The OpenAPI 3.1 description of every route, made from the schemas that the server parses and answers with. */
export function createOpenApiDocument(version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  const shared: Record<string, JsonObject> = {};
  for (const [group, members] of Object.entries<RouteGroup>(routes)) {
    for (const [name, route] of Object.entries(members)) {
      paths[route.path] = {
        ...paths[route.path],
        [route.method.toLowerCase()]: toOperation({ id: `${group}.${name}`, route, shared }),
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Perennial',
      version,
      description:
        'Members, their stages and the program. Instants are ISO 8601, amounts integers in the minor unit of the program’s currency.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: [...Object.keys(routes), 'ingest'].map((tag) => ({ name: tag })),
    paths: { ...paths, ...ingestPaths },
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key (sk_api_…) with scopes' },
        session: { type: 'apiKey', in: 'cookie', name: 'perennial_session' },
        writeKey: {
          type: 'http',
          scheme: 'basic',
          description: 'The write key (pk_write_…) as user name, no password',
        },
      },
      schemas: { ...shared, Problem: problemSchema() },
    },
  };
}

interface Described {
  readonly id: string;
  readonly route: Route;
  /** Schemas that refer to themselves are moved here, because a reference counts from the root of the document. */
  readonly shared: Record<string, JsonObject>;
}

function toOperation(described: Described): JsonObject {
  const { id, route } = described;
  const [tag = ''] = id.split('.');
  const isPublic = route.access === 'public';
  return {
    operationId: id,
    tags: [tag],
    summary: route.summary,
    ...(isPublic ? { security: [] } : { security: route.isOpenToKeys === false ? [{ session: [] }] : security }),
    ...(isCapability(route.access) ? { 'x-capability': route.access } : {}),
    parameters: [...toParameters(described, 'path'), ...toParameters(described, 'query'), ...toKeyParameter(described)],
    ...(route.body === undefined ? {} : { requestBody: toRequestBody(described) }),
    responses: { 200: toAnswer(described), default: problemAnswer },
  };
}

function toParameters(operation: Described, place: 'path' | 'query'): JsonObject[] {
  const schema = place === 'path' ? operation.route.params : operation.route.query;
  if (schema === undefined) return [];
  const described = toJsonSchema(operation, schema, place);
  const required = Array.isArray(described['required']) ? described['required'] : [];
  const properties = isObject(described['properties']) ? described['properties'] : {};
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function toKeyParameter(operation: Described): JsonObject[] {
  const { command } = operation.route;
  if (command === undefined) return [];
  const schema = toJsonSchema(operation, idempotencyKey, 'key');
  return [{ name: 'Idempotency-Key', in: 'header', required: command === 'required', schema }];
}

function toRequestBody(operation: Described): JsonObject {
  const { route } = operation;
  if (route.body === 'bytes' || route.body === undefined) {
    return {
      required: true,
      content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
    };
  }
  return { required: true, content: { 'application/json': { schema: toJsonSchema(operation, route.body, 'body') } } };
}

function toAnswer(operation: Described): JsonObject {
  const { route } = operation;
  if (route.format === 'csv')
    return { description: 'The file', content: { 'text/csv': { schema: { type: 'string' } } } };
  if (route.format === 'ndjson') {
    return {
      description: 'One JSON object a line',
      content: { 'application/x-ndjson': { schema: { type: 'string' } } },
    };
  }
  if (route.response === undefined) return { description: 'Done' };
  return {
    description: 'The answer',
    content: { 'application/json': { schema: toJsonSchema(operation, route.response, 'answer') } },
  };
}

/** As it stands on the wire: instants are text. */
function toJsonSchema(operation: Described, schema: z.ZodType, place: string): JsonObject {
  const { shared } = operation;
  const id = `${operation.id}.${place}`;
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  // JSON Schema is JSON: the round trip drops what the library keeps beside it, and points references to where they go.
  const text = JSON.stringify(described).replaceAll('"#/$defs/', `"#/components/schemas/${id}.`);
  const plain: unknown = JSON.parse(text);
  if (!isObject(plain)) return {};
  const { $defs: definitions, ...rest } = plain;
  for (const [name, definition] of Object.entries(isObject(definitions) ? definitions : {})) {
    if (isObject(definition)) shared[`${id}.${name}`] = definition;
  }
  return rest;
}

function problemSchema(): JsonObject {
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'code', 'next'],
    properties: {
      type: { type: 'string' },
      title: { type: 'string', description: 'In the language of Accept-Language: English or Chinese' },
      status: { type: 'integer' },
      code: { type: 'string', enum: Object.keys(errorTable) },
      next: { type: 'string', description: 'What to do' },
      detail: { type: 'string' },
      instance: { type: 'string', description: 'URN of the request, for a report' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: { path: { type: 'string', description: 'JSON pointer' }, message: { type: 'string' } },
        },
      },
      context: { type: 'object', description: 'Facts of the case: a limit, what was needed' },
    },
  };
}
