import { ApiError } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (error) {
    return error instanceof ApiError ? error.problem.code : String(error);
  }
}

describe.each(['inject', 'listen'] as const)('sign-in, by %s', (transport) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ transport });
  });
  afterAll(() => server.close());

  async function linkFor(email: string): Promise<string> {
    const user = await server.users.create({ email, name: 'Mei', role: 'administrator', storeIds: [] });
    return (await server.users.createLink(user.id)).token;
  }

  async function signInByLink(token: string): Promise<Response> {
    return server.fetch('/v1/session/link', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
  }

  function cookieOf(response: Response): string {
    return (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  }

  it('makes the first administrator by a one-time link, without any password', async () => {
    expect(await server.users.hasAnybodySignedIn()).toBe(false);
    const link = await server.users.createFirstLink();
    const answer = await signInByLink(link.token);
    expect(answer.status).toBe(200);
    const me = await server.client({ cookie: cookieOf(answer) }).session.me();
    expect(me.user.role).toBe('administrator');
    expect(me.user.hasPassword).toBe(false);
    expect(await server.users.hasAnybodySignedIn()).toBe(true);
  });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await signInByLink(await linkFor('cookie@example.com'));
    expect(answer.headers.get('set-cookie')).toMatch(/; Path=\/; .*HttpOnly; SameSite=Strict/);
  });

  it('takes a link once, and never after its day', async () => {
    const token = await linkFor('once@example.com');
    expect((await signInByLink(token)).status).toBe(200);
    expect(await (await signInByLink(token)).json()).toMatchObject({ code: 'auth.link_invalid', status: 401 });
    const late = await linkFor('late@example.com');
    server.clock.offsetMs = 25 * 3_600_000;
    expect((await signInByLink(late)).status).toBe(401);
    server.clock.offsetMs = 0;
  });

  it('signs in by password, whatever the case of the address, and ends other sessions when it changes', async () => {
    const cookie = cookieOf(await signInByLink(await linkFor('Lin@Example.com')));
    const client = server.client({ cookie });
    await client.session.changePassword({ body: { newPassword: 'correct horse battery' } });
    const credentials = { email: 'lin@example.COM', password: 'correct horse battery' };
    expect((await server.client().session.signIn({ body: credentials })).user.email).toBe('lin@example.com');
    expect(await codeOf(client.session.changePassword({ body: { newPassword: 'another long one' } }))).toBe(
      'auth.password_needed',
    );
    const other = cookieOf(
      await server.fetch('/v1/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(credentials),
      }),
    );
    await client.session.changePassword({
      body: { currentPassword: credentials.password, newPassword: 'another long one' },
    });
    expect(await codeOf(server.client({ cookie: other }).session.me())).toBe('auth.required');
    expect(await codeOf(client.session.me())).toBe('none');
  });

  it('answers a wrong password and an unknown address alike, and then asks to wait', async () => {
    await linkFor('known@example.com');
    const attempt = (email: string) =>
      codeOf(server.client().session.signIn({ body: { email, password: 'not the one' } }));
    expect(await attempt('known@example.com')).toBe('auth.sign_in_failed');
    expect(await attempt('unknown@example.com')).toBe('auth.sign_in_failed');
    for (let n = 0; n < 7; n += 1) await attempt('known@example.com');
    expect(await attempt('known@example.com')).toBe('auth.too_many_attempts');
  });

  it('ends the session at sign-out and after seven days', async () => {
    const cookie = cookieOf(await signInByLink(await linkFor('out@example.com')));
    server.clock.offsetMs = 8 * 24 * 3_600_000;
    expect(await codeOf(server.client({ cookie }).session.me())).toBe('auth.required');
    server.clock.offsetMs = 0;
    await server.client({ cookie }).session.signOut();
    expect(await codeOf(server.client({ cookie }).session.me())).toBe('auth.required');
  });

  it('keeps no secret: neither session, link, key nor password can be read back from the database', async () => {
    const token = await linkFor('secret@example.com');
    const cookie = cookieOf(await signInByLink(await linkFor('secret2@example.com')));
    const { secret } = await server.keys.create({ kind: 'api', name: 'k', scopes: ['members.read'] }, 'test');
    await server.client({ cookie }).session.changePassword({ body: { newPassword: 'a very secret password' } });
    const text: string[] = [];
    for (const table of ['console_user', 'console_session', 'sign_in_link', 'api_key', 'audit_log']) {
      text.push(
        JSON.stringify(await server.database.rows({ name: `dump_${table}`, text: `select * from ${table}` }, [])),
      );
    }
    for (const value of [token, cookie.split('=')[1] ?? '', secret, 'a very secret password']) {
      expect(text.join('\n')).not.toContain(value);
      expect(text.join('\n')).not.toContain(Buffer.from(value).toString('hex'));
    }
  });

  it('logs requests without addresses, identities, tokens or passwords', async () => {
    server.log.length = 0;
    await server.fetch('/v1/members/search?q=13800138000', { headers: { 'user-agent': 'Mei Phone' } });
    await server.fetch('/v1/nowhere/mei.lin@example.com');
    await codeOf(server.client().session.signIn({ body: { email: 'mei.lin@example.com', password: 'not the one' } }));
    const written = server.log.join('\n');
    expect(written).toContain('/v1/members/search');
    for (const value of [
      '13800138000',
      'mei.lin',
      'example.com',
      'not the one',
      '127.0.0.1',
      'Mei Phone',
      'perennial_session',
    ]) {
      expect(written).not.toContain(value);
    }
  });
});
