import { createKeyring, type HashKey } from '@perennial/engine';
import { createDatabase, ensureInstallation, type Database } from '@perennial/postgres';
import { createTestDatabase, type TestDatabase } from '@perennial/postgres/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey, KeysMissingError } from './keyring-file.ts';
import { settleKeys } from './settle-keys.ts';

let testDatabase: TestDatabase;
let database: Database;

beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  await ensureInstallation(database, { shardCount: 4, zone: 'Asia/Shanghai', currency: 'CNY' });
});
afterEach(async () => {
  await database?.close();
  await testDatabase?.drop();
});

interface Keys {
  readonly masters: Readonly<Record<string, Buffer>>;
  readonly hashKeys: readonly HashKey[];
}

const newKey = (): HashKey => ({ id: randomUUID(), key: randomBytes(32) });

function open({ masters, hashKeys }: Keys) {
  const text = (key: Uint8Array) => Buffer.from(key).toString('base64');
  const [current = ''] = Object.keys(masters);
  const keys = JSON.stringify({
    currentMasterKeyId: current,
    masterKeys: Object.fromEntries(Object.entries(masters).map(([id, key]) => [id, text(key)])),
    hashKeys: hashKeys.map(({ id, key }) => ({ id, key: text(key) })),
  });
  return settleKeys(database, { dataFolder: '/nowhere', keys });
}

/** As ingestion leaves it: a member with a key under this master key. */
async function keepUnder(masterKeyId: string): Promise<void> {
  await database.execute(
    {
      name: 'keep_under',
      text: `insert into member_key (shard, member_id, master_key_id, wrapped_key, created_at)
             values (0, gen_random_uuid(), $1, '\\x00'::bytea, 0)`,
    },
    [masterKeyId],
  );
}

describe('a database', () => {
  const [first, second] = [newKey(), newKey()];
  const [old, current] = [randomBytes(32), randomBytes(32)];

  it('opens with all keys that were in use and newer ones beside them', async () => {
    await open({ masters: { old }, hashKeys: [first] });
    await open({ masters: { old }, hashKeys: [first] });
    await open({ masters: { current, old }, hashKeys: [second, first] });
    const keyring = await open({ masters: { current, old }, hashKeys: [second, first] });
    expect(keyring).toEqual(
      createKeyring({
        masterKeys: new Map([
          ['current', current],
          ['old', old],
        ]),
        currentMasterKeyId: 'current',
        hashKeys: [second, first],
      }),
    );
  });

  it.each([
    ['others', { masters: { old: current }, hashKeys: [second] }, 'begun with'],
    ['another master key under the name of its own', { masters: { old: current }, hashKeys: [first] }, 'another key'],
    ['a hash key less', { masters: { old, current }, hashKeys: [first] }, `hash key ${second.id} is missing`],
    ['without the oldest hash key', { masters: { old, current }, hashKeys: [second] }, 'begun with'],
    [
      'a master key less under which there is data',
      { masters: { current }, hashKeys: [second, first] },
      'old is missing',
    ],
  ])('does not open with %s, and opens with its own afterwards', async (_, keys, reason) => {
    const own = { masters: { old, current }, hashKeys: [second, first] };
    await open(own);
    await keepUnder('old');
    await expect(open(keys)).rejects.toThrow(reason);
    await open(own);
  });

  it('opens without a master key by which nothing is wrapped any more', async () => {
    await open({ masters: { old, current }, hashKeys: [first] });
    await keepUnder('current');
    await open({ masters: { current }, hashKeys: [first] });
  });

  it('of a release that kept no fingerprints is asked whether the keys open it', async () => {
    await open({ masters: { old }, hashKeys: [first] });
    await keepUnder('old');
    await database.run('delete from installation_key');
    await expect(open({ masters: { current }, hashKeys: [first] })).rejects.toThrow('old is missing');
    await expect(open({ masters: { old: current }, hashKeys: [first] })).rejects.toThrow('another key');
  });

  describe('whose keys are a file', () => {
    let dataFolder: string;
    beforeEach(() => {
      dataFolder = mkdtempSync(join(tmpdir(), 'perennial-settle-'));
    });
    afterEach(() => rmSync(dataFolder, { recursive: true, force: true }));

    it('gets new ones once, and never again', async () => {
      await settleKeys(database, { dataFolder });
      rmSync(join(dataFolder, 'keys.json'));
      await expect(settleKeys(database, { dataFolder })).rejects.toThrow(KeysMissingError);
      expect(existsSync(join(dataFolder, 'keys.json'))).toBe(false);
    });

    it('takes a key that was added before a crash', async () => {
      await settleKeys(database, { dataFolder });
      const added = addKey(dataFolder, 'hash');
      expect((await settleKeys(database, { dataFolder })).hashKeys[0]?.id).toBe(added);
    });
  });
});
