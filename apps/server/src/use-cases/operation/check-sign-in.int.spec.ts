import { createDatabase } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../config/config.ts';
import { startCompanyProvider } from '../../http/testing/company-provider.ts';
import type { CompanyProvider } from '../../http/testing/company-provider.ts';
import { createUsers } from '../access/users.ts';
import { checkSignIn } from './check-sign-in.ts';

const publicUrl = 'https://members.example.com';

describe('the check of signing in', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let company: CompanyProvider;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = createDatabase({ url: testDatabase.url, poolSize: 2 });
    company = await startCompanyProvider([publicUrl]);
  });
  afterAll(async () => {
    await company?.close();
    await database?.close();
    await testDatabase?.drop();
  });

  const check = (variables: Readonly<Record<string, string>>) => {
    const { provider, publicUrl: address } = readConfig(variables);
    return checkSignIn({ database, publicUrl: address, provider, now: Date.now });
  };
  const variables = () => ({
    PERENNIAL_PUBLIC_URL: publicUrl,
    PERENNIAL_OIDC_ISSUER: company.issuer,
    PERENNIAL_OIDC_CLIENT_ID: company.clientId,
  });

  it('says where passkeys are, or why there are none', async () => {
    expect(await check({ PERENNIAL_PUBLIC_URL: publicUrl })).toMatchObject([
      { verdict: 'ok', detail: `at ${publicUrl}` },
    ]);
    expect(await check({})).toMatchObject([{ verdict: 'ok', detail: expect.stringMatching(/^none: .*PUBLIC_URL/) }]);
  });

  it('asks the provider, and says which return address it must know', async () => {
    const [, found] = await check(variables());
    expect(found).toMatchObject({ verdict: 'ok', detail: expect.stringContaining(`${publicUrl}/sign-in/provider`) });
    expect((await check({ ...variables(), PERENNIAL_PUBLIC_URL: '' }))[1]).toMatchObject({ verdict: 'wrong' });
    const wrong = await check({ ...variables(), PERENNIAL_OIDC_ISSUER: `${company.issuer}/realms/none` });
    expect(wrong[1]).toMatchObject({ verdict: 'wrong' });
    company.down();
    expect((await check(variables()))[1]).toMatchObject({ verdict: 'wrong' });
    company.up();
  });

  it('looks for somebody who comes in without it, and names nobody', async () => {
    const only = {
      ...variables(),
      PERENNIAL_OIDC_ONLY: 'true',
      PERENNIAL_OIDC_EMERGENCY_ACCOUNTS: 'anna@example.com, otto@example.com',
    };
    const before = await check(only);
    expect(before[1]).toMatchObject({ verdict: 'warning', detail: expect.stringContaining('not linked yet') });
    expect(before[2]).toMatchObject({ verdict: 'wrong', detail: expect.stringMatching(/^0 of 2/) });
    const users = createUsers(database, Date.now);
    const { id } = await users.create({ email: 'anna@example.com', name: 'Anna', role: 'administrator', storeIds: [] });
    expect((await check(only))[2]).toMatchObject({ verdict: 'wrong' });
    await database.run(`update console_user set password_hash = 'set' where id = '${id}'`);
    expect((await check(only))[2]).toMatchObject({ verdict: 'warning', detail: expect.stringMatching(/^1 of 2/) });
    await database.run(
      `insert into user_factor (id, user_id, kind, name, created_at, confirmed_at) values (gen_random_uuid(), '${id}', 'totp', 'Phone', 1, 1)`,
    );
    const found = await check(only);
    expect(found[2]).toMatchObject({ verdict: 'ok' });
    expect(JSON.stringify(found)).not.toContain('@example');
  });
});
