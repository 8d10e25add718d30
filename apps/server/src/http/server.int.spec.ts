import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

function makeConsole(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-console-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Console</title>');
  writeFileSync(join(folder, 'assets', 'main-abc123.js'), 'export {}');
  writeFileSync(join(folder, 'assets', 'main-abc123.js.br'), brotliCompressSync('export {}'));
  writeFileSync(join(folder, 'assets', 'main-abc123.js.gz'), gzipSync('export {}'));
  writeFileSync(join(folder, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  return folder;
}

describe.each(['inject', 'listen'] as const)('the server, by %s', (transport) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ transport, consoleFolder: makeConsole() });
  });
  afterAll(() => server.close());

  it('describes itself as valid OpenAPI 3.1, with every path', async () => {
    const document = (await (await server.fetch('/openapi.json')).json()) as Record<string, unknown>;
    const result = await new Validator().validate(document);
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
    expect(document['openapi']).toBe('3.1.0');
    expect(Object.keys(document['paths'] ?? {})).toEqual(
      expect.arrayContaining([
        '/v1/members/{memberId}',
        '/v1/facts',
        '/v1/overview/stages',
        '/v1/program/previews/{jobId}',
      ]),
    );
  });

  it('answers an unchanged description with 304', async () => {
    const etag = (await server.fetch('/openapi.json')).headers.get('etag') ?? '';
    expect((await server.fetch('/openapi.json', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('shows a reference page that loads nothing from elsewhere', async () => {
    const answer = await server.fetch('/reference');
    const html = await answer.text();
    expect(html).toContain('/v1/members/{memberId}/explanation');
    expect(html).not.toMatch(/<script|src=|href="http/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is live, and ready when its stores are', async () => {
    expect(await (await server.fetch('/health/live')).json()).toEqual({ status: 'live' });
    const ready = await server.fetch('/health/ready');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', checks: { postgres: true } }]);
  });

  it('measures its answers for Prometheus', async () => {
    await server.fetch('/health/live');
    const text = await (await server.fetch('/metrics')).text();
    expect(text).toMatch(
      /perennial_http_request_seconds_count\{method="GET",route="\/health\/live",status="2xx"\} [1-9]/,
    );
  });

  it('serves the console: hashed files for ever, the page asked for anew, every page of it by its address', async () => {
    const page = await server.fetch('/members/0190?stage=silent');
    expect(await page.text()).toContain('<title>Console</title>');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const asset = await server.fetch('/assets/main-abc123.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await server.fetch('/favicon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', null],
  ])('sends an asset to who accepts %s as %s', async (accepted, packed) => {
    const asset = await server.fetch('/assets/main-abc123.js', { headers: { 'accept-encoding': accepted } });
    expect(asset.headers.get('content-encoding')).toBe(packed);
    expect(asset.headers.get('content-type')).toContain('javascript');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    // A cache between must not hand the packed copy to who cannot read it.
    if (packed !== null) expect(asset.headers.get('vary')).toContain('accept-encoding');
  });

  it.each(['/assets/gone.js', '/v1/nothing', '/.env', '/index.php'])('finds nothing at %s', async (path) => {
    const answer = await server.fetch(path);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'resource.not_found' });
  });

  it.each(['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '/assets/..%2f..%2fetc/passwd'])(
    'gives nothing of the machine at %s',
    async (path) => {
      expect(await (await server.fetch(path)).text()).not.toContain('root:');
    },
  );

  it('answers errors as problem+json in the language asked for, with the id of the request', async () => {
    const answer = await server.fetch('/v1/members', { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: 'auth.required',
      title: '请先登录',
      instance: `urn:perennial:request:${answer.headers.get('x-request-id')}`,
    });
  });

  it.each([
    ['malformed JSON', '{"email":', 'application/json', 'request.malformed_json', 400],
    ['an empty body', '', 'application/json', 'request.malformed_json', 400],
    ['another content type', 'email=a', 'application/x-www-form-urlencoded', 'request.unsupported_type', 415],
    [
      'a polluted prototype',
      '{"__proto__":{"role":"administrator"}}',
      'application/json',
      'request.malformed_json',
      400,
    ],
    ['a missing field', '{"email":"a@example.com"}', 'application/json', 'request.invalid', 400],
    ['too large a body', JSON.stringify({ email: 'x'.repeat(300_000) }), 'application/json', 'request.too_large', 413],
  ])('refuses %s', async (_name, body, ...[contentType, code, status]) => {
    const answer = await server.fetch('/v1/session', {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  });

  it('names the place of what is wrong, and not the value', async () => {
    const cookie = await server.signIn('administrator');
    const answer = await server.fetch('/v1/users?limit=9999&cursor=13800138000', { headers: { cookie } });
    const text = await answer.text();
    expect(text).toContain('/query/limit');
    expect(text).not.toContain('9999');
    const cursor = await server.fetch('/v1/users?cursor=13800138000', { headers: { cookie } });
    expect(await cursor.json()).toMatchObject({ code: 'request.cursor_invalid' });
  });
});

describe('limits', () => {
  it('asks a caller who calls too often to wait, and nobody else', async () => {
    const server = await startTestServer({ transport: 'inject', callsPerMinuteMax: 5 });
    try {
      const [busy, calm] = [await server.signIn('viewer'), await server.signIn('viewer')];
      const call = (cookie: string) => server.fetch('/v1/session', { headers: { cookie } });
      for (let n = 0; n < 5; n += 1) expect((await call(busy)).status).toBe(200);
      const refused = await call(busy);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({ code: 'request.rate_limited' });
      expect((await call(calm)).status).toBe(200);
    } finally {
      await server.close();
    }
  });
});
