import { afterEach, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer, TestServerOptions } from './testing/test-server.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(reached: TestServerOptions['reached'] = {}): Promise<TestServer> {
  server = await startTestServer({ transport: 'inject', reached });
  return server;
}

async function codeOf(answer: Response): Promise<unknown> {
  if (answer.status < 400) return answer.status;
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return ((await answer.json()) as { code: string }).code;
}

describe('every answer', () => {
  it.each(['/v1/session', '/v1/none', '/health/live', '/', '/openapi.json', '/v1/members/%ff'])(
    'of %s says what a browser may do with it',
    async (path) => {
      const { headers } = await (await start()).fetch(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      });
    },
  );

  it.each(['/v1/session', '/v1/none', '/v1/members/%ff', '/health/live'])('of %s is kept by no cache', async (path) => {
    expect((await (await start()).fetch(path)).headers.get('cache-control')).toBe('no-store');
  });
});

describe('strict transport', () => {
  it('is asked for where the public address is https, and nowhere else', async () => {
    const heard = async (path: string) => (await server?.fetch(path))?.headers.get('strict-transport-security');
    await start({ isSecure: true });
    expect(await heard('/health/live')).toBe('max-age=31536000');
    expect(await heard('/v1/session')).toBe('max-age=31536000');
    await server?.close();
    await start();
    expect(await heard('/health/live')).toBeNull();
  });

  it('is asked for where a trusted proxy says that the request came by https; anybody else is not believed', async () => {
    const headers = { 'x-forwarded-proto': 'https' };
    const trusting = await start({ trustedProxies: ['127.0.0.1'] });
    expect((await trusting.fetch('/health/live', { headers })).headers.has('strict-transport-security')).toBe(true);
    await trusting.close();
    const other = await start({ trustedProxies: ['10.0.0.1'] });
    expect((await other.fetch('/health/live', { headers })).headers.has('strict-transport-security')).toBe(false);
  });
});

describe('the name in Host', () => {
  const allowedHosts = ['members.example.com', 'till.internal:4600'];
  it.each([
    'members.example.com',
    'MEMBERS.example.com:443',
    'till.internal',
    'localhost:4600',
    '127.0.0.1:4600',
    '[::1]:4600',
    '192.168.1.20:4600',
    '[fd00::1]',
  ])('may be %s', async (host) => {
    const answer = await (await start({ allowedHosts })).fetch('/health/live', { headers: { host } });
    expect(answer.status).toBe(200);
  });

  it.each([
    'evil.example',
    'members.example.com.evil.example',
    'xmembers.example.com',
    '127.0.0.1.evil.example',
    'localhost.evil.example:4600',
    '[::1].evil.example',
  ])('may not be %s: a page there would read our answers as its own', async (host) => {
    const on = await start({ allowedHosts });
    for (const path of ['/', '/v1/session', '/health/live', '/metrics', '/v1/facts'])
      expect([path, await codeOf(await on.fetch(path, { headers: { host } }))]).toEqual([path, 'request.host_refused']);
  });

  it('may be any where the operator says so', async () => {
    const on = await start({ allowedHosts: ['*'] });
    expect((await on.fetch('/health/live', { headers: { host: 'evil.example' } })).status).toBe(200);
  });

  it('is not taken from X-Forwarded-Host of whoever is no trusted proxy', async () => {
    const on = await start({ allowedHosts });
    const headers = { host: 'evil.example', 'x-forwarded-host': 'members.example.com' };
    expect(await codeOf(await on.fetch('/health/live', { headers }))).toBe('request.host_refused');
  });
});

describe('the metrics', () => {
  const forwarded = { headers: { 'x-forwarded-for': '203.0.113.9' } };
  const withToken = { headers: { authorization: 'Bearer s3cret' } };

  it('are open to the machine itself, and not to what a proxy on it forwards', async () => {
    const on = await start();
    expect(await codeOf(await on.fetch('/metrics'))).toBe(200);
    expect(await codeOf(await on.fetch('/metrics', forwarded))).toBe('auth.required');
  });

  it('are open to whoever has the token, from wherever, and to nobody without it', async () => {
    const on = await start({ metricsToken: 's3cret', metricsOpenTo: 'all' });
    expect(await codeOf(await on.fetch('/metrics', withToken))).toBe(200);
    for (const authorization of ['', 'Bearer ', 'Bearer s3cre', 'Bearer s3cret2', 's3cret'])
      expect(await codeOf(await on.fetch('/metrics', { headers: { authorization } }))).toBe('auth.required');
  });

  it('can be open to all, or to nobody even with the token', async () => {
    expect(await codeOf(await (await start({ metricsOpenTo: 'all' })).fetch('/metrics', forwarded))).toBe(200);
    await server?.close();
    const off = await start({ metricsOpenTo: 'off', metricsToken: 's3cret' });
    expect(await codeOf(await off.fetch('/metrics', withToken))).toBe('resource.not_found');
  });
});
