import { createIdentityPolicies, defaultIdentityPolicies, shardOf, type MemberId } from '@perennial/domain';
import {
  belongsToSegment,
  createAppendFacts,
  logSegmentsOf,
  retryRefusedLinks,
  undoMerge,
  type AppendFacts,
  type AppendVerdict,
  type RawIdentity,
} from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '../database/database.ts';
import { createPreparer, createShards, createTestKeyring, testHashKeyId } from '../testing/ingest-fixtures.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { createIngestStore } from './ingest-store.ts';
import { createMergeStore } from './merge-store.ts';

const shardCount = 8;
const prepare = createPreparer();
let testDatabase: TestDatabase;
let database: Database;
let append: AppendFacts;
let serial = 0;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  await createShards(database, shardCount);
  append = createAppendFacts({
    store: createIngestStore(database),
    keyring: createTestKeyring(),
    policies: createIdentityPolicies(),
    shardCount,
    now: Date.now,
    signal: () => undefined,
  });
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});

const undo = (mergeId: string) =>
  undoMerge({ store: createMergeStore(database), signal: () => undefined }, mergeId, 'li');

async function send(name: string, identities: readonly RawIdentity[]): Promise<MemberId> {
  const [verdict] = await append([prepare({ messageId: name, identities })]);
  return memberOf(verdict);
}

function memberOf(verdict: AppendVerdict | undefined): MemberId {
  if (verdict?.kind !== 'accepted' || verdict.memberId === null) throw new Error('not accepted for a member');
  return verdict.memberId;
}

function newPair(): { readonly name: string; readonly phone: RawIdentity; readonly email: RawIdentity } {
  serial += 1;
  const name = `case${serial}`;
  return {
    name,
    phone: { type: 'phone', value: `+86139${String(serial).padStart(8, '0')}` },
    email: { type: 'email', value: `${name}@example.cn` },
  };
}

async function mergeIdOf(messageId: string): Promise<string> {
  const rows = await database.rows<{ merge_id: string }>(
    { name: 'test_merge_id', text: `select merge_id from merge_log where cause_message_id = $1 and status = 'merged'` },
    [messageId],
  );
  return rows[0]?.merge_id ?? 'none';
}

/** Messages of the facts that make up a member now. */
async function historyOf(id: MemberId): Promise<readonly string[]> {
  const segments = await logSegmentsOf(createMergeStore(database), { id, shard: shardOf(id, shardCount) });
  const messages: string[] = [];
  for (const segment of segments) {
    const rows = await database.rows<{ position: number; message_id: string; identities: string }>(
      {
        name: 'test_segment',
        text: `select position, message_id, array_to_string(identities, ',') as identities from fact where shard = $1 and member_id = $2 and kind = 0`,
      },
      [segment.place.shard, segment.place.id],
    );
    messages.push(
      ...rows
        .filter((row) => belongsToSegment(segment, row.position, row.identities.split(',')))
        .map((row) => row.message_id),
    );
  }
  return messages.toSorted((one, other) => one.localeCompare(other));
}

describe('undoing a merge', () => {
  it('gives identities back, splits later facts by what they carry, and keeps the two apart', async () => {
    const { name, phone, email } = newPair();
    const [one, other] = [await send(`${name}-1-phone`, [phone]), await send(`${name}-2-mail`, [email])];
    const survivor = await send(`${name}-3-both`, [phone, email]);
    const absorbed = survivor === one ? other : one;
    await send(`${name}-4-mail`, [email]);
    await send(`${name}-5-phone`, [phone]);
    expect(await historyOf(survivor)).toHaveLength(5);

    expect(await undo(await mergeIdOf(`${name}-3-both`))).toMatchObject({
      kind: 'undone',
      survivorId: survivor,
      splitId: absorbed,
    });
    const byPhone = [`${name}-1-phone`, `${name}-3-both`, `${name}-5-phone`];
    const byMail = [`${name}-2-mail`, `${name}-4-mail`];
    expect([await historyOf(one), await historyOf(other)]).toEqual([byPhone, byMail]);

    expect(await send(`${name}-6-mail`, [email])).toBe(other);
    expect(await send(`${name}-7-both`, [phone, email])).toBe(one);
    expect(await historyOf(other)).toEqual([...byMail, `${name}-6-mail`]);
    expect(await historyOf(one)).toEqual([...byPhone, `${name}-7-both`]);
    const refused = await database.rows<{ reason: string }>(
      { name: 'test_kept_apart', text: `select reason from merge_log where cause_message_id = $1` },
      [`${name}-7-both`],
    );
    expect(refused).toEqual([{ reason: 'kept_apart' }]);
  });

  it('writes a split step into both logs', async () => {
    const { name, phone, email } = newPair();
    await send(`${name}-1`, [phone]);
    await send(`${name}-2`, [email]);
    await send(`${name}-3`, [phone, email]);
    const mergeId = await mergeIdOf(`${name}-3`);
    await undo(mergeId);
    const steps = await database.rows<{ kind: number; member_id: string }>(
      { name: 'test_split_steps', text: 'select kind, member_id from fact where message_id = $1 and kind = 3' },
      [mergeId],
    );
    expect(new Set(steps.map((step) => step.member_id)).size).toBe(2);
  });

  it('refuses a merge that is unknown or undone already, and undoes merges one after the other', async () => {
    const { name, phone, email } = newPair();
    const third = { type: 'card_no', value: `${name}9999` };
    await send(`${name}-1`, [phone]);
    await send(`${name}-2`, [email]);
    await send(`${name}-3`, [phone, email]);
    const firstMerge = await mergeIdOf(`${name}-3`);
    await send(`${name}-4`, [third]);
    await send(`${name}-5`, [phone, third]);
    const lastMerge = await mergeIdOf(`${name}-5`);
    expect(await undo('00000000-0000-7000-8000-000000000000')).toEqual({ kind: 'refused', code: 'merge.not_found' });
    expect((await undo(lastMerge)).kind).toBe('undone');
    expect(await undo(lastMerge)).toEqual({ kind: 'refused', code: 'merge.already_undone' });
    expect((await undo(firstMerge)).kind).toBe('undone');
  });

  it('refuses while the survivor is absorbed herself', async () => {
    const { name, phone, email } = newPair();
    const card = { type: 'card_no', value: `${name}8888` };
    const oldest = await send(`${name}-0`, [card]);
    await send(`${name}-1`, [phone]);
    await send(`${name}-2`, [email]);
    await send(`${name}-3`, [phone, email]);
    const inner = await mergeIdOf(`${name}-3`);
    const survivor = await send(`${name}-4`, [card, phone]);
    expect(survivor).toBe(oldest);
    expect(await undo(inner)).toEqual({ kind: 'refused', code: 'merge.not_undoable' });
    expect(await historyOf(oldest)).toHaveLength(5);
  });
});

describe('joins that a limit forbade', () => {
  const options = () => ({
    store: createMergeStore(database),
    policies: createIdentityPolicies(),
    shardCount,
    hashKeyId: testHashKeyId,
    signal: () => undefined,
  });

  it('come about when the limit frees, once, and stay refused before', async () => {
    const { name, phone, email } = newPair();
    const union = (one: string): RawIdentity => ({ type: 'wechat_unionid', value: `${name}-${one}` });
    await send(`${name}-1`, [phone, union('a')]);
    await send(`${name}-2`, [email]);
    await send(`${name}-3`, [phone, email]);
    const survivor = await send(`${name}-4`, [phone, union('b')]);
    expect(await retryRefusedLinks(options(), null)).toBe(0);

    const raised = createIdentityPolicies(
      defaultIdentityPolicies.map((one) => (one.type === 'wechat_unionid' ? { ...one, perMemberMax: 2 } : one)),
    );
    expect(
      await retryRefusedLinks({ ...options(), policies: raised }, [
        { id: survivor, shard: shardOf(survivor, shardCount) },
      ]),
    ).toBe(1);
    expect(await retryRefusedLinks({ ...options(), policies: raised }, null)).toBe(0);
    expect(await send(`${name}-5`, [union('b')])).toBe(survivor);
  });

  it('merge two members after one of them gave identities back', async () => {
    const { name, phone, email } = newPair();
    const union = (one: string): RawIdentity => ({ type: 'wechat_unionid', value: `${name}-${one}` });
    const card = { type: 'card_no', value: `${name}7777` };
    await send(`${name}-1`, [phone]);
    await send(`${name}-2`, [email, union('a')]);
    const merged = await send(`${name}-3`, [phone, email]);
    const other = await send(`${name}-4`, [card, union('b')]);
    expect(await send(`${name}-5`, [phone, card])).toBe(merged);
    await undo(await mergeIdOf(`${name}-3`));
    const members = [merged, other].map((id) => ({ id, shard: shardOf(id, shardCount) }));
    expect(await retryRefusedLinks(options(), members)).toBe(1);
    expect(await send(`${name}-6`, [card])).toBe(await send(`${name}-7`, [phone]));
  });
});
