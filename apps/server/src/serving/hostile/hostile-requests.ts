import { chance, integerBetween, pick } from '../../demo/random.ts';
import type { Random } from '../../demo/random.ts';
import { createOpenApiDocument } from '../../http/openapi/document.ts';
import { isObject } from '../../http/openapi/json.ts';
import type { Json, JsonObject } from '../../http/openapi/json.ts';
import { drawFromSchema } from './from-schema.ts';
import type { Drawn } from './from-schema.ts';
import { brokenJson, forgedCursor, nastyTexts } from './nasty-values.ts';

/** A request as it goes over the wire, byte by byte: a client of HTTP would mend what is wrong with it. */
export interface HostileRequest {
  readonly method: string;
  readonly target: string;
  /** Lines as they are sent, without the host, the length and the credential. */
  readonly headers: readonly string[];
  readonly body: string | undefined;
  /** The name of who sends it, by which the test has a credential. */
  readonly who: string;
}

export interface HostileOptions {
  readonly whos: readonly string[];
  /** Values that there are, by the name of the parameter: what is behind them is reached only so. */
  readonly known: Readonly<Record<string, readonly string[]>>;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly JsonObject[];
  readonly body: { readonly type: string; readonly schema: Json } | undefined;
}

const document = createOpenApiDocument('0');
const operations = operationsOf(document);
const shared = schemasOf(document);

/** Whose turn to be forgotten would end the others' turns: it is tried by nobody known. */
const endsSession = (path: string) => path.startsWith('/v1/session') || path.startsWith('/v1/users');

/** Draws requests that a careless or a hostile client might send, for every operation of the API. The same seed gives the same. */
export function drawRequest(random: Random, options: HostileOptions): HostileRequest {
  const operation = pick(random, operations);
  const drawn: Drawn = { random, shared, nastiness: pick(random, [0, 0.02, 0.1, 0.4]) };
  const path = drawPath(operation, drawn, options);
  const target = chance(random, 0.03) ? pick(random, strangeTargets) : path + drawQuery(operation, drawn, options);
  const method = chance(random, 0.06) ? pick(random, strangeMethods) : operation.method;
  const { body, type } = drawBody(operation, drawn);
  const who = endsSession(operation.path) && operation.method !== 'GET' ? 'nobody' : pick(random, options.whos);
  return { method, target, headers: drawHeaders(random, type), body, who };
}

const strangeMethods = [
  'HEAD',
  'OPTIONS',
  'TRACE',
  'PATCH',
  'DELETE',
  'PUT',
  'POST',
  'GET',
  'PROPFIND',
  'QUERY',
  'CONNECT',
  'get',
  'FOO',
  '',
];
const strangeTargets = [
  '*',
  '/',
  '//',
  '/%',
  '/%zz',
  '/v1/%ff',
  '/v1/members/%00',
  '/v1//members',
  '/v1/../v1/members',
  '/v1/%2e%2e/metrics',
  '/v1/members/%e4%b8',
  '/v1/members?%=%',
  '/v1/members?&&&==',
  '/v1/members?limit',
  '/v1/members;x=1',
  '/V1/MEMBERS',
  '/v1/members/',
  'http://evil.example/v1/members',
  'evil.example:80',
  '/v1/members#x',
  '/v1/none',
  '/assets/none.js',
  '/health/none',
  '/metrics/x',
  '/v1/members\u00ff',
  '/v1/ members',
  `/${'a/'.repeat(3_000)}`,
  `/v1/members/${'x'.repeat(500)}`,
  `/v1/members?q=${'x'.repeat(9_000)}`,
  '/openapi.json',
  '/reference',
  '/internal/lens',
  '/__proto__',
  '/v1/constructor',
  '/index.html',
  '/.env',
  '/%2e%2e/%2e%2e/etc/passwd',
];

function drawPath({ path }: Operation, { random, nastiness }: Drawn, { known }: HostileOptions): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const values = known[name] ?? [];
    if (values.length > 0 && !chance(random, Math.max(0.2, nastiness))) return encodeText(random, pick(random, values));
    return encodeText(random, pick(random, nastyTexts)) || 'x';
  });
}

function drawQuery({ parameters }: Operation, drawn: Drawn, { known }: HostileOptions): string {
  const { random } = drawn;
  const parts: string[] = [];
  for (const { name, in: place, required, schema } of parameters) {
    if (place !== 'query' || typeof name !== 'string' || !chance(random, required === true ? 0.95 : 0.35)) continue;
    const times = chance(random, 0.04) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const value = chance(random, 0.3)
        ? pick(random, known[name] ?? nastyTexts)
        : toText(drawFromSchema(schema, drawn));
      parts.push(
        `${name}=${encodeText(random, name === 'cursor' && chance(random, 0.9) ? forgedCursor(random) : value)}`,
      );
    }
  }
  if (chance(random, 0.06))
    parts.push(pick(random, ['unknown=1', '__proto__=1', '__proto__[a]=1', 'limit[]=1', '=', '%', 'a%00=1', 'x=%ff']));
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** As a client would, or by half: a lone half of a character has no encoding, and goes as the bytes that some send for it. */
function encodeText(random: Random, text: string): string {
  if (chance(random, 0.02)) return pick(random, ['%', '%0', '%zz', '%ff%fe', '%ed%a0%80', '%c0%80', '%00', '%u0041']);
  return text.isWellFormed()
    ? encodeURIComponent(text)
    : encodeURIComponent(text.toWellFormed()).replaceAll('%EF%BF%BD', '%ED%A0%80');
}

function drawBody({ body, method }: Operation, drawn: Drawn): { body: string | undefined; type: string | undefined } {
  const { random } = drawn;
  if (body === undefined) {
    const isOdd = method === 'GET' ? chance(random, 0.03) : chance(random, 0.1);
    return isOdd ? { body: pick(random, brokenJson), type: 'application/json' } : { body: undefined, type: undefined };
  }
  if (chance(random, 0.15)) return { body: pick(random, brokenJson), type: body.type };
  if (chance(random, 0.04)) return { body: undefined, type: body.type };
  if (chance(random, 0.08)) return pick(random, otherBodies);
  if (body.type !== 'application/json')
    return { body: pick(random, ['a,b\n1,2\n', '', '\u0000', 'x'.repeat(5_000)]), type: body.type };
  return { body: JSON.stringify(drawFromSchema(body.schema, drawn)), type: body.type };
}

const multipart = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b';
const otherBodies = [
  { body: multipart, type: 'multipart/form-data; boundary=b' },
  { body: multipart, type: 'multipart/form-data' },
  { body: `${multipart}\r\n--b--\r\n`, type: 'multipart/form-data; boundary=c' },
  { body: 'a=1&__proto__=2', type: 'application/x-www-form-urlencoded' },
  {
    body: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    type: 'application/xml',
  },
  { body: '{}', type: 'application/json; charset=utf-16' },
  { body: '{}', type: 'application/json, text/plain' },
  { body: '{}', type: 'text/plain' },
  { body: '{}', type: '/' },
  { body: '{}', type: ';;;' },
  { body: '{}', type: 'application/vnd.api+json' },
  { body: '{}', type: undefined },
  { body: '{"a":1}\n{"a":', type: 'application/x-ndjson' },
];

const oddHeaders = [
  'expect: 100-continue',
  'expect: 200-ok',
  'content-encoding: gzip',
  'content-encoding: br',
  'content-encoding: nonsense',
  'te: trailers',
  'accept: text/xml;q=0',
  'accept-language: zh-CN',
  `accept-language: ${'x,'.repeat(2_000)}`,
  'accept-encoding: *;q=0',
  'range: bytes=0-0,-1',
  'if-none-match: *',
  'if-modified-since: yesterday',
  'x-forwarded-for: \u0001',
  'x-forwarded-host: evil.example',
  'upgrade: websocket',
  'x-http-method-override: DELETE',
  'origin: null',
  'origin: https://evil.example',
  'sec-fetch-site: cross-site',
  'referer: %',
  'idempotency-key: ',
  'idempotency-key: \u00e9',
  `idempotency-key: ${'k'.repeat(400)}`,
  'idempotency-key: same',
  'idempotency-key: same',
  'cookie: perennial_session',
  'cookie: perennial_session=%',
  'cookie: __proto__=1; ;;=',
  'x\u0000: 1',
  'x y: 1',
  ': 1',
  `x: ${'h'.repeat(20_000)}`,
  'content-length: 5',
  'content-length: x',
  'transfer-encoding: chunked',
  'transfer-encoding: identity, chunked',
  'host: evil.example',
  'host: ',
  'authorization: Bearer ',
  'authorization: Basic \u00ff',
  'authorization: Digest x',
  `authorization: Bearer ${'x'.repeat(4_000)}`,
];

function drawHeaders(random: Random, type: string | undefined): string[] {
  const headers = type === undefined ? [] : [`content-type: ${type}`];
  for (let count = chance(random, 0.15) ? integerBetween(random, 1, 2) : 0; count > 0; count -= 1)
    headers.push(pick(random, oddHeaders));
  return headers;
}

function operationsOf({ paths }: JsonObject): Operation[] {
  return Object.entries(isObject(paths) ? paths : {}).flatMap(([path, methods]) =>
    Object.entries(isObject(methods) ? methods : {}).flatMap(([method, operation]) => {
      if (!isObject(operation)) return [];
      const parameters = Array.isArray(operation['parameters']) ? operation['parameters'].filter(isObject) : [];
      return [{ method: method.toUpperCase(), path, parameters, body: bodyOf(operation['requestBody']) }];
    }),
  );
}

function bodyOf(requestBody: Json | undefined): Operation['body'] {
  const content = isObject(requestBody) ? requestBody['content'] : undefined;
  const [found] = Object.entries(isObject(content) ? content : {});
  if (found === undefined || !isObject(found[1])) return undefined;
  return { type: found[0], schema: found[1]['schema'] ?? {} };
}

function schemasOf({ components }: JsonObject): JsonObject {
  const schemas = isObject(components) ? components['schemas'] : undefined;
  return isObject(schemas) ? schemas : {};
}
