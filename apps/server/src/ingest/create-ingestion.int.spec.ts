import { defaultIdentityPolicies, type IdentityPolicy } from '@perennial/domain';
import { createDatabase, ensureInstallation, type Database } from '@perennial/postgres';
import { createTestDatabase, type TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestKeyring } from '../http/ingest/testing/ingest-server.ts';
import { createIngestion } from './create-ingestion.ts';

const shardCount = 4;
let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  await ensureInstallation(database, { shardCount, zone: 'Asia/Shanghai', currency: 'CNY' });
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

const shopNumber = '+8613900000019';

async function memberOf(messageId: string): Promise<string | null> {
  const rows = await database.rows<{ member_id: string | null }>(
    { name: 'test_member_of', text: 'select member_id from fact where message_id = $1' },
    [messageId],
  );
  return rows[0]?.member_id ?? null;
}

it('takes a published policy into use with the next request: a number blocked since identifies nobody', async () => {
  let published: readonly IdentityPolicy[] = [];
  const { ingest } = createIngestion({
    database,
    keyring: createTestKeyring(),
    shardCount,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    identityPolicies: () => published,
    now: Date.now,
    signal: () => undefined,
  });
  const take = (messageId: string) =>
    ingest.takeValues([{ messageId, type: 'store.visited', identities: { phone: shopNumber } }], {
      source: 'shop',
      isBackfill: false,
    });
  await take('before');
  published = defaultIdentityPolicies.map((one) =>
    one.type === 'phone' ? { ...one, blockedValues: [shopNumber] } : one,
  );
  await take('after');
  expect(await memberOf('before')).not.toBeNull();
  expect(await memberOf('after')).toBeNull();
});

it('takes a fact whose telephone number is none where another identity says whose it is, and quarantines one without', async () => {
  const { ingest } = createIngestion({
    database,
    keyring: createTestKeyring(),
    shardCount,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    identityPolicies: () => [],
    now: Date.now,
    signal: () => undefined,
  });
  const fact = (messageId: string, identities: Readonly<Record<string, string>>) => ({
    messageId,
    type: 'store.visited',
    identities,
  });
  const verdicts = await ingest.takeValues(
    [
      fact('placed', { phone: 'call me', user_id: 'u-optional' }),
      fact('nowhere', { phone: 'call me' }),
      fact('marks', { phone: '\u202D+86 139 0000 0001\u202C' }),
    ],
    { source: 'shop', isBackfill: false },
  );
  expect(verdicts.map(({ kind }) => kind)).toEqual(['accepted', 'quarantined', 'accepted']);
  expect(await memberOf('placed')).not.toBeNull();
});
