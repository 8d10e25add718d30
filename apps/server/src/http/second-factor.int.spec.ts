import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { totpCodeAt, totpStepAt } from '../use-cases/access/factors/totp.ts';
import { codeOf } from './testing/code-of.ts';
import { startTestServer } from './testing/test-server.ts';
import type { TestServer } from './testing/test-server.ts';

const password = 'violet lantern harbour';
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

describe('a second factor', () => {
  let server: TestServer;
  let administrator = '';
  let people = 0;
  beforeAll(async () => {
    server = await startTestServer({ transport: 'inject', reached: { trustedProxies: ['127.0.0.1'] } });
    administrator = await server.signIn('administrator');
  });
  afterAll(() => server.close());
  beforeEach(() => {
    people += 1;
  });

  /** Each comes from an address of her own, which the limit of calls is by. */
  const origin = () => ({ 'x-forwarded-for': `203.0.113.${people}` });
  const anybody = () => server.client(origin());

  /** The code of now, or of so many steps of thirty seconds later. */
  const codeAt = (secret: string, steps = 0) =>
    totpCodeAt(fromBase32(secret), totpStepAt(Date.now() + server.clock.offsetMs) + steps);

  /** Somebody with a password and an authenticator. */
  async function enrol(role: 'administrator' | 'operator' = 'operator') {
    const email = `person${people}@example.com`;
    const user = await server.users.create({ email, name: 'Person', role, storeIds: [] });
    const { token } = await server.users.createLink(user.id);
    const cookie = await enter('/v1/session/link', { token });
    const client = server.client({ cookie });
    await client.session.changePassword({ body: { newPassword: password } });
    const begun = await client.session.addTotp({ body: { name: 'Phone' } });
    const { recoveryCodes } = await client.session.confirmTotp({
      params: { factorId: begun.factorId },
      body: { code: codeAt(begun.secret) },
    });
    // Its step is taken: who signs in next has waited for another.
    server.clock.offsetMs += 30_000;
    return { ...begun, user, email, client, recoveryCodes };
  }

  async function enter(path: string, body: unknown): Promise<string> {
    const answer = await server.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...origin() },
      body: JSON.stringify(body),
    });
    return (answer.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
  }

  async function firstStep(email: string): Promise<string> {
    const step = await anybody().session.signIn({ body: { email, password } });
    if (step.step !== 'second') throw new Error(`the first step came to ${step.step}`);
    return step.token;
  }
  const byCode = async (email: string, code: string) =>
    codeOf(anybody().session.secondStep({ body: { token: await firstStep(email), proof: { kind: 'totp', code } } }));
  const byRecovery = async (email: string, code: string) =>
    codeOf(
      anybody().session.secondStep({
        body: { token: await firstStep(email), proof: { kind: 'recovery_code', code } },
      }),
    );

  it('is asked for after the password, and after a link, before there is a session', async () => {
    const { email, secret, user } = await enrol();
    const step = await anybody().session.signIn({ body: { email, password } });
    expect(step).toMatchObject({ step: 'second', methods: [{ kind: 'totp' }, { kind: 'recovery_code' }] });
    expect(await enter('/v1/session', { email, password })).toBe('');
    const { token } = await server.users.createLink(user.id);
    expect(await anybody().session.signInByLink({ body: { token } })).toMatchObject({ step: 'second' });
    expect(await byCode(email, codeAt(secret, 0))).toBe('none');
  });

  it('counts only after its first code', async () => {
    const email = `person${people}@example.com`;
    const user = await server.users.create({ email, name: 'Person', role: 'viewer', storeIds: [] });
    const cookie = await enter('/v1/session/link', { token: (await server.users.createLink(user.id)).token });
    const { session } = server.client({ cookie });
    await session.changePassword({ body: { newPassword: password } });
    const { factorId } = await session.addTotp({ body: { name: 'Phone' } });
    const wrong = { params: { factorId }, body: { code: '000000' } };
    expect(await codeOf(session.confirmTotp(wrong))).toBe('auth.code_wrong');
    expect((await anybody().session.signIn({ body: { email, password } })).step).toBe('done');
  });

  it('takes a code once, and none from before the last one', async () => {
    const { email, secret } = await enrol();
    const code = codeAt(secret, 1);
    expect(await byCode(email, code)).toBe('none');
    expect(await byCode(email, code)).toBe('auth.code_wrong');
    expect(await byCode(email, codeAt(secret, 0))).toBe('auth.code_wrong');
  });

  it('is not to be guessed: five tries a sign-in, and limits across them', async () => {
    const { email, secret } = await enrol();
    const token = await firstStep(email);
    const attempt = (code: string) =>
      codeOf(anybody().session.secondStep({ body: { token, proof: { kind: 'totp', code } } }));
    for (let n = 0; n < 5; n += 1) expect(await attempt('000000')).toBe('auth.code_wrong');
    expect(await attempt(codeAt(secret))).toBe('auth.step_expired');
    for (let n = 0; n < 3; n += 1) expect(await byCode(email, '000000')).toBe('auth.code_wrong');
    expect(await byCode(email, codeAt(secret))).toBe('auth.too_many_attempts');
  });

  it('is not waited for longer than ten minutes, and a first step is finished once', async () => {
    const { email, secret } = await enrol();
    const token = await firstStep(email);
    const finish = () =>
      codeOf(anybody().session.secondStep({ body: { token, proof: { kind: 'totp', code: codeAt(secret) } } }));
    server.clock.offsetMs += 11 * 60_000;
    expect(await finish()).toBe('auth.step_expired');
    server.clock.offsetMs -= 11 * 60_000;
    expect(await finish()).toBe('none');
    expect(await finish()).toBe('auth.step_expired');
  });

  it('is stood in for by recovery codes, each once, however they are typed; new ones replace them', async () => {
    const { email, recoveryCodes, client } = await enrol();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = '', second = '', third = ''] = recoveryCodes;
    expect(await byRecovery(email, ` ${first.toLowerCase().replaceAll('-', ' ')} `)).toBe('none');
    expect(await byRecovery(email, first)).toBe('auth.code_wrong');
    expect(await byRecovery(email, second)).toBe('none');
    expect((await client.session.factors()).recoveryCodesLeft).toBe(8);
    await client.session.renewRecoveryCodes();
    expect(await byRecovery(email, third)).toBe('auth.code_wrong');
  });

  it('is kept encrypted, and its recovery codes as hashes', async () => {
    const { secret, recoveryCodes } = await enrol();
    const tables = ['user_totp', 'user_factor', 'recovery_code', 'audit_log', 'sign_in_challenge'];
    const rows = await Promise.all(
      tables.map((table) => server.database.rows({ name: `dump_factor_${table}`, text: `select * from ${table}` }, [])),
    );
    const kept = JSON.stringify(rows);
    const hidden = [
      secret,
      fromBase32(secret).toString('base64'),
      fromBase32(secret).toString('hex'),
      ...recoveryCodes,
    ];
    for (const value of hidden) expect(kept).not.toContain(value);
  });

  it('that is added or removed ends other sessions', async () => {
    const { email, secret, client, factorId } = await enrol();
    const other = await enter('/v1/session/second-step', {
      token: await firstStep(email),
      proof: { kind: 'totp', code: codeAt(secret) },
    });
    expect(await codeOf(server.client({ cookie: other }).session.me())).toBe('none');
    await client.session.removeFactor({ params: { factorId } });
    expect(await codeOf(server.client({ cookie: other }).session.me())).toBe('auth.required');
    expect(await client.session.factors()).toEqual({ items: [], recoveryCodesLeft: 0 });
    expect((await anybody().session.signIn({ body: { email, password } })).step).toBe('done');
  });

  it('is reset by an administrator, which is written down, and by nobody else', async () => {
    const { email, user, client } = await enrol();
    const reset = (cookie: string) =>
      codeOf(server.client({ cookie }).users.resetFactors({ params: { userId: user.id } }));
    expect(await reset(await server.signIn('operator'))).toBe('auth.forbidden');
    expect(await reset(administrator)).toBe('none');
    expect(await codeOf(client.session.me())).toBe('auth.required');
    expect((await anybody().session.signIn({ body: { email, password } })).step).toBe('done');
    const { items } = await server
      .client({ cookie: administrator })
      .audit.list({ query: { action: 'user.factors_reset', subject: user.id } });
    expect(items.map(({ outcome }) => outcome)).toContain('done');
  });

  it('is demanded of a role: who has none gets no further than the own account, and keeps the last', async () => {
    const chief = server.client({ cookie: administrator });
    await chief.users.changePolicy({ body: { factorRoles: ['operator'] } });
    const without = server.client({ cookie: await server.signIn('operator') });
    expect(await without.session.me()).toMatchObject({ mustAddFactor: true });
    expect(await codeOf(without.overview.stages({ query: {} }))).toBe('auth.factor_needed');
    expect(await codeOf(without.session.factors())).toBe('none');
    const viewer = server.client({ cookie: await server.signIn('viewer') });
    expect(await viewer.session.me()).toMatchObject({ mustAddFactor: false });
    const { client, factorId } = await enrol();
    expect(await client.session.me()).toMatchObject({ mustAddFactor: false });
    expect(await codeOf(client.session.removeFactor({ params: { factorId } }))).toBe('factor.required');
    await chief.users.changePolicy({ body: { factorRoles: [] } });
    expect(await without.session.me()).toMatchObject({ mustAddFactor: false });
  });

  it('writes down every attempt, with whom it was for and why it was refused', async () => {
    const { email, user, secret } = await enrol();
    await codeOf(anybody().session.signIn({ body: { email, password: 'not the one' } }));
    await codeOf(anybody().session.signIn({ body: { email: 'nobody@example.com', password: 'not the one' } }));
    await byCode(email, '000000');
    await byCode(email, codeAt(secret));
    const { items } = await server
      .client({ cookie: administrator })
      .audit.list({ query: { subject: user.id, limit: 20 } });
    const said = items.map(({ action, outcome, reason }) => `${action} ${outcome} ${reason}`.trim());
    expect(said).toContain('session.signed_in refused auth.sign_in_failed');
    expect(said).toContain('session.second_step refused auth.code_wrong');
    expect(said).toContain('session.second_step done');
    expect(JSON.stringify(items)).not.toContain('nobody@example.com');
  });
});
