import { messageKey, unkeyedMessageKey } from '@perennial/engine';
import { createDatabase, ensureInstallation, type Database } from '@perennial/postgres';
import { createTestDatabase, type TestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestKeyring } from '../http/ingest/testing/ingest-server.ts';
import { createIngestion, type Ingestion } from './create-ingestion.ts';

const source = 'shop';
const keyring = createTestKeyring();
let testDatabase: TestDatabase;
let database: Database;
let ingestion: Ingestion;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  await ensureInstallation(database, { shardCount: 4, zone: 'Asia/Shanghai', currency: 'CNY' });
  ingestion = createIngestion({
    database,
    keyring,
    hasUnkeyedMessages: true,
    shardCount: 4,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    now: Date.now,
    signal: () => undefined,
  });
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

function fact(messageId: string, channel = 'web') {
  const identities = { phone: '+8613800000001' };
  return { messageId, type: 'store.visited', occurredAt: '2026-01-05T00:00:00Z', channel, identities };
}

async function take(values: readonly unknown[], ingest = ingestion.ingest) {
  return (await ingest.takeValues(values, { source, isBackfill: false })).map(({ kind }) => kind);
}

/** Takes a message and leaves its claim as a release did that did not key ids. */
async function takeAsBefore(messageId: string): Promise<void> {
  expect(await take([fact(messageId)])).toEqual(['accepted']);
  const changed = await database.execute(
    { name: 'test_unkey', text: 'update message set id = $2::uuid where id = $1::uuid' },
    [messageKey(keyring, source, messageId), unkeyedMessageKey(source, messageId)],
  );
  expect(changed).toBe(1);
}

describe('a message that was logged before ids were keyed', () => {
  it('is a duplicate when it comes again, beside others of its batch, and however often', async () => {
    await takeAsBefore('old');
    expect(await take([fact('new'), fact('old'), fact('new')])).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(await take([fact('old')])).toEqual(['duplicate']);
    const rows = await database.rows<{ n: number }>(
      { name: 'test_logged', text: `select count(*) as n from fact where message_id in ('old', 'new')` },
      [],
    );
    expect(rows[0]?.n).toBe(2);
  });

  it('refuses another body under its id', async () => {
    await takeAsBefore('other body');
    expect(await take([fact('other body', 'till')])).toEqual(['quarantined']);
  });

  it('is a duplicate in a trial too, and another body a conflict', async () => {
    await takeAsBefore('trial');
    const trial = ingestion.openTrial();
    expect(await take([fact('trial'), fact('trial', 'till'), fact('fresh')], trial)).toEqual([
      'duplicate',
      'quarantined',
      'accepted',
    ]);
  });
});
