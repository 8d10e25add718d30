import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderSettings } from '../use-cases/access/provider/settings.ts';
import { startCompanyProvider } from './testing/company-provider.ts';
import type { CompanyProvider, Employee } from './testing/company-provider.ts';
import { CompanyVisitor } from './testing/company-visitor.ts';
import { codeOf } from './testing/code-of.ts';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

const origin = 'https://members.example.com';
const password = 'violet lantern harbour';
const minuteMs = 60_000;

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly cookie: string;
  readonly body: {
    readonly next?: string;
    readonly signIn?: { readonly step: string; readonly token?: string } | null;
    readonly detail?: string;
  };
}

let provider: CompanyProvider;
let server: TestServer;
let people = 0;

beforeAll(async () => {
  provider = await startCompanyProvider([origin]);
});
afterAll(() => provider?.close());
beforeEach(() => {
  people += 1;
});

function settingsOf(changed: Partial<ProviderSettings> = {}): ProviderSettings {
  return {
    name: 'Company',
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    scopes: ['openid', 'email', 'profile', 'groups'],
    roleClaim: 'groups',
    roles: [
      ['crm-admins', 'administrator'],
      ['crm', 'operator'],
    ],
    defaultRole: undefined,
    isDisabledWithoutRole: false,
    emailDomains: ['example.com'],
    accounts: 'automatic',
    isLinkedByEmail: false,
    secondFactor: 'unless_mfa',
    isOnly: false,
    emergencyEmails: [],
    sessionMs: 12 * 60 * minuteMs,
    ...changed,
  };
}

const start = (changed: Partial<ProviderSettings> = {}) =>
  startTestServer({
    transport: 'inject',
    publicUrl: origin,
    provider: settingsOf(changed),
    reached: { trustedProxies: ['127.0.0.1'] },
  });

/** Somebody new whom the company knows. */
function employ(claims: Readonly<Record<string, unknown>> = {}, amr: readonly string[] = ['pwd']): Employee {
  const subject = `employee-${people}-${crypto.randomUUID()}`;
  const email = `${subject}@example.com`;
  const employee = { subject, amr, claims: { email, email_verified: true, name: 'Mei', groups: ['crm'], ...claims } };
  provider.know(employee);
  return employee;
}
const emailOf = ({ claims }: Employee) => String(claims['email']);

async function post(path: string, body: unknown, cookie = ''): Promise<Response> {
  return server.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, 'x-forwarded-for': `203.0.113.${people}` },
    body: JSON.stringify(body),
  });
}

const cookieOf = (answer: Response, name: string) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0] ?? '')
    .find((pair) => pair.startsWith(`${name}=`) && pair.length > name.length + 1) ?? '';

/** Sets out for the provider: its address, and the cookie that binds the way back. */
async function setOut(next = '/members'): Promise<{ readonly url: string; readonly cookie: string }> {
  const answer = await post('/v1/session/provider', { next });
  const { url } = (await answer.json()) as { url: string };
  return { url, cookie: cookieOf(answer, 'perennial_provider') };
}

async function comeBack(query: string, cookie: string): Promise<Answer> {
  const answer = await post('/v1/session/provider/return', { query }, cookie);
  const body = (await answer.json()) as Answer['body'] & { readonly code?: string };
  return { status: answer.status, code: body.code ?? '', cookie: cookieOf(answer, 'perennial_session'), body };
}

async function signIn(employee: Employee, visitor = new CompanyVisitor()): Promise<Answer> {
  const { url, cookie } = await setOut();
  return comeBack(await visitor.goThrough(url, { as: employee.subject }), cookie);
}

async function signInByLink(userId: string): Promise<string> {
  const { token } = await server.users.createLink(userId);
  return cookieOf(await post('/v1/session/link', { token }), 'perennial_session');
}

async function auditOf(subject = ''): Promise<readonly string[]> {
  const rows = await server.database.rows<{ outcome: string; reason: string }>(
    {
      name: 'returns_from_provider',
      text: `select outcome, reason from audit_log
              where action = 'session.returned_from_provider' and $1 in ('', subject) order by id desc`,
    },
    [subject],
  );
  return rows.map(({ outcome, reason }) => `${outcome} ${reason}`);
}

describe('a company’s provider', () => {
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server?.close());
  afterEach(() => {
    server.clock.offsetMs = 0;
    provider.up();
  });

  it('lets somebody in by code, PKCE, state and nonce, with an account of her own and the role of her group', async () => {
    const { url, cookie } = await setOut('/members?stage=active');
    const asked = new URL(url).searchParams;
    expect([asked.get('response_type'), asked.get('code_challenge_method')]).toEqual(['code', 'S256']);
    expect(asked.get('redirect_uri')).toBe(`${origin}/sign-in/provider`);
    for (const name of ['state', 'nonce', 'code_challenge']) expect((asked.get(name) ?? '').length).toBeGreaterThan(40);
    const employee = employ();
    const query = await new CompanyVisitor().goThrough(url, { as: employee.subject });
    expect(new URLSearchParams(query).get('iss')).toBe(provider.issuer);
    const back = await comeBack(query, cookie);
    expect(back.body).toMatchObject({ next: '/members?stage=active', signIn: { step: 'done' } });
    const client = server.client({ cookie: back.cookie });
    const { user } = await client.session.me();
    expect(user).toMatchObject({ email: emailOf(employee), name: 'Mei', role: 'operator', hasPassword: false });
    expect(await auditOf(user.id)).toEqual(['done sign_in, account created']);
    expect(await codeOf(client.session.list())).toBe('none');
    expect((await client.session.list()).items).toHaveLength(1);
    expect((await client.session.identities()).items).toMatchObject([{ issuer: provider.issuer }]);
  });

  it('knows her again by her subject, whatever her address is now, and takes her new role', async () => {
    const employee = employ();
    const first = await signIn(employee);
    const { user } = await server.client({ cookie: first.cookie }).session.me();
    provider.know({
      ...employee,
      claims: { ...employee.claims, email: `other-${emailOf(employee)}`, groups: ['crm', 'crm-admins'] },
    });
    const again = await signIn(employee);
    const { user: same } = await server.client({ cookie: again.cookie }).session.me();
    expect(same).toMatchObject({ id: user.id, email: user.email, role: 'administrator' });
    expect(await codeOf(server.client({ cookie: first.cookie }).session.me())).toBe('auth.required');
    expect(await auditOf(user.id)).toContain('done sign_in, role administrator');
  });

  it('is not believed on an address that has an account: that is linked by its owner, who signed in to it', async () => {
    const employee = employ();
    const owner = await server.users.create({ email: emailOf(employee), name: 'Mei', role: 'viewer', storeIds: [] });
    expect(await signIn(employee)).toMatchObject({ status: 409, code: 'provider.email_taken' });
    const cookie = await signInByLink(owner.id);
    const go = await post('/v1/session/provider/again', { intent: 'link', next: '/settings/account' }, cookie);
    const { url } = (await go.json()) as { url: string };
    const query = await new CompanyVisitor().goThrough(url, { as: employee.subject });
    const visit = cookieOf(go, 'perennial_provider');
    const other = await server.signIn('viewer');
    expect((await comeBack(query, `${visit}; ${other}`)).code).toBe('provider.visit_expired');
    const goAgain = await post('/v1/session/provider/again', { intent: 'link', next: '/settings/account' }, cookie);
    const { url: urlAgain } = (await goAgain.json()) as { url: string };
    const queryAgain = await new CompanyVisitor().goThrough(urlAgain, { as: employee.subject });
    const linked = await comeBack(queryAgain, `${cookieOf(goAgain, 'perennial_provider')}; ${cookie}`);
    expect(linked.body).toEqual({ next: '/settings/account', signIn: null });
    const entered = await signIn(employee);
    const { user } = await server.client({ cookie: entered.cookie }).session.me();
    expect(user.id).toBe(owner.id);
    const client = server.client({ cookie });
    const fresh = server.client({ cookie: entered.cookie });
    const [identity] = (await fresh.session.identities()).items;
    await fresh.session.unlinkProvider({ params: { identityId: identity?.id ?? '' } });
    expect(await codeOf(fresh.session.me())).toBe('none');
    expect(await codeOf(client.session.me())).toBe('auth.required');
    expect(await signIn(employee)).toMatchObject({ code: 'provider.email_taken' });
  });

  it('links one person to one account', async () => {
    const employee = employ();
    await signIn(employee);
    const cookie = await server.signIn('viewer');
    const go = await post('/v1/session/provider/again', { intent: 'link', next: '/' }, cookie);
    const { url } = (await go.json()) as { url: string };
    const query = await new CompanyVisitor().goThrough(url, { as: employee.subject });
    const back = await comeBack(query, `${cookieOf(go, 'perennial_provider')}; ${cookie}`);
    expect(back).toMatchObject({ status: 409, code: 'provider.identity_taken' });
  });

  it('that refuses is told in our words, not in its own, which come through the address', async () => {
    const employee = employ();
    const { url, cookie } = await setOut();
    const query = await new CompanyVisitor().goThrough(url, { as: employee.subject, isRefused: true });
    expect(query).toContain('555-0100');
    const back = await comeBack(query, cookie);
    expect(back).toMatchObject({ status: 401, code: 'provider.declined', cookie: '' });
    expect(JSON.stringify(back.body)).not.toContain('555-0100');
    expect(await auditOf()).toContain('refused provider.declined (access_denied)');
  });

  it('takes a way back once, in the browser that went, and not for long', async () => {
    const employee = employ();
    const { url, cookie } = await setOut();
    const query = await new CompanyVisitor().goThrough(url, { as: employee.subject });
    const another = await setOut();
    for (const strange of ['', another.cookie, 'perennial_provider=short'])
      expect((await comeBack(query, strange)).code).toBe('provider.visit_expired');
    expect((await comeBack(query, cookie)).status).toBe(200);
    expect((await comeBack(query, cookie)).code).toBe('provider.visit_expired');
    const slow = await setOut();
    const late = await new CompanyVisitor().goThrough(slow.url, { as: employee.subject });
    server.clock.offsetMs = 11 * minuteMs;
    expect((await comeBack(late, slow.cookie)).code).toBe('provider.visit_expired');
  });

  it.each<[string, (query: URLSearchParams, other: URLSearchParams) => void]>([
    ['names another issuer (RFC 9207)', (query) => query.set('iss', 'https://login.example.evil')],
    ['names no issuer', (query) => query.delete('iss')],
    ['brings the code of another visit', (query, other) => query.set('code', other.get('code') ?? '')],
    ['brings no code', (query) => query.delete('code')],
    ['says two things at once', (query) => query.append('code', 'another')],
  ])('is not believed when the answer %s', async (_what, change) => {
    const employee = employ();
    const visitor = new CompanyVisitor();
    const mine = await setOut();
    const query = new URLSearchParams(await visitor.goThrough(mine.url, { as: employee.subject }));
    const other = new URLSearchParams(await visitor.goThrough((await setOut()).url, { as: employee.subject }));
    change(query, other);
    const back = await comeBack(query.toString(), mine.cookie);
    expect([back.status, back.code, back.cookie]).toEqual([401, 'provider.answer_invalid', '']);
  });

  it('is not believed with a nonce that was not ours', async () => {
    const employee = employ();
    const { url, cookie } = await setOut();
    const changed = new URL(url);
    changed.searchParams.set('nonce', 'n'.repeat(43));
    const query = await new CompanyVisitor().goThrough(changed.href, { as: employee.subject });
    expect((await comeBack(query, cookie)).code).toBe('provider.answer_invalid');
  });

  it('signs by a new key at once when it rotates, and by none that it has not published', async () => {
    const employee = employ();
    expect((await signIn(employee)).status).toBe(200);
    provider.rotateKey();
    expect((await signIn(employee)).status).toBe(200);
    provider.rotateKey({ isHidden: true });
    expect((await signIn(employee)).code).toBe('provider.answer_invalid');
    provider.rotateKey();
    expect((await signIn(employee)).status).toBe(200);
  });

  it('that is down is said to be, with when to try again; the other ways in stay open', async () => {
    const employee = employ();
    const { url, cookie } = await setOut();
    const query = await new CompanyVisitor().goThrough(url, { as: employee.subject });
    provider.down();
    server.clock.offsetMs = 11 * minuteMs;
    const away = await post('/v1/session/provider', { next: '/' });
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await away.json()).toMatchObject({ code: 'provider.unavailable' });
    server.clock.offsetMs = 0;
    expect(await comeBack(query, cookie)).toMatchObject({ status: 503, code: 'provider.unavailable' });
    expect(await auditOf()).toEqual(expect.arrayContaining([expect.stringMatching(/provider\.unavailable/)]));
    expect(await codeOf(server.client({ cookie: await server.signIn('viewer') }).session.me())).toBe('none');
  });

  it.each([
    ['a clock that is 50 minutes ahead', 50, ''],
    ['a clock that is 50 minutes behind', -50, ''],
    ['a clock that is two hours ahead', 120, 'provider.clock'],
  ])('and %s come together as far as they can', async (_what, minutes, code) => {
    server.clock.offsetMs = minutes * minuteMs;
    expect((await signIn(employ())).code).toBe(code);
  });

  it('lets nobody in without a role, of another domain, or with an address that it does not vouch for', async () => {
    expect((await signIn(employ({ groups: ['sales'] }))).code).toBe('provider.role_missing');
    expect((await signIn(employ({ groups: undefined }))).code).toBe('provider.role_missing');
    expect((await signIn(employ({ email: 'mei@example.org' }))).code).toBe('provider.email_refused');
    expect((await signIn(employ({ email: 'mei@sub.example.com' }))).code).toBe('provider.email_refused');
    expect((await signIn(employ({ email_verified: false }))).code).toBe('provider.email_unverified');
    expect((await signIn(employ({ email_verified: undefined }))).code).toBe('provider.email_unverified');
  });

  it('ends the sessions of who lost the role, and lets nobody in who is disabled here', async () => {
    const employee = employ();
    const { cookie } = await signIn(employee);
    const client = server.client({ cookie });
    const { user } = await client.session.me();
    provider.know({ ...employee, claims: { ...employee.claims, groups: [] } });
    expect((await signIn(employee)).code).toBe('provider.role_missing');
    expect(await codeOf(client.session.me())).toBe('auth.required');
    provider.know(employee);
    await server.users.update(user.id, { isDisabled: true });
    expect((await signIn(employee)).code).toBe('provider.account_disabled');
    await server.users.update(user.id, { isDisabled: false });
    expect((await signIn(employee)).status).toBe(200);
  });

  it('asks for the own second factor unless the provider has asked for one', async () => {
    const employee = employ();
    const { cookie } = await signIn(employee);
    const client = server.client({ cookie });
    const { user } = await client.session.me();
    await server.database.run(
      `insert into user_factor (id, user_id, kind, name, created_at, confirmed_at) values (gen_random_uuid(), '${user.id}', 'totp', 'Phone', 1, 1)`,
    );
    const asked = await signIn(employee);
    expect(asked).toMatchObject({ body: { signIn: { step: 'second' } }, cookie: '' });
    provider.know({ ...employee, amr: ['pwd', 'otp', 'mfa'] });
    expect(await signIn(employee)).toMatchObject({ body: { signIn: { step: 'done' } } });
  });

  it('that asked for more than one factor satisfies a role that must have one', async () => {
    const chief = server.client({ cookie: await server.signIn('administrator') });
    await chief.users.changePolicy({ body: { factorRoles: ['operator'] } });
    const [single, several] = [await signIn(employ()), await signIn(employ({}, ['pwd', 'mfa']))];
    expect(await server.client({ cookie: single.cookie }).session.me()).toMatchObject({ mustAddFactor: true });
    expect(await server.client({ cookie: several.cookie }).session.me()).toMatchObject({ mustAddFactor: false });
    await chief.users.changePolicy({ body: { factorRoles: [] } });
  });

  it('confirms who one is by asking her again, and nobody else', async () => {
    const employee = employ({ groups: ['crm-admins'] });
    const visitor = new CompanyVisitor();
    const { cookie } = await signIn(employee, visitor);
    const client = server.client({ cookie });
    server.clock.offsetMs = 16 * minuteMs;
    const act = () => codeOf(client.session.addTotp({ body: { name: 'Phone' } }));
    expect(await act()).toBe('auth.confirmation_needed');
    server.clock.offsetMs = 0;
    const confirm = async (as: Employee, at: CompanyVisitor, change: (url: URL) => void = () => undefined) => {
      const go = await post('/v1/session/provider/again', { intent: 'confirm', next: '/settings/account' }, cookie);
      const url = new URL(((await go.json()) as { url: string }).url);
      expect([url.searchParams.get('prompt'), url.searchParams.get('max_age')]).toEqual(['login', '0']);
      change(url);
      const query = await at.goThrough(url.href, { as: as.subject });
      return comeBack(query, `${cookieOf(go, 'perennial_provider')}; ${cookie}`);
    };
    expect((await confirm(employ(), new CompanyVisitor())).code).toBe('provider.other_person');
    const back = await confirm(employee, visitor);
    expect(back.body).toEqual({ next: '/settings/account', signIn: null });
    server.clock.offsetMs = 14 * minuteMs;
    expect(await act()).toBe('none');
    const stale = await confirm(employee, visitor, (url) => {
      url.searchParams.delete('prompt');
      url.searchParams.delete('max_age');
    });
    expect(stale.code).toBe('provider.not_fresh');
  });

  it('tells where to sign out as well, and only who came by it', async () => {
    const { cookie } = await signIn(employ());
    const { providerUrl } = await server.client({ cookie }).session.signOut();
    const url = new URL(providerUrl ?? '');
    expect([url.origin, url.searchParams.get('post_logout_redirect_uri')]).toEqual([
      provider.issuer,
      `${origin}/sign-in`,
    ]);
    const local = server.client({ cookie: await server.signIn('viewer') });
    expect(await local.session.signOut()).toEqual({ providerUrl: null });
  });

  it('leads back to a path of the console and nowhere else', async () => {
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/a\\..\\b', '/\tx', 'members'])
      expect([next, (await post('/v1/session/provider', { next })).status]).toEqual([next, 400]);
  });

  it('leaves no secret, token, code or address in tables or logs', async () => {
    const employee = employ();
    const { url, cookie } = await setOut();
    const query = await new CompanyVisitor().goThrough(url, { as: employee.subject });
    const held = await setOut();
    expect((await comeBack(query, cookie)).status).toBe(200);
    const tables = ['provider_visit', 'user_identity', 'console_session', 'audit_log'];
    const rows = await Promise.all(
      tables.map((table) => server.database.rows({ name: `dump_${table}`, text: `select * from ${table}` }, [])),
    );
    const kept = JSON.stringify(rows) + server.log.join('\n');
    const asked = [url, held.url].flatMap((one) =>
      ['state', 'nonce'].map((name) => new URL(one).searchParams.get(name)),
    );
    const hidden = [
      ...asked,
      new URLSearchParams(query).get('code'),
      provider.clientSecret,
      emailOf(employee),
      cookie.split('=')[1],
      held.cookie.split('=')[1],
    ];
    for (const value of hidden) expect(kept).not.toContain(value);
  });
});

describe('a company’s provider as the only way in', () => {
  beforeAll(async () => {
    server = await start({
      isOnly: true,
      emergencyEmails: ['anna@example.com'],
      accounts: 'invited',
      isLinkedByEmail: true,
      secondFactor: 'trusted',
    });
  });
  afterAll(() => server?.close());

  it('closes password, link and passkey to all but the accounts for emergencies', async () => {
    const { token: first } = await server.users.createFirstLink();
    const named = (email: string) =>
      post('/v1/session/first-administrator', { token: first, email, name: 'Anna', password });
    expect((await named('other@example.com')).status).toBe(403);
    const entered = await named('anna@example.com');
    expect(entered.status).toBe(200);
    const client = server.client();
    expect(await client.session.ways()).toEqual({
      isOwnOpen: false,
      passkeyOrigin: origin,
      provider: { name: 'Company' },
    });
    expect((await client.session.signIn({ body: { email: 'Anna@example.com', password } })).step).toBe('done');
    const bob = await server.users.create({ email: 'bob@example.com', name: 'Bob', role: 'viewer', storeIds: [] });
    const { token } = await server.users.createLink(bob.id);
    expect(await codeOf(client.session.signInByLink({ body: { token } }))).toBe('auth.provider_only');
    const wrong = { email: 'bob@example.com', password };
    expect(await codeOf(client.session.signIn({ body: wrong }))).toBe('auth.sign_in_failed');
  });

  it('lets in who was invited, by an address that it vouches for, and nobody else', async () => {
    expect((await signIn(employ())).code).toBe('provider.not_invited');
    const invited = employ();
    const user = await server.users.create({ email: emailOf(invited), name: 'Li', role: 'viewer', storeIds: [] });
    const { cookie } = await signIn(invited);
    const client = server.client({ cookie });
    expect((await client.session.me()).user).toMatchObject({ id: user.id, role: 'operator' });
    const [identity] = (await client.session.identities()).items;
    const params = { identityId: identity?.id ?? '' };
    expect(await codeOf(client.session.unlinkProvider({ params }))).toBe('auth.provider_only');
    expect(await auditOf(user.id)).toEqual(['done sign_in, linked by e-mail, role operator']);
  });

  it('leaves the last administrator an administrator', async () => {
    const anna = employ({ email: 'anna@example.com', groups: ['crm'] });
    expect((await signIn(anna)).code).toBe('user.last_administrator');
  });
});

it('that gives no role any more closes the account to every way in, where that was asked for', async () => {
  server = await start({ isDisabledWithoutRole: true, emergencyEmails: ['anna@example.com'] });
  const [mei, anna] = [employ(), employ({ email: 'anna@example.com' })];
  for (const [employee, isClosed] of [
    [mei, true],
    [anna, false],
  ] as const) {
    const { cookie } = await signIn(employee);
    const { user } = await server.client({ cookie }).session.me();
    const byLink = await signInByLink(user.id);
    provider.know({ ...employee, claims: { ...employee.claims, groups: [] } });
    expect((await signIn(employee)).code).toBe('provider.role_missing');
    expect(await codeOf(server.client({ cookie }).session.me())).toBe('auth.required');
    expect(await codeOf(server.client({ cookie: byLink }).session.me())).toBe(isClosed ? 'auth.required' : 'none');
    expect((await server.users.get(user.id)).isDisabled).toBe(isClosed);
    const said = isClosed ? ' (account disabled)' : '';
    expect((await auditOf(user.id))[0]).toBe(`refused sign_in provider.role_missing${said}`);
  }
  await server.close();
});

it('that says nothing of addresses lets in by subject, where no domain was asked for', async () => {
  server = await start({ emailDomains: [] });
  const employee = employ({ email_verified: undefined });
  expect((await signIn(employee)).status).toBe(200);
  expect((await signIn(employ({ email: emailOf(employee), email_verified: true }))).code).toBe('provider.email_taken');
  expect((await signIn(employ({ email: undefined }))).code).toBe('provider.email_unverified');
  await server.close();
});

it('is not there where none was set up', async () => {
  server = await startTestServer({ transport: 'inject', publicUrl: origin });
  expect(await server.client().session.ways()).toEqual({ isOwnOpen: true, passkeyOrigin: origin, provider: null });
  expect((await post('/v1/session/provider', { next: '/' })).status).toBe(404);
  expect((await comeBack('state=x&code=y', '')).code).toBe('provider.none');
  await server.close();
});
