import { ApiError } from '@perennial/contracts';
import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

let server: TestServer;
let administrator: Client;

beforeAll(async () => {
  server = await startTestServer({ transport: 'inject' });
  administrator = server.client({ cookie: await server.signIn('administrator') });
});
afterAll(() => server.close());

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => (error instanceof ApiError ? error.problem.code : String(error)),
  );
}

describe('users', () => {
  it('are created with a link to hand over, once per address', async () => {
    const body = { email: 'Ops@Example.com', name: 'Ops', role: 'operator' } as const;
    const { user, link } = await administrator.users.create({ body });
    expect(user).toMatchObject({ email: 'ops@example.com', role: 'operator', hasPassword: false, isDisabled: false });
    expect(link.url).toMatch(/^http:\/\/localhost\/sign-in\?token=[\w-]{43}$/);
    expect(await codeOf(administrator.users.create({ body: { ...body, email: 'ops@example.com' } }))).toBe(
      'user.email_taken',
    );
  });

  it('lose their sessions when their role changes or they are disabled', async () => {
    const cookie = await server.signIn('operator');
    const { user } = await server.client({ cookie }).session.me();
    await administrator.users.update({ params: { userId: user.id }, body: { role: 'viewer' } });
    expect(await codeOf(server.client({ cookie }).session.me())).toBe('auth.required');
    await administrator.users.update({ params: { userId: user.id }, body: { isDisabled: true } });
    const { url } = await administrator.users.createLink({ params: { userId: user.id } });
    const token = new URL(url).searchParams.get('token') ?? '';
    expect(await codeOf(server.client().session.signInByLink({ body: { token } }))).toBe('auth.link_invalid');
  });

  it('always include an administrator', async () => {
    const { items } = await administrator.users.list();
    const [only] = items.filter((user) => user.role === 'administrator');
    expect(
      await codeOf(administrator.users.update({ params: { userId: only?.id ?? '' }, body: { role: 'viewer' } })),
    ).toBe('user.last_administrator');
    expect(
      await codeOf(administrator.users.update({ params: { userId: only?.id ?? '' }, body: { isDisabled: true } })),
    ).toBe('user.last_administrator');
  });

  it('are listed page by page, each once', async () => {
    for (let n = 0; n < 5; n += 1) await server.signIn('viewer');
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await administrator.users.list({
        query: cursor === undefined ? { limit: 2 } : { limit: 2, cursor },
      });
      seen.push(...page.items.map((user) => user.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(6);
  });

  it('that are not there cannot be changed', async () => {
    const userId = '00000000-0000-4000-8000-000000000000';
    expect(await codeOf(administrator.users.update({ params: { userId }, body: { name: 'x' } }))).toBe(
      'user.not_found',
    );
    expect(await codeOf(administrator.users.createLink({ params: { userId } }))).toBe('user.not_found');
    expect(await codeOf(administrator.users.update({ params: { userId: '1' }, body: { name: 'x' } }))).toBe(
      'request.invalid',
    );
  });
});

describe('keys', () => {
  it('are shown once, work at once, and stop at once', async () => {
    const { key, secret } = await administrator.keys.create({ body: { kind: 'write', name: 'Shop', source: 'shop' } });
    expect(secret).toMatch(/^pk_write_[\w-]{32}$/);
    expect(JSON.stringify(await administrator.keys.list())).not.toContain(secret.slice(9));
    expect(await server.keys.authenticateWriteKey(secret)).toEqual({ id: key.id, source: 'shop' });
    await administrator.keys.revoke({ params: { keyId: key.id } });
    expect(await server.keys.authenticateWriteKey(secret)).toBeUndefined();
  });

  it('end when they expire, and cannot carry what keys must not do', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    const { secret } = await administrator.keys.create({
      body: { kind: 'api', name: 'BI', scopes: ['overview.read'], expiresAt: soon },
    });
    expect(await server.keys.findApiKey(secret)).toMatchObject({ kind: 'key', scopes: ['overview.read'] });
    server.clock.offsetMs = 61_000;
    expect(await server.keys.findApiKey(secret)).toBeUndefined();
    server.clock.offsetMs = 0;
    const forbidden = JSON.stringify({ kind: 'api', name: 'x', scopes: ['users.manage'] });
    const answer = await server.fetch('/v1/keys', {
      method: 'POST',
      body: forbidden,
      headers: { cookie: await server.signIn('administrator'), 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
  });

  it('are told apart: neither kind opens the other’s door, and nonsense opens none', async () => {
    const write = await administrator.keys.create({ body: { kind: 'write', name: 'Shop', source: 'shop' } });
    const api = await administrator.keys.create({ body: { kind: 'api', name: 'BI', scopes: ['overview.read'] } });
    expect(await server.keys.findApiKey(write.secret)).toBeUndefined();
    expect(await server.keys.authenticateWriteKey(api.secret)).toBeUndefined();
    for (const secret of ['', 'pk_write_', `pk_write_${'a'.repeat(32)}`, `pk_write_${'a'.repeat(10_000)}`]) {
      expect(await server.keys.authenticateWriteKey(secret)).toBeUndefined();
    }
  });

  it('note when they were used', async () => {
    const { key, secret } = await administrator.keys.create({ body: { kind: 'write', name: 'Till', source: 'till' } });
    await server.keys.authenticateWriteKey(secret);
    await server.keys.flushUse();
    const { items } = await administrator.keys.list({ query: { kind: 'write' } });
    expect(items.find((one) => one.id === key.id)?.lastUsedAt).not.toBeNull();
    expect((await administrator.keys.sources()).items.map((source) => source.source)).toContain('till');
  });
});

describe('the audit log', () => {
  it('tells who did what to whom, and how it ended', async () => {
    const { key } = await administrator.keys.create({ body: { kind: 'write', name: 'Audited', source: 'audited' } });
    await administrator.keys.revoke({ params: { keyId: key.id } });
    const { items } = await administrator.audit.list({ query: { subject: key.id } });
    expect(items.map(({ action, outcome, actorKind }) => [action, outcome, actorKind])).toEqual([
      ['key.revoked', 'done', 'user'],
      ['key.created', 'done', 'user'],
    ]);
  });

  it('keeps refused acts, and pages through all of it', async () => {
    await codeOf(administrator.users.create({ body: { email: 'x@example.com', name: 'X', role: 'viewer' } }));
    await codeOf(administrator.users.create({ body: { email: 'x@example.com', name: 'X', role: 'viewer' } }));
    const first = await administrator.audit.list({ query: { action: 'user.created', limit: 1 } });
    expect(first.items.map((item) => item.outcome)).toEqual(['refused']);
    const second = await administrator.audit.list({
      query: { action: 'user.created', limit: 1, cursor: first.nextCursor ?? '' },
    });
    expect(second.items.map((item) => item.outcome)).toEqual(['done']);
  });

  it('cannot be changed, shortened or emptied', async () => {
    for (const text of ["update audit_log set actor = 'x'", 'delete from audit_log', 'truncate audit_log']) {
      await expect(server.database.run(text)).rejects.toThrow('the audit log cannot be changed');
    }
  });
});
