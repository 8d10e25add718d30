import { createKeyring, keyBytes } from '@perennial/engine';
import { createDatabase } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../composition/accounts.ts';
import type { Accounts } from '../composition/accounts.ts';
import { createAttempts } from '../use-cases/access/attempts/attempts.ts';
import { ProblemError } from '../use-cases/kernel/problem-error.ts';

const password = 'violet lantern harbour';
const email = 'owner@example.com';
const minuteMs = 60_000;
const keyring = createKeyring({
  masterKeys: new Map([['m1', new Uint8Array(keyBytes).fill(1)]]),
  currentMasterKeyId: 'm1',
  hashKeys: [{ id: '5f0c0a52-8f34-4f6e-9b1e-0d7a4a3f2c11', key: new Uint8Array(keyBytes).fill(2) }],
});
const lifetime = { idleMs: 12 * 60 * minuteMs, sessionMs: 14 * 24 * 60 * minuteMs };

describe('failed attempts to sign in', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  /** Two processes on one database. */
  let here: Accounts;
  let there: Accounts;
  let now = Date.parse('2026-03-01T00:00:00Z');
  /** The cookie of the browser that the owner signed in from. */
  let device = '';

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = createDatabase({ url: testDatabase.url, poolSize: 8 });
    const open = () =>
      createAccounts({ database, keyring, lifetime, publicUrl: () => '', provider: undefined, now: () => now });
    [here, there] = [open(), open()];
    const { token } = await here.users.createFirstLink();
    const owner = await here.users.createFirstAdministrator({ token, email, name: 'Owner', password });
    const started = await here.sessions.start(owner, {
      address: '198.51.100.1',
      userAgent: '',
      deviceToken: undefined,
    });
    device = started.device.token;
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });
  beforeEach(() => {
    // The longest memory of any limit is a day.
    now += 25 * 60 * minuteMs;
  });

  async function attempt(
    from: string,
    given: { password?: string; email?: string; device?: string; at?: Accounts } = {},
  ): Promise<string> {
    try {
      const visitor = { address: from, userAgent: '', deviceToken: given.device };
      const credentials = { email: given.email ?? email, password: given.password ?? 'not the one' };
      return (await (given.at ?? here).sessions.signIn(credentials, visitor, () => undefined)).step;
    } catch (error) {
      if (error instanceof ProblemError) return error.code;
      throw error;
    }
  }

  /** Failures as they are counted before any password is looked at: there are hundreds here, and looking takes its time. */
  async function fail(from: string, account = email): Promise<string> {
    const counted = createAttempts({ database, keyring, now: () => now });
    try {
      await counted.begin({ purpose: 'password', account, address: from, knownDevice: undefined });
      return 'auth.sign_in_failed';
    } catch (error) {
      if (error instanceof ProblemError) return error.code;
      throw error;
    }
  }

  /** As a stranger with many addresses does who wants the owner kept out. */
  async function attack(times: number): Promise<void> {
    for (let n = 0; n < times; n += 1) await fail(`203.0.113.${n}`);
  }

  it('stop the stranger who made them, and not the owner', async () => {
    for (let n = 0; n < 8; n += 1) expect(await attempt('203.0.113.7')).toBe('auth.sign_in_failed');
    expect(await attempt('203.0.113.7')).toBe('auth.too_many_attempts');
    expect(await attempt('203.0.113.7', { password })).toBe('auth.too_many_attempts');
    expect(await attempt('198.51.100.9', { password })).toBe('done');
  });

  it('count for every process, and stand across a restart', async () => {
    for (let n = 0; n < 8; n += 1) await attempt('203.0.113.8', { at: n % 2 === 0 ? here : there });
    const restarted = createAccounts({
      database,
      keyring,
      lifetime,
      publicUrl: () => '',
      provider: undefined,
      now: () => now,
    });
    for (const at of [here, there, restarted])
      expect(await attempt('203.0.113.8', { at, password })).toBe('auth.too_many_attempts');
  });

  it('are no more at once than one after the other', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => attempt('203.0.113.9')));
    expect(answers.filter((code) => code === 'auth.sign_in_failed')).toHaveLength(8);
  });

  it('wait longer each time, and trying meanwhile prolongs nothing', async () => {
    for (let n = 0; n < 8; n += 1) await attempt('203.0.113.10');
    for (let n = 0; n < 5; n += 1) expect(await attempt('203.0.113.10')).toBe('auth.too_many_attempts');
    now += minuteMs;
    expect(await attempt('203.0.113.10')).toBe('auth.sign_in_failed');
    now += minuteMs;
    expect(await attempt('203.0.113.10', { password })).toBe('auth.too_many_attempts');
    now += minuteMs;
    expect(await attempt('203.0.113.10', { password })).toBe('done');
  });

  it('from everywhere at once slow an unknown browser down, but never a known one', async () => {
    await attack(40);
    expect(await attempt('192.0.2.1', { password })).toBe('auth.too_many_attempts');
    expect(await attempt('192.0.2.1', { password, device })).toBe('done');
    expect(await attempt('192.0.2.1', { password, device: 'x'.repeat(43) })).toBe('auth.too_many_attempts');
    now += 15 * minuteMs;
    expect(await attempt('192.0.2.1', { password })).toBe('done');
  });

  it('leave a one-time link as a way in', async () => {
    await attack(40);
    for (let n = 0; n < 40; n += 1) await fail('192.0.2.2', `nobody${n}@example.com`);
    const { token } = await here.users.createFirstLink();
    const visitor = { address: '192.0.2.2', userAgent: '', deviceToken: undefined };
    expect((await here.sessions.signInByLink(token, visitor, () => undefined)).step).toBe('done');
  });

  it('of a known browser are counted too', async () => {
    for (let n = 0; n < 8; n += 1) expect(await attempt('192.0.2.3', { device })).toBe('auth.sign_in_failed');
    expect(await attempt('192.0.2.3', { device, password })).toBe('auth.too_many_attempts');
  });

  it('tell nobody whether an address has an account, neither by text nor by when they are limited', async () => {
    const series = async (of: string, network: string) => {
      const codes: string[] = [];
      for (let n = 0; n < 39; n += 1) codes.push(await fail(`${network}.${n >> 1}`, of));
      for (let n = 39; n < 45; n += 1) codes.push(await attempt(`${network}.${n >> 1}`, { email: of }));
      return codes;
    };
    expect(await series('nobody@example.com', '203.0.113')).toEqual(await series(email, '198.51.100'));
  });

  it('of one address against many accounts are limited', async () => {
    for (let n = 0; n < 30; n += 1) await fail('192.0.2.4', `one${n}@example.com`);
    expect(await attempt('192.0.2.4', { password })).toBe('auth.too_many_attempts');
    expect(await attempt('192.0.2.4', { password, device })).toBe('done');
  });

  it('are kept without a name or an address in clear, and forgotten', async () => {
    await attempt('192.0.2.5');
    const dump = async () =>
      JSON.stringify(await database.rows({ name: 'dump_attempts', text: 'select * from sign_in_attempt' }, []));
    const kept = await dump();
    for (const text of ['192.0.2.5', email, Buffer.from(email).toString('hex')]) expect(kept).not.toContain(text);
    now += 25 * 60 * minuteMs;
    expect(await attempt('198.51.100.2', { password })).toBe('done');
    // What remains are the counts of that very sign-in, which was none: zero failures.
    const rows = await database.rows<{ failures: number }>(
      { name: 'read_failures', text: 'select failures from sign_in_attempt' },
      [],
    );
    expect(rows.map(({ failures }) => failures).filter((count) => count > 0)).toEqual([]);
  });
});
