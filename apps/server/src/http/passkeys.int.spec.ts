import type { Assertion, PasskeyRequestOptions } from '@perennial/contracts/staff';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticator } from './testing/authenticator.ts';
import type { Authenticator, Misdeed } from './testing/authenticator.ts';
import { codeOf } from './testing/code-of.ts';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

const origin = 'https://members.example.com';
const password = 'violet lantern harbour';

describe('a passkey', () => {
  let server: TestServer;
  let people = 0;
  beforeAll(async () => {
    server = await startTestServer({
      transport: 'inject',
      publicUrl: origin,
      reached: { trustedProxies: ['127.0.0.1'] },
    });
  });
  afterAll(() => server?.close());
  beforeEach(() => {
    people += 1;
  });

  /** Each comes from an address of her own, which the limit of calls is by. */
  const from = () => ({ 'x-forwarded-for': `203.0.113.${people}` });
  const anybody = () => server.client(from());

  async function enter(path: string, body: unknown): Promise<string> {
    const answer = await server.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...from() },
      body: JSON.stringify(body),
    });
    return (answer.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
  }

  async function join(role: 'operator' | 'administrator' = 'operator') {
    const email = `person${people}-${crypto.randomUUID()}@example.com`;
    const user = await server.users.create({ email, name: 'Person', role, storeIds: [] });
    const cookie = await enter('/v1/session/link', { token: (await server.users.createLink(user.id)).token });
    const client = server.client({ cookie, ...from() });
    await client.session.changePassword({ body: { newPassword: password } });
    return { user, email, client, cookie };
  }

  /** Somebody with a password and a passkey. */
  async function enrol(authenticator: Authenticator = createAuthenticator(origin)) {
    const person = await join();
    const { token, options } = await person.client.session.addPasskey({ body: { name: 'Laptop' } });
    const { recoveryCodes } = await person.client.session.confirmPasskey({
      body: { token, response: authenticator.create(options) },
    });
    return { ...person, authenticator, recoveryCodes };
  }

  async function signIn(authenticator: Authenticator, misdeed?: Misdeed) {
    const { token, options } = await anybody().session.askPasskey();
    return anybody().session.signInByPasskey({ body: { token, response: authenticator.get(options, misdeed) } });
  }

  it('is set up under a name, brings recovery codes, is listed, renamed, and ends other sessions', async () => {
    const authenticator = createAuthenticator(origin);
    const { client, email } = await join();
    const other = await enter('/v1/session', { email, password });
    const { token, options } = await client.session.addPasskey({ body: { name: 'Laptop' } });
    expect(options).toMatchObject({
      rp: { id: 'members.example.com' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    expect(JSON.stringify(options.user.id)).not.toContain(email);
    expect((await client.session.factors()).items).toEqual([]);
    const body = { token, response: authenticator.create(options) };
    const { recoveryCodes } = await client.session.confirmPasskey({ body });
    expect(recoveryCodes).toHaveLength(10);
    expect(await codeOf(server.client({ cookie: other }).session.me())).toBe('auth.required');
    const [factor] = (await client.session.factors()).items;
    expect(factor).toMatchObject({ kind: 'passkey', name: 'Laptop', lastUsedAt: null });
    const params = { factorId: factor?.id ?? '' };
    await client.session.renameFactor({ params, body: { name: 'Old laptop' } });
    expect((await client.session.factors()).items[0]?.name).toBe('Old laptop');
    const stranger = (await join()).client;
    expect(await codeOf(stranger.session.renameFactor({ params, body: { name: 'Mine' } }))).toBe('factor.not_found');
    expect(await codeOf(client.session.confirmPasskey({ body }))).toBe('auth.step_expired');
  });

  it('signs in without a password, for who is asked by her authenticator who she is', async () => {
    const { authenticator, user, client } = await enrol();
    const { options } = await anybody().session.askPasskey();
    expect(options).toMatchObject({ rpId: 'members.example.com', userVerification: 'required', allowCredentials: [] });
    const session = await signIn(authenticator);
    expect(session.user).toMatchObject({ id: user.id, hasFactor: true });
    expect((await client.session.factors()).items[0]?.lastUsedAt).not.toBeNull();
    expect(await codeOf(signIn(authenticator, { isVerified: false }))).toBe('auth.passkey_refused');
  });

  it.each<[string, Misdeed]>([
    ['a page of another site', { origin: 'https://members.example.evil' }],
    ['a page of the same name by http', { origin: 'http://members.example.com' }],
    ['another site, for which it was not made', { rpId: 'example.com' }],
    ['a challenge of before', { challenge: Buffer.alloc(32).toString('base64url') }],
    ['another key', { isForged: true }],
    ['another user', { userHandle: Buffer.alloc(16, 7).toString('base64url') }],
    ['nobody', { userHandle: '' }],
    ['the making of a passkey', { type: 'webauthn.create' }],
  ])('refuses what was signed for %s', async (_for, misdeed) => {
    const { authenticator } = await enrol();
    expect(await codeOf(signIn(authenticator, misdeed))).toBe('auth.passkey_refused');
    expect(await codeOf(signIn(authenticator))).toBe('none');
  });

  it('refuses an answer that was given before, a question that is too old, and one of another purpose', async () => {
    const { authenticator, client } = await enrol();
    const { token, options } = await anybody().session.askPasskey();
    const body = { token, response: authenticator.get(options) };
    expect(await codeOf(anybody().session.signInByPasskey({ body }))).toBe('none');
    expect(await codeOf(anybody().session.signInByPasskey({ body }))).toBe('auth.step_expired');
    const late = await anybody().session.askPasskey();
    server.clock.offsetMs += 6 * 60_000;
    const lateBody = { token: late.token, response: authenticator.get(late.options) };
    expect(await codeOf(anybody().session.signInByPasskey({ body: lateBody }))).toBe('auth.step_expired');
    server.clock.offsetMs -= 6 * 60_000;
    const own = await client.session.askConfirmation();
    const ownBody = { token: own.token, response: authenticator.get(own.options) };
    expect(await codeOf(anybody().session.signInByPasskey({ body: ownBody }))).toBe('auth.step_expired');
  });

  it('takes a wrong answer for an answer: the question is not asked again', async () => {
    const { authenticator } = await enrol();
    const { token, options } = await anybody().session.askPasskey();
    const give = (response: Assertion) => codeOf(anybody().session.signInByPasskey({ body: { token, response } }));
    expect(await give(authenticator.get(options, { isForged: true }))).toBe('auth.passkey_refused');
    expect(await give(authenticator.get(options))).toBe('auth.step_expired');
  });

  it('that counts is refused when its count does not go up, also by two at once; one that does not count is let in', async () => {
    const { authenticator } = await enrol();
    await signIn(authenticator, { count: 7 });
    for (const count of [7, 6, 0]) expect(await codeOf(signIn(authenticator, { count }))).toBe('auth.passkey_copied');
    const both = await Promise.all([1, 2].map(() => codeOf(signIn(authenticator, { count: 8 }))));
    expect(both.toSorted()).toEqual(['auth.passkey_copied', 'none']);
    const synced = await enrol(createAuthenticator(origin, 0));
    for (let n = 0; n < 2; n += 1) expect(await codeOf(signIn(synced.authenticator))).toBe('none');
  });

  it('is a second step after the password, offered before the others', async () => {
    const { authenticator, email, recoveryCodes } = await enrol();
    const step = await anybody().session.signIn({ body: { email, password } });
    if (step.step !== 'second') throw new Error(step.step);
    expect(step.methods.map(({ kind }) => kind)).toEqual(['passkey', 'recovery_code']);
    const options = step.methods.flatMap((method) => (method.kind === 'passkey' ? [method.options] : []))[0];
    expect(options?.allowCredentials).toHaveLength(1);
    const give = (response: Assertion) =>
      codeOf(anybody().session.secondStep({ body: { token: step.token, proof: { kind: 'passkey', response } } }));
    const asked = options as PasskeyRequestOptions;
    expect(await give(authenticator.get(asked, { origin: 'https://example.com' }))).toBe('auth.passkey_refused');
    const others = await enrol();
    expect(await give(others.authenticator.get(asked))).toBe('auth.passkey_refused');
    const right = authenticator.get(asked);
    expect(await give(right)).toBe('none');
    expect(await give(right)).toBe('auth.step_expired');
    const again = await anybody().session.signIn({ body: { email, password } });
    const proof = { kind: 'recovery_code', code: recoveryCodes[0] ?? '' } as const;
    const token = again.step === 'second' ? again.token : '';
    expect(await codeOf(anybody().session.secondStep({ body: { token, proof } }))).toBe('none');
  });

  it('confirms who one is, in the session that asked and no other', async () => {
    const { authenticator, client, email } = await enrol();
    const [factor] = (await client.session.factors()).items;
    const params = { factorId: factor?.id ?? '' };
    server.clock.offsetMs += 16 * 60_000;
    expect(await codeOf(client.session.removeFactor({ params }))).toBe('auth.confirmation_needed');
    expect(await codeOf(client.session.addPasskey({ body: { name: 'Another' } }))).toBe('auth.confirmation_needed');
    const { token, options } = await client.session.askConfirmation();
    const proof = { kind: 'passkey', token, response: authenticator.get(options) } as const;
    const step = await anybody().session.signIn({ body: { email, password } });
    expect(step.step).toBe('second');
    const elsewhere = (await join()).client;
    expect(await codeOf(elsewhere.session.confirm({ body: { proof } }))).toBe('auth.step_expired');
    expect(await codeOf(elsewhere.session.askConfirmation())).toBe('factor.not_found');
    expect(await codeOf(client.session.confirm({ body: { proof } }))).toBe('none');
    expect(await codeOf(client.session.removeFactor({ params }))).toBe('none');
    expect(await codeOf(signIn(authenticator))).toBe('auth.passkey_refused');
    server.clock.offsetMs -= 16 * 60_000;
  });

  it('is refused to be set up by what does not ask who holds it, by another page, and twice', async () => {
    const { client } = await join();
    const wrong: readonly Misdeed[] = [
      { isVerified: false },
      { origin: 'https://example.com' },
      { rpId: 'example.com' },
      { challenge: Buffer.alloc(32).toString('base64url') },
      { type: 'webauthn.get' },
    ];
    for (const misdeed of wrong) {
      const { token, options } = await client.session.addPasskey({ body: { name: 'Key' } });
      const response = createAuthenticator(origin).create(options, misdeed);
      expect(await codeOf(client.session.confirmPasskey({ body: { token, response } }))).toBe('auth.passkey_refused');
    }
    expect((await client.session.factors()).items).toEqual([]);
  });

  it('lets nobody in whose account is disabled, and is gone with a reset', async () => {
    const { authenticator, user } = await enrol();
    await server.users.update(user.id, { isDisabled: true });
    expect(await codeOf(signIn(authenticator))).toBe('auth.passkey_refused');
    await server.users.update(user.id, { isDisabled: false });
    const chief = server.client({ cookie: await server.signIn('administrator') });
    await chief.users.resetFactors({ params: { userId: user.id } });
    expect(await codeOf(signIn(authenticator))).toBe('auth.passkey_refused');
    const { items } = await chief.audit.list({ query: { subject: user.id } });
    const said = items.map(({ action, outcome, reason }) => `${action} ${outcome} ${reason}`.trim());
    expect(said).toContain('session.signed_in_by_passkey refused auth.passkey_refused');
  });

  it('counts for a role that must have a second factor, and the last one stays', async () => {
    const chief = server.client({ cookie: await server.signIn('administrator') });
    await chief.users.changePolicy({ body: { factorRoles: ['operator'] } });
    const { client } = await join();
    expect(await client.session.me()).toMatchObject({ mustAddFactor: true });
    const { token, options } = await client.session.addPasskey({ body: { name: 'Key' } });
    await client.session.confirmPasskey({ body: { token, response: createAuthenticator(origin).create(options) } });
    expect(await client.session.me()).toMatchObject({ mustAddFactor: false });
    const [factor] = (await client.session.factors()).items;
    const params = { factorId: factor?.id ?? '' };
    expect(await codeOf(client.session.removeFactor({ params }))).toBe('factor.required');
    await chief.users.changePolicy({ body: { factorRoles: [] } });
  });
});

it('needs an address with a name, and says so', async () => {
  const server = await startTestServer({ transport: 'inject', publicUrl: 'http://127.0.0.1:4600' });
  try {
    const refused = await server.fetch('/v1/session/passkey/challenge', { method: 'POST' });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toMatchObject({
      code: 'passkey.address_needed',
      detail: 'The public address is http://127.0.0.1:4600.',
    });
    const client = server.client({ cookie: await server.signIn('operator') });
    expect(await codeOf(client.session.addPasskey({ body: { name: 'Key' } }))).toBe('passkey.address_needed');
  } finally {
    await server.close();
  }
});
