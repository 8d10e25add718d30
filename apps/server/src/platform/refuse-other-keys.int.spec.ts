import { createKeyring, type HashKey } from '@perennial/engine';
import { createDatabase, ensureInstallation, type Database } from '@perennial/postgres';
import { createTestDatabase, type TestDatabase } from '@perennial/postgres/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseOtherKeys } from './refuse-other-keys.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  await ensureInstallation(database, { shardCount: 4, zone: 'Asia/Shanghai', currency: 'CNY' });
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

const newKey = (): HashKey => ({ id: randomUUID(), key: randomBytes(32) });

function keyringOf(...hashKeys: readonly HashKey[]) {
  return createKeyring({ masterKeys: new Map([['m', randomBytes(32)]]), currentMasterKeyId: 'm', hashKeys });
}

describe('a database', () => {
  it('opens with the keys that it was begun with and newer ones beside them, and with no others', async () => {
    const [first, second] = [newKey(), newKey()];
    await refuseOtherKeys(database, keyringOf(first));
    await refuseOtherKeys(database, keyringOf(first));
    await refuseOtherKeys(database, keyringOf(second, first));
    await expect(refuseOtherKeys(database, keyringOf(second))).rejects.toThrow('not those of this database');
    await expect(refuseOtherKeys(database, keyringOf(newKey()))).rejects.toThrow('keys.json');
    await refuseOtherKeys(database, keyringOf(first));
  });
});
