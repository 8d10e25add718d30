import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from './testing/code-of.ts';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

const chrome = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
};

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

  async function signInByLink(token: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return server.fetch('/v1/session/link', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ token }),
    });
  }

  function cookieOf(response: Response): string {
    return (response.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
  }

  it('lets whoever has the first link name the first administrator, once, without any default', async () => {
    expect(await server.users.hasAnybodySignedIn()).toBe(false);
    const [link, other] = [await server.users.createFirstLink(), await server.users.createFirstLink()];
    // Looking does not use the link up: the page may be opened again.
    for (let n = 0; n < 2; n += 1)
      expect(await (await signInByLink(link.token)).json()).toEqual({ step: 'first_administrator' });
    expect(await server.users.list('', 10)).toEqual([]);
    const named = { token: link.token, email: 'Anna@Example.com', name: 'Anna', password: 'violet lantern harbour' };
    const weak = { ...named, password: 'anna@example.com' };
    expect(await codeOf(server.client().session.nameFirstAdministrator({ body: weak }))).toBe('auth.password_weak');
    const me = await server.client().session.nameFirstAdministrator({ body: named });
    expect(me.user).toMatchObject({
      email: 'anna@example.com',
      name: 'Anna',
      role: 'administrator',
      hasPassword: true,
    });
    expect(await server.users.hasAnybodySignedIn()).toBe(true);
    for (const { token } of [link, other]) {
      const again = { ...named, token, email: 'other@example.com' };
      expect(await codeOf(server.client().session.nameFirstAdministrator({ body: again }))).toBe('auth.link_invalid');
      expect((await signInByLink(token)).status).toBe(401);
    }
    // From now on the first link signs the first administrator in.
    const later = await server.users.createFirstLink();
    expect(await (await signInByLink(later.token)).json()).toMatchObject({ step: 'done' });
  });

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await signInByLink(await linkFor('cookie@example.com'));
    const cookies = answer.headers.getSetCookie();
    expect(cookies.map((one) => one.split('=', 1)[0])).toEqual(['perennial_session', 'perennial_device']);
    for (const one of cookies) expect(one).toMatch(/; Path=\/; .*HttpOnly; SameSite=Strict/);
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
    expect(await server.client().session.signIn({ body: credentials })).toMatchObject({
      step: 'done',
      session: { user: { email: 'lin@example.com' } },
    });
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

  it('ends the session at sign-out, twelve hours after its last use, and fourteen days after it began', async () => {
    const isIn = async (cookie: string) => (await codeOf(server.client({ cookie }).session.me())) === 'none';
    const hours = (count: number) => {
      server.clock.offsetMs = count * 3_600_000;
    };
    const idle = cookieOf(await signInByLink(await linkFor('idle@example.com')));
    hours(11.9);
    expect(await isIn(idle)).toBe(true);
    hours(23.8);
    expect(await isIn(idle)).toBe(true);
    hours(35.9);
    expect(await isIn(idle)).toBe(false);
    hours(0);
    const busy = cookieOf(await signInByLink(await linkFor('busy@example.com')));
    for (let hour = 11; hour < 14 * 24; hour += 11) {
      hours(hour);
      expect([hour, await isIn(busy)]).toEqual([hour, true]);
    }
    hours(14 * 24 + 0.1);
    expect(await isIn(busy)).toBe(false);
    hours(0);
    const out = cookieOf(await signInByLink(await linkFor('out@example.com')));
    await server.client({ cookie: out }).session.signOut();
    expect(await isIn(out)).toBe(false);
  });

  it('shows open sessions to their owner, who ends one or all others', async () => {
    const user = await server.users.create({ email: 'many@example.com', name: 'Many', role: 'viewer', storeIds: [] });
    const enter = async () => cookieOf(await signInByLink((await server.users.createLink(user.id)).token, chrome));
    const [first, second, third] = [await enter(), await enter(), await enter()];
    const mine = server.client({ cookie: first }).session;
    const { items } = await mine.list();
    expect(items).toHaveLength(3);
    expect(items.filter((one) => one.isCurrent)).toHaveLength(1);
    expect(items[0]).toMatchObject({ device: 'Chrome · Windows', address: expect.stringContaining('127.0.0.1') });
    const theirs = await server.client({ cookie: second }).session.list();
    const secondId = theirs.items.find((one) => one.isCurrent)?.id ?? '';
    await mine.end({ params: { sessionId: secondId } });
    expect(await codeOf(mine.end({ params: { sessionId: secondId } }))).toBe('session.not_found');
    expect(await codeOf(server.client({ cookie: second }).session.me())).toBe('auth.required');
    const stranger = cookieOf(await signInByLink(await linkFor('stranger@example.com')));
    const ofOther = items.find((one) => one.isCurrent)?.id ?? '';
    expect(await codeOf(server.client({ cookie: stranger }).session.end({ params: { sessionId: ofOther } }))).toBe(
      'session.not_found',
    );
    await mine.endOthers();
    expect(await codeOf(server.client({ cookie: third }).session.me())).toBe('auth.required');
    expect(await codeOf(mine.me())).toBe('none');
  });

  it('lets administrators see and end the sessions of others, and nobody else', async () => {
    const user = await server.users.create({ email: 'ended@example.com', name: 'Ended', role: 'viewer', storeIds: [] });
    const cookie = cookieOf(await signInByLink((await server.users.createLink(user.id)).token));
    const params = { userId: user.id };
    const operator = server.client({ cookie: await server.signIn('operator') }).users;
    expect(await codeOf(operator.endSessions({ params }))).toBe('auth.forbidden');
    const administrator = server.client({ cookie: await server.signIn('administrator') }).users;
    await administrator.endSessions({ params });
    expect(await codeOf(server.client({ cookie }).session.me())).toBe('auth.required');
  });

  it('asks who signed in long ago to confirm it before somebody else is let in', async () => {
    const cookie = cookieOf(await signInByLink(await linkFor('chief@example.com')));
    const client = server.client({ cookie });
    await client.session.changePassword({ body: { newPassword: 'violet lantern harbour' } });
    const add = (email: string) =>
      codeOf(client.users.create({ body: { email, name: 'New', role: 'administrator', storeIds: [] } }));
    expect(await add('new1@example.com')).toBe('none');
    server.clock.offsetMs = 16 * 60_000;
    expect(await add('new2@example.com')).toBe('auth.confirmation_needed');
    const confirm = (password: string) =>
      codeOf(client.session.confirm({ body: { proof: { kind: 'password', password } } }));
    expect(await confirm('not the one')).toBe('auth.password_needed');
    expect(await add('new2@example.com')).toBe('auth.confirmation_needed');
    expect(await confirm('violet lantern harbour')).toBe('none');
    expect(await add('new2@example.com')).toBe('none');
    server.clock.offsetMs = 0;
  });

  it('keeps no secret: neither session, link, key nor password can be read back from the database', async () => {
    const token = await linkFor('secret@example.com');
    const cookie = cookieOf(await signInByLink(await linkFor('secret2@example.com')));
    const { secret } = await server.keys.create({ kind: 'api', name: 'k', scopes: ['members.read'] }, 'test');
    await server.client({ cookie }).session.changePassword({ body: { newPassword: 'a very secret password' } });
    const text: string[] = [];
    for (const table of [
      'console_user',
      'console_session',
      'sign_in_link',
      'api_key',
      'audit_log',
      'known_device',
      'sign_in_attempt',
    ]) {
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
