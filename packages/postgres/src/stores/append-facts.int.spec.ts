import { createIdentityPolicies, type MemberId } from '@perennial/domain';
import { createAppendFacts, type AppendFacts, type AppendVerdict } from '@perennial/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '../database/database.ts';
import { createPreparer, createShards, createTestKeyring } from '../testing/ingest-fixtures.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { uuidArray } from '../wire/binary-arrays.ts';
import { createIngestStore } from './ingest-store.ts';

const shardCount = 8;
const prepare = createPreparer();
let testDatabase: TestDatabase;
let database: Database;
let append: AppendFacts;
let signalled: number[][];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url });
  await createShards(database, shardCount);
});
afterAll(async () => {
  await database?.close();
  await testDatabase?.drop();
});
beforeEach(() => {
  signalled = [];
  append = createAppender();
});

function createAppender(): AppendFacts {
  return createAppendFacts({
    store: createIngestStore(database),
    keyring: createTestKeyring(),
    policies: createIdentityPolicies(),
    shardCount,
    now: Date.now,
    signal: (shards) => signalled.push([...shards]),
  });
}

const byText = (one: string, other: string): number => one.localeCompare(other);

let serial = 0;
function unique(name: string): string {
  serial += 1;
  return `${name}-${serial}`;
}

function phone(): { type: string; value: string } {
  serial += 1;
  return { type: 'phone', value: `+86138${String(serial).padStart(8, '0')}` };
}

function anonymous(): { type: string; value: string } {
  return { type: 'anonymous_id', value: unique('anon') };
}

function memberOf(verdict: AppendVerdict | undefined): MemberId {
  if (verdict?.kind !== 'accepted' || verdict.memberId === null)
    throw new Error(`not accepted for a member: ${JSON.stringify(verdict)}`);
  return verdict.memberId;
}

async function logOf(shard: number) {
  return database.rows<{ position: number; kind: number; recorded_at: number; message_id: string }>(
    {
      name: 'test_log_of',
      text: 'select position, kind, recorded_at, message_id from fact where shard = $1 order by position',
    },
    [shard],
  );
}

async function count(table: string): Promise<number> {
  const rows = await database.rows<{ n: number }>(
    { name: `test_count_${table}`, text: `select count(*) as n from ${table}` },
    [],
  );
  return rows[0]?.n ?? -1;
}

describe('appending facts', () => {
  it('gives dense positions and never falling instants in each shard, and tells which shards grew', async () => {
    const facts = Array.from({ length: 500 }, () => prepare({ messageId: unique('m'), identities: [phone()] }));
    await Promise.all([append(facts.slice(0, 250)), append(facts.slice(250))]);
    for (let shard = 0; shard < shardCount; shard += 1) {
      const log = await logOf(shard);
      expect(log.map((row) => row.position)).toEqual(log.map((_, index) => index + 1));
      expect(log.map((row) => row.recorded_at)).toEqual(
        log.map((row) => row.recorded_at).toSorted((one, other) => one - other),
      );
    }
    expect(new Set(signalled.flat()).size).toBe(shardCount);
  });

  it('takes a repeated message once, and refuses another body under its id', async () => {
    const fact = prepare({ messageId: unique('m'), identities: [phone()] });
    expect((await append([fact, fact])).map((one) => one.kind)).toEqual(['accepted', 'duplicate']);
    expect((await append([fact])).map((one) => one.kind)).toEqual(['duplicate']);
    const other = prepare({ messageId: fact.messageId, payload: '{"other":1}' });
    expect((await append([other])).map((one) => one.kind)).toEqual(['conflict']);
    expect((await append([other, other])).map((one) => one.kind)).toEqual(['conflict', 'conflict']);
    const twice = unique('m');
    const within = await append([prepare({ messageId: twice }), prepare({ messageId: twice, payload: '{"x":1}' })]);
    expect(within.map((one) => one.kind)).toEqual(['accepted', 'conflict']);
  });

  it('keeps a fact that names nobody, for the totals', async () => {
    const [verdict] = await append([prepare({ messageId: unique('m') })]);
    expect(verdict).toMatchObject({ kind: 'accepted', memberId: null });
  });

  it('recognises one member by any of her identities', async () => {
    const own = phone();
    const email = { type: 'email', value: `${unique('li')}@example.cn` };
    const verdicts = await append([
      prepare({ messageId: unique('m'), identities: [own, email] }),
      prepare({ messageId: unique('m'), identities: [email] }),
      prepare({ messageId: unique('m'), identities: [own] }),
    ]);
    expect(new Set(verdicts.map(memberOf)).size).toBe(1);
    const [later] = await append([
      prepare({ messageId: unique('m'), identities: [{ ...email, value: email.value.toUpperCase() }] }),
    ]);
    expect(memberOf(later)).toBe(memberOf(verdicts[0]));
  });
});

describe('joining members', () => {
  it('lets anonymous history join the member at sign-in, with steps in both logs', async () => {
    const browser = anonymous();
    const own = phone();
    const [before] = await append([prepare({ messageId: unique('m'), identities: [browser] })]);
    const [known] = await append([prepare({ messageId: unique('m'), identities: [own] })]);
    const [signIn] = await append([prepare({ messageId: unique('m'), identities: [own, browser] })]);
    expect(memberOf(signIn)).toBe(memberOf(known));
    const [after] = await append([prepare({ messageId: unique('m'), identities: [browser] })]);
    expect(memberOf(after)).toBe(memberOf(known));
    const steps = await database.rows<{ kind: number; member_id: string; payload: string }>(
      {
        name: 'test_steps',
        text: 'select kind, member_id, payload from fact where kind in (1, 2) and member_id = any($1::uuid[]) order by kind',
      },
      [uuidArray([memberOf(before), memberOf(known)])],
    );
    expect(steps.map((step) => [step.kind, step.member_id])).toEqual([
      [1, memberOf(known)],
      [2, memberOf(before)],
    ]);
    expect(JSON.parse(steps[0]?.payload ?? '')).toMatchObject({ absorbedId: memberOf(before) });
  });

  it('never joins two known members by a shared browser, and gives it to the last who signed in', async () => {
    const browser = anonymous();
    const [one, other] = [phone(), phone()];
    const verdicts = await append([
      prepare({ messageId: unique('m'), identities: [one, browser] }),
      prepare({ messageId: unique('m'), identities: [other, browser] }),
      prepare({ messageId: unique('m'), identities: [browser] }),
    ]);
    const [first, second, third] = verdicts.map(memberOf);
    expect(first).not.toBe(second);
    expect(third).toBe(second);
    const [back] = await append([prepare({ messageId: unique('m'), identities: [one, browser] })]);
    const [again] = await append([prepare({ messageId: unique('m'), identities: [browser] })]);
    expect([memberOf(back), memberOf(again)]).toEqual([first, first]);
  });

  it('joins two known members by a strong identity, and tells why', async () => {
    const [own, mail] = [phone(), { type: 'email', value: `${unique('wang')}@example.cn` }];
    const [one] = await append([prepare({ messageId: unique('m'), identities: [own] })]);
    const [other] = await append([prepare({ messageId: unique('m'), identities: [mail] })]);
    const joining = prepare({ messageId: unique('m'), identities: [own, mail] });
    const [both] = await append([joining]);
    expect(memberOf(both)).toBe([memberOf(one), memberOf(other)].toSorted()[0]);
    const log = await database.rows<{ status: string; reason: string }>(
      { name: 'test_merge_log', text: 'select status, reason from merge_log where cause_message_id = $1' },
      [joining.messageId],
    );
    expect(log).toEqual([{ status: 'merged', reason: 'strong' }]);
  });

  it('refuses a join beyond the limit of a type, once in the merge log', async () => {
    const [first, second] = [phone(), phone()].map((own, index) => [
      own,
      { type: 'wechat_unionid', value: unique(`union${index}`) },
    ]);
    if (first === undefined || second === undefined) throw new Error('two');
    const [one] = await append([prepare({ messageId: unique('m'), identities: first })]);
    const [other] = await append([prepare({ messageId: unique('m'), identities: second })]);
    for (let n = 0; n < 2; n += 1) {
      const [both] = await append([
        prepare({
          messageId: unique('m'),
          identities: [...first, ...second].filter((identity) => identity.type === 'phone'),
        }),
      ]);
      expect([memberOf(one), memberOf(other)]).toContain(memberOf(both));
    }
    const refused = await database.rows<{ reason: string }>(
      {
        name: 'test_refused',
        text: `select reason from merge_log where status = 'refused' and survivor_id = any($1::uuid[])`,
      },
      [uuidArray([memberOf(one), memberOf(other)])],
    );
    expect(refused).toEqual([{ reason: 'limit' }]);
  });
});

describe('racing writers', () => {
  it('makes one member of an identity that many clients bring at once', async () => {
    const own = phone();
    const writers = Array.from({ length: 6 }, () => createAppender());
    const verdicts = await Promise.all(
      writers.map((write) => write([prepare({ messageId: unique('m'), identities: [own] })])),
    );
    expect(new Set(verdicts.map(([verdict]) => memberOf(verdict))).size).toBe(1);
  });

  it('takes a message once, however many clients send it at once', async () => {
    const fact = prepare({ messageId: unique('m'), identities: [phone()] });
    const verdicts = await Promise.all(Array.from({ length: 6 }, () => createAppender()([fact])));
    expect(verdicts.map(([verdict]) => verdict?.kind ?? '').toSorted(byText)).toEqual([
      'accepted',
      ...Array<string>(5).fill('duplicate'),
    ]);
  });

  it('ends with one owner an identity and no fact in a closed log, whatever merges race with whatever facts', async () => {
    const phones = Array.from({ length: 12 }, phone);
    const mails = phones.map(() => ({ type: 'email', value: `${unique('race')}@example.cn` }));
    await append(phones.map((own) => prepare({ messageId: unique('m'), identities: [own] })));
    await append(mails.map((mail) => prepare({ messageId: unique('m'), identities: [mail] })));
    const writers = Array.from({ length: 4 }, () => createAppender());
    await Promise.all(
      phones.flatMap((own, index) => {
        const mail = mails[index] ?? own;
        return [[own, mail], [mail], [own], [mail, own]].map((identities, n) =>
          (writers[n % writers.length] ?? append)([prepare({ messageId: unique('m'), identities })]),
        );
      }),
    );
    for (const [index, own] of phones.entries()) {
      const verdicts = await append(
        [own, mails[index] ?? own].map((identity) => prepare({ messageId: unique('m'), identities: [identity] })),
      );
      expect(memberOf(verdicts[0])).toBe(memberOf(verdicts[1]));
    }
    const late = await database.rows<{ n: number }>(
      {
        name: 'test_late_facts',
        text: `select count(*) as n from fact f join fact tombstone on tombstone.shard = f.shard and tombstone.member_id = f.member_id
                where tombstone.kind = 2 and f.kind = 0 and f.position > tombstone.position`,
      },
      [],
    );
    expect(late[0]?.n).toBe(0);
    expect(await count('message')).toBe(await countFacts());
  });
});

async function countFacts(): Promise<number> {
  const rows = await database.rows<{ n: number }>(
    { name: 'test_count_facts', text: 'select count(*) as n from fact where kind = 0' },
    [],
  );
  return rows[0]?.n ?? -1;
}

describe('personal data', () => {
  it('keeps values of identities and lifted fields encrypted only', async () => {
    const own = phone();
    await append([
      prepare({
        messageId: unique('m'),
        identities: [own],
        payload: '{"name":{"$secret":"name"}}',
        secrets: [{ name: 'name', value: '"王小明"' }],
      }),
    ]);
    const rows = await database.rows<{ name: string; ciphertext: Buffer }>(
      { name: 'test_secrets', text: `select name, ciphertext from member_secret` },
      [],
    );
    expect(rows.map((row) => row.name)).toContain('name');
    expect(rows.some((row) => row.ciphertext.includes('王小明') || row.ciphertext.includes(own.value))).toBe(false);
  });
});
