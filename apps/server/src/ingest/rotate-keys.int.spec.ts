import { createKeyring } from '@perennial/engine';
import type { Ingest, Keyring } from '@perennial/engine';
import { createDatabase, createMergeStore, ensureInstallation } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import type { TestDatabase } from '@perennial/postgres/testing';
import { undoMerge } from '@perennial/engine';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIngestion } from './create-ingestion.ts';

const keyOf = (name: string) => createHash('sha256').update(name).digest();
const [first, second] = [
  { id: '00000000-0000-0000-0000-000000000001', key: keyOf('hash 1') },
  { id: 'f3b1c7de-52a0-4f0e-9a77-2b8c1c0d9e42', key: keyOf('hash 2') },
];

function keyringOf(...hashKeys: Keyring['hashKeys']): Keyring {
  return createKeyring({ masterKeys: new Map([['m1', keyOf('master')]]), currentMasterKeyId: 'm1', hashKeys });
}

let testDatabase: TestDatabase;
let database: Database;
let before: Ingest;
let after: Ingest;
let person = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, poolSize: 4 });
  await ensureInstallation(database, { shardCount: 4, zone: 'Asia/Shanghai', currency: 'CNY' });
  before = ingestUnder(keyringOf(first));
  after = ingestUnder(keyringOf(second, first));
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});
beforeEach(() => {
  person += 1;
});

function ingestUnder(keyring: Keyring): Ingest {
  return createIngestion({
    database,
    keyring,
    shardCount: 4,
    programCurrency: 'CNY',
    zone: 'Asia/Shanghai',
    now: Date.now,
    signal: () => undefined,
  }).ingest;
}

const phone = () => `+86138000${String(person).padStart(5, '0')}`;
const browser = () => `browser-${person}`;

async function take(ingest: Ingest, messageId: string, identities: object) {
  const type = 'phone' in identities ? 'member.signed_in' : 'page.viewed';
  const fact = { messageId: `${messageId}-${person}`, type, identities, occurredAt: '2026-01-05T00:00:00Z' };
  const [verdict] = await ingest.takeValues([fact], { source: 'shop', isBackfill: false });
  return verdict?.kind;
}

/** Members of this test's facts, and the keys under which their identities are held. */
async function ownersOf(): Promise<{ members: number; keys: readonly string[] }> {
  const rows = await database.rows<{ member_id: string; hash_key_id: string }>(
    {
      name: 'test_owners',
      text: `select i.member_id, i.hash_key_id from identity i
              where i.hash = any(select unnest(identities) from fact where message_id like '%-' || $1) order by 2`,
    },
    [String(person)],
  );
  return { members: new Set(rows.map((row) => row.member_id)).size, keys: rows.map((row) => row.hash_key_id) };
}

describe('a new hash key', () => {
  it('finds whom the old one made, strong and weak identities alike, and is used for new ones', async () => {
    await take(before, 'a', { phone: phone() });
    await take(before, 'b', { anonymous_id: browser() });
    await take(after, 'c', { phone: phone(), anonymous_id: browser() });
    await take(after, 'd', { phone: phone(), email: `p${person}@example.com` });
    expect(await ownersOf()).toEqual({ members: 1, keys: [first.id, first.id, second.id] });
  });

  it('makes one member of a new person, and finds her again', async () => {
    await take(after, 'a', { phone: phone() });
    await take(after, 'b', { phone: phone() });
    expect(await ownersOf()).toEqual({ members: 1, keys: [second.id] });
  });

  it('knows messages of before the change as duplicates, and other bodies under them as conflicts', async () => {
    expect(await take(before, 'a', { phone: phone() })).toBe('accepted');
    expect(await take(after, 'a', { phone: phone() })).toBe('duplicate');
    expect(await take(after, 'a', { phone: '+8613999999999' })).toBe('quarantined');
  });

  it('joins whom processes made under either key while they changed over', async () => {
    const retired = ingestUnder(keyringOf(second));
    await take(before, 'a', { email: `q${person}@example.com` });
    await take(retired, 'b', { email: `q${person}@example.com` });
    expect(await ownersOf()).toEqual({ members: 2, keys: [first.id, second.id] });
    await take(after, 'c', { email: `q${person}@example.com` });
    expect(await ownersOf()).toEqual({ members: 1, keys: [first.id, second.id] });
  });

  it('takes a merge back that was made before the change, with what came since', async () => {
    await take(before, 'a', { phone: phone() });
    await take(before, 'b', { card_no: `622200${person}` });
    await take(before, 'c', { phone: phone(), card_no: `622200${person}` });
    await take(after, 'd', { card_no: `622200${person}` });
    const [merge] = await database.rows<{ merge_id: string }>(
      {
        name: 'test_merge_of',
        text: `select merge_id from merge_log where cause_message_id = $1 and status = 'merged'`,
      },
      [`c-${person}`],
    );
    const outcome = await undoMerge(
      { store: createMergeStore(database), signal: () => undefined },
      merge?.merge_id ?? '',
      'test',
    );
    expect(outcome.kind).toBe('undone');
    await take(after, 'e', { card_no: `622200${person}` });
    await take(after, 'f', { phone: phone() });
    expect(await ownersOf()).toEqual({ members: 2, keys: [first.id, first.id] });
  });
});
