import { connect } from 'node:net';
import { errorTable } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

let server: TestServer;
let port: number;
beforeAll(async () => {
  server = await startTestServer({ transport: 'listen' });
  const address = server.app.server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => server?.close());

/** Everything that the server says to these bytes until it closes. */
function say(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let heard = '';
    socket.on('data', (data) => (heard += data.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
  });
}

const head = 'POST /v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

describe('a request that HTTP itself refuses', () => {
  it.each<[string, string, 'request.malformed_http' | 'request.headers_too_large']>([
    ['what is no HTTP', 'hello\r\n\r\n', 'request.malformed_http'],
    ['a length below zero', `${head}content-length: -1\r\n\r\n`, 'request.malformed_http'],
    ['two lengths', `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, 'request.malformed_http'],
    ['headers without end', `${head}x: ${'a'.repeat(40_000)}\r\n\r\n`, 'request.headers_too_large'],
  ])('is a problem like every other: %s', async (_name, bytes, code) => {
    const answer = await say(bytes);
    const [headers = '', body = ''] = answer.split('\r\n\r\n', 2);
    expect(headers).toContain(`HTTP/1.1 ${errorTable[code].status} `);
    expect(headers.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ code, title: errorTable[code].title.en, next: errorTable[code].next.en });
  });

  it('leaves the server to others', async () => {
    await say('hello\r\n\r\n');
    expect((await server.fetch('/health/live')).status).toBe(200);
  });
});

describe('a key of the wrong kind', () => {
  it('is told apart from one that is not known', async () => {
    const { secret } = await server.keys.create({ kind: 'write', name: 'till', source: 'till' }, 'test');
    const answer = await server.fetch('/v1/members', { headers: { authorization: `Bearer ${secret}` } });
    expect([answer.status, await answer.json()]).toMatchObject([
      401,
      { code: 'auth.key_invalid', detail: 'This is a write key, which only sends facts. Use an API key (sk_api_…).' },
    ]);
    const other = await server.fetch('/v1/members', { headers: { authorization: `Bearer sk_api_${'x'.repeat(32)}` } });
    expect(await other.json()).not.toHaveProperty('detail');
  });
});

describe('a query that does not fit', () => {
  it('says which form an instant has', async () => {
    const cookie = await server.signIn('administrator');
    const answer = await server.fetch('/v1/members?asOf=yesterday', { headers: { cookie } });
    expect(await answer.json()).toMatchObject({
      code: 'request.invalid',
      errors: [
        { path: '/query/asOf', message: 'asOf: Expected a day such as 2026-01-31, or an instant with its offset' },
      ],
    });
  });
});

describe('a body that is deeper than anything said here', () => {
  const send = async (method: string, path: string, init: { body: string; headers?: Record<string, string> }) => {
    const cookie = await server.signIn('administrator');
    const answer = await server.fetch(path, {
      method,
      body: init.body,
      headers: { cookie, 'content-type': 'application/json', ...init.headers },
    });
    return { status: answer.status, json: await answer.json() };
  };
  const deep = `${'{"a":['.repeat(15_000)}1${']}'.repeat(15_000)}`;

  it.each([
    ['POST', '/v1/session'],
    ['POST', '/v1/keys'],
    ['POST', '/v1/imports'],
    ['POST', '/v1/quarantine/replay'],
  ])('is refused by %s %s with how deep it may be', async (method, path) => {
    expect(await send(method, path, { body: deep })).toMatchObject({
      status: 400,
      json: { code: 'request.too_deep', context: { depthMax: 64 } },
    });
  });

  it('is no packed one either', async () => {
    const answer = await send('POST', '/v1/keys', { body: '{}', headers: { 'content-encoding': 'gzip' } });
    expect(answer).toMatchObject({ status: 415, json: { code: 'request.unsupported_encoding' } });
  });

  it('keys for the product’s own source are not made', async () => {
    for (const source of ['perennial', 'perennial.steps'])
      expect(
        await send('POST', '/v1/keys', { body: JSON.stringify({ kind: 'write', name: 'x', source }) }),
      ).toMatchObject({
        status: 400,
        json: { code: 'request.invalid' },
      });
  });
});
