import { keptOf } from '@perennial/contracts/ingest';
import { createIdentityPolicies, facets, noProperties, shardOf, type MemberId } from '@perennial/domain';
import {
  createBlinding,
  createKeyring,
  eraseMember,
  exportMember,
  rotateMasterKey,
  type ExportLine,
  type PersonalDataAct,
  type PrivacyOptions,
} from '@perennial/engine';
import { createPrivacyStore } from '@perennial/postgres';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startIngestServer, testShardCount, type IngestServer } from '../http/ingest/testing/ingest-server.ts';

let server: IngestServer;
let acts: PersonalDataAct[];
let options: PrivacyOptions;
const who = { by: 'li', reason: 'asked by letter' };

beforeAll(async () => {
  server = await startIngestServer();
});
afterAll(async () => {
  await server?.close();
});
beforeEach(() => {
  acts = [];
  options = {
    store: createPrivacyStore(server.database, facets),
    keyring: server.keyring,
    audit: async (act) => {
      acts.push(act);
    },
    kept: () => keptOf(noProperties),
  };
});

async function take(facts: readonly unknown[]) {
  return server.ingestion.ingest.takeValues(facts, { source: 'shop', isBackfill: false });
}

async function placeOf(type: string, value: string) {
  const blinded = createBlinding({
    keyring: server.keyring,
    policies: createIdentityPolicies(),
    phoneCountryOf: () => 'CN',
  })({
    type,
    value,
  });
  const hash = blinded.kind === 'identity' ? blinded.identity.hash : '';
  const [row] = await createPrivacyRows(hash);
  return row === undefined ? undefined : { id: row, shard: shardOf(row, testShardCount) };
}

async function createPrivacyRows(hash: string): Promise<readonly MemberId[]> {
  const rows = await server.database.rows<{ member_id: MemberId }>(
    { name: 'test_owner_of', text: 'select member_id from identity where hash = $1' },
    [hash],
  );
  return rows.map((row) => row.member_id);
}

/** Every row of every table as text; bytes as hexadecimal. */
async function dump(): Promise<string> {
  const tables = await server.database.rows<{ name: string }>(
    {
      name: 'test_tables',
      text: `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    },
    [],
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await server.database.rows<{ text: string }>(
      { name: `test_dump_${name}`, text: `select t::text as text from "${name}" t` },
      [],
    );
    texts.push(...rows.map((row) => row.text));
  }
  return texts.join('\n');
}

function occurrences(text: string, values: readonly string[]): readonly string[] {
  return values.filter((value) => text.includes(value) || text.includes(Buffer.from(value).toString('hex')));
}

const person = {
  phone: '13812340001',
  email: 'wang.fang@example.cn',
  name: '王芳芳',
  address: '上海市静安区南京西路1266号',
};

async function takePerson(): Promise<void> {
  await take([
    {
      messageId: 'p1',
      type: 'member.registered',
      identities: { phone: person.phone, email: person.email },
      payload: { attributes: { name: person.name, level: 'gold' } },
    },
    {
      messageId: 'p2',
      type: 'order.paid',
      identities: { phone: person.phone },
      payload: { orderId: 'o1', amountMinor: 100, shippingAddress: { text: person.address } },
    },
    {
      messageId: 'p3',
      type: 'ticket.opened',
      identities: { email: person.email },
      payload: { note: 'call', contact: { name: person.name, mobile: person.phone }, mails: [person.email] },
    },
    {
      messageId: 'p4',
      type: 'order.paid',
      identities: { phone: person.phone },
      payload: { orderId: 'o2', buyer: person.name },
    },
  ]);
}

const values = [...Object.values(person), '+8613812340001'];

async function lines(place: { id: MemberId; shard: number }): Promise<readonly ExportLine[]> {
  const found: ExportLine[] = [];
  for await (const line of exportMember(options, place, who)) found.push(line);
  return found;
}

describe('personal data', () => {
  it('stands nowhere in clear, is exported whole, and is gone after erasure', async () => {
    await takePerson();
    expect(occurrences(await dump(), values)).toEqual([]);
    const place = await placeOf('phone', person.phone);
    if (place === undefined) throw new Error('the member is there');

    const exported = await lines(place);
    expect(exported).toContainEqual({ kind: 'identity', type: 'phone', value: '+8613812340001' });
    expect(exported.filter((line) => line.kind === 'fact').map((line) => line.payload)).toEqual([
      { attributes: { name: person.name, level: 'gold' } },
      { orderId: 'o1', amountMinor: 100, shippingAddress: { text: person.address } },
      { note: 'call', contact: { name: person.name, mobile: person.phone }, mails: [person.email] },
    ]);

    const report = await eraseMember(options, place, who);
    expect(report).toMatchObject({ quarantinedRemoved: 1 });
    expect(acts.map((act) => act.action)).toEqual(['member.exported', 'member.erased']);
    expect(occurrences(await dump(), values)).toEqual([]);
    expect(await placeOf('phone', person.phone)).toBeUndefined();
    const left = await server.database.rows<{ n: number }>(
      {
        name: 'test_left',
        text: `select (select count(*) from member_key where member_id = $1) + (select count(*) from member_secret where member_id = $1)
                    + (select count(*) from identity where member_id = $1) as n`,
      },
      [place.id],
    );
    expect(left[0]?.n).toBe(0);
    expect((await lines(place)).filter((line) => line.kind === 'fact')).toHaveLength(3);
    expect(JSON.stringify(await lines(place))).not.toMatch(/王芳芳|13812340001|wang\.fang/);
  });

  it('makes a new member of somebody who comes back', async () => {
    const own = { phone: '13812340002' };
    await take([{ messageId: 'b1', type: 'member.signed_in', identities: own }]);
    const before = await placeOf('phone', own.phone);
    if (before === undefined) throw new Error('the member is there');
    await eraseMember(options, before, who);
    await take([{ messageId: 'b2', type: 'member.signed_in', identities: own }]);
    const after = await placeOf('phone', own.phone);
    expect(after?.id).not.toBe(before.id);
    const rows = await server.database.rows<{ message_id: string }>(
      { name: 'test_own_facts', text: 'select message_id from fact where member_id = $1' },
      [after?.id ?? ''],
    );
    expect(rows).toEqual([{ message_id: 'b2' }]);
  });

  it('leaves nothing behind when facts come in while she is erased', async () => {
    const own = { phone: '13812340003', email: 'race@example.cn' };
    await take([
      { messageId: 'r0', type: 'member.registered', identities: own, payload: { attributes: { name: '赵一一' } } },
    ]);
    const place = await placeOf('phone', own.phone);
    if (place === undefined) throw new Error('the member is there');
    const facts = Array.from({ length: 20 }, (_, n) =>
      take([
        {
          messageId: `r${n + 1}`,
          type: 'attributes.changed',
          identities: own,
          payload: { attributes: { name: `赵一${n}` } },
        },
      ]),
    );
    await Promise.all([eraseMember(options, place, who), ...facts]);
    const left = await server.database.rows<{ n: number }>(
      {
        name: 'test_left_secrets',
        text: 'select (select count(*) from member_secret where member_id = $1) + (select count(*) from member_key where member_id = $1) as n',
      },
      [place.id],
    );
    expect(left[0]?.n).toBe(0);
  });

  it('opens everything under a new master key, and nothing needs the old one', async () => {
    const own = { phone: '13812340004' };
    await take([
      { messageId: 'k1', type: 'member.registered', identities: own, payload: { attributes: { name: '钱多多' } } },
      { messageId: 'k2', type: 'order.paid', identities: own, payload: { orderId: 1.5 } },
    ]);
    const next = createHash('sha256').update('next').digest();
    const both = createKeyring({
      ...server.keyring,
      masterKeys: new Map([...server.keyring.masterKeys, ['m2', next]]),
      currentMasterKeyId: 'm2',
    });
    const rotated = await rotateMasterKey(options.store, both);
    expect(rotated.keys).toBeGreaterThan(0);
    expect(rotated.bodies).toBeGreaterThan(0);
    expect(await rotateMasterKey(options.store, both)).toEqual({ keys: 0, bodies: 0 });
    options = { ...options, keyring: createKeyring({ ...both, masterKeys: new Map([['m2', next]]) }) };
    const place = await placeOf('phone', own.phone);
    if (place === undefined) throw new Error('the member is there');
    expect(await lines(place)).toContainEqual(
      expect.objectContaining({ kind: 'personal', name: 'name', value: '钱多多' }),
    );
  });
});
