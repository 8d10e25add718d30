import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '@perennial/contracts/staff';
import { startNameMarking } from '../platform/name-marking.ts';
import { codeOf, order, settled, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let members: Client['members'];

const people = {
  xiaoya: { phone: '+8613711110001', attributes: { name: '王小雅' }, storeId: 's2' },
  xiaoyaLi: { phone: '+8613711110002', attributes: { name: '李小雅' }, storeId: 's1' },
  ann: { phone: '+8613711110003', attributes: { firstName: 'Ánn', lastName: 'Brown' }, storeId: 's1' },
  anna: { phone: '+8613711110004', attributes: { name: 'Anna Smith', recipient: '赵大山' }, storeId: 's1' },
} as const;

let serial = 0;

function registered(phone: string, attributes: object): object {
  serial += 1;
  return { messageId: `named-${serial}`, type: 'attributes.changed', identities: { phone }, payload: { attributes } };
}

beforeAll(async () => {
  served = await startServedPlatform();
  ({ members } = served.administrator);
  for (const [who, { phone, attributes, storeId }] of Object.entries(people))
    await served.send([registered(phone, attributes), order(`of-${who}`, 3, { identities: { phone }, storeId })]);
  await served.caughtUp();
});
afterAll(() => served.close());

async function found(q: string, by: Client['members'] = members): Promise<readonly string[]> {
  const { items } = await by.search({ query: { q, limit: 50 } });
  return items
    .map(({ member, matched, maskedName }) => [member.label, matched, maskedName].join(' ').trim())
    .toSorted();
}

async function idOf(q: string): Promise<string> {
  return (await members.search({ query: { q } })).items[0]?.member.id ?? '';
}

describe('a search', () => {
  it.each([
    ['小雅', ['137••••0001 name 王•••', '137••••0002 name 李•••']],
    ['王小雅', ['137••••0001 whole_name 王•••']],
    ['ann', ['137••••0003 whole_name Á•••', '137••••0004 name A•••']],
    ['BROWN ann', ['137••••0003 name Á•••']],
    ['smi', ['137••••0004 name A•••']],
    ['of-ann', ['137••••0003 order']],
    ['13711110001', ['137••••0001 phone']],
    ['0002', ['137••••0002 last_four']],
    ['赵大山', []],
    ['雅王', []],
  ] as const)('for %s finds whom it names, and says by what, masked', async (q, expected) => {
    expect(await found(q)).toEqual(expected);
  });

  it('tells no name in clear, and takes no single character', async () => {
    const answer = await members.search({ query: { q: '小雅' } });
    expect(JSON.stringify(answer)).not.toMatch(/王小雅|李小雅|1371111/);
    expect(answer.namesWaiting).toBe(0);
    expect(await codeOf(members.search({ query: { q: '雅' } }))).toBe('request.invalid');
  });

  it('finds store staff those alone who were in their stores', async () => {
    const { link } = await served.administrator.users.create({
      body: { email: 'till@example.com', name: 'Till', role: 'store_staff', storeIds: ['s2'] },
    });
    const staff = served.clientWith(await served.signInByLink(link.url));
    expect(await found('小雅', staff.members)).toEqual(['137••••0001 name 王•••']);
    expect(await found('of-ann', staff.members)).toEqual([]);
  });
});

describe('a search within a list', () => {
  const bought = JSON.stringify({ field: 'purchase.count', operator: '>=', value: 1 });
  const reason = 'she is at the till';

  it('finds by one character, with a reason that the audit log keeps, and shows no more of a name than others', async () => {
    const body = { filter: { condition: bought }, name: '雅', reason };
    const answer = await members.searchList({ body });
    expect(answer.items.map(({ member, maskedName }) => `${member.label} ${maskedName}`).toSorted()).toEqual([
      '137••••0001 王•••',
      '137••••0002 李•••',
    ]);
    expect(answer.searched).toBe(6);
    expect(JSON.stringify(answer)).not.toMatch(/小雅/);
    const { items } = await served.administrator.audit.list({ query: { action: 'members.names_searched' } });
    expect(items[0]).toMatchObject({ subject: '6 members', reason, outcome: 'done' });
    expect(JSON.stringify(items)).not.toContain('雅');
  });

  it('is not to be had of everybody, without a reason, or by who may not reveal', async () => {
    const all = { filter: {}, name: '雅', reason };
    expect(await codeOf(members.searchList({ body: all }))).toBe('members.list_too_long');
    expect(await codeOf(members.searchList({ body: { ...all, reason: '' } }))).toBe('request.invalid');
    const { link } = await served.administrator.users.create({
      body: { email: 'analyst@example.com', name: 'A', role: 'analyst' },
    });
    const analyst = served.clientWith(await served.signInByLink(link.url));
    const body = { ...all, filter: { condition: bought } };
    expect(await codeOf(analyst.members.searchList({ body }))).toBe('auth.forbidden');
  });
});

describe('a name', () => {
  it('that was told anew is found, and the one of before no more', async () => {
    const phone = '+8613711110005';
    await served.send([registered(phone, { name: '周明明' })]);
    await served.send([registered(phone, { name: '周亮亮' })]);
    await settled(async () => expect(await found('亮亮')).toHaveLength(1));
    expect(await found('明明')).toEqual([]);
    await members.setAttributes({ params: { memberId: await idOf(phone) }, body: { attributes: { name: '周圆圆' } } });
    expect(await found('圆圆')).toHaveLength(1);
    expect(await found('亮亮')).toEqual([]);
  });

  it('goes with her through a merge and back', async () => {
    const [phone, other] = ['+8613711110006', '+8613711110007'];
    await served.send([registered(phone, { name: '吴飞飞' }), registered(other, { nickname: 'Feifei' })]);
    await served.caughtUp();
    const [survivor, absorbed] = [await idOf(phone), await idOf(other)];
    const { mergeId, survivorId } = await members.merge({
      params: { memberId: survivor },
      body: { absorb: absorbed, reason: 'the same person' },
    });
    const idsOf = async (q: string) => (await members.search({ query: { q } })).items.map(({ member }) => member.id);
    for (const q of ['飞飞', 'feifei']) expect(await idsOf(q), q).toEqual([survivorId]);
    await members.undoMerge({ params: { memberId: survivorId, mergeId }, body: { reason: 'two people' } });
    expect([await idsOf('飞飞'), await idsOf('feifei')]).toEqual([[survivor], [absorbed]]);
  });

  it('is erased with her, and nothing is left that finds her', async () => {
    const phone = '+8613711110008';
    await served.send([registered(phone, { name: '郑安安' })]);
    await served.caughtUp();
    const memberId = await idOf(phone);
    expect(await found('安安')).toHaveLength(1);
    await members.erase({ params: { memberId }, body: { reason: 'asked for', confirm: memberId } });
    expect(await found('安安')).toEqual([]);
    expect(await countOf(`member_secret where member_id = '${memberId}'`)).toBe(0);
  });
});

async function countOf(from: string): Promise<number> {
  const rows = await served.platform.database.rows<{ n: number }>(
    { name: `test_count_${serial++}`, text: `select count(*)::integer as n from ${from}` },
    [],
  );
  return rows[0]?.n ?? 0;
}

describe('names of before an upgrade', () => {
  it('are marked beside everything else, as often as it takes, and one that is told meanwhile is left alone', async () => {
    const { database, keyring } = served.platform;
    const text = 'update member_secret set name_marks = null';
    await database.execute({ name: 'test_unmark', text }, []);
    const { items, namesWaiting } = await members.search({ query: { q: '小雅' } });
    expect(items).toEqual([]);
    expect(namesWaiting).toBeGreaterThan(5);
    await served.send([registered('+8613711110009', { name: '冯小雅' })]);
    expect(await found('小雅')).toEqual(['137••••0009 name 冯•••']);
    const told: string[] = [];
    const marking = startNameMarking({ database, keyring, report: (message) => void told.push(message), pollMs: 20 });
    await settled(async () => expect(told).toHaveLength(2));
    await marking.stop();
    expect(await found('小雅')).toHaveLength(3);
    expect((await members.search({ query: { q: '小雅' } })).namesWaiting).toBe(0);
    expect(told.join()).not.toMatch(/雅|137/);
  });

  it('that are damaged are found by nothing, and looked at once', async () => {
    const { database, keyring } = served.platform;
    const memberId = await idOf(people.xiaoyaLi.phone);
    const text = `update member_secret set ciphertext = '\\x00', name_marks = null where member_id = $1 and name = 'name'`;
    await database.execute({ name: 'test_damage', text }, [memberId]);
    const marking = startNameMarking({ database, keyring, report: () => undefined, pollMs: 20 });
    await settled(async () => expect((await members.search({ query: { q: '小雅' } })).namesWaiting).toBe(0));
    await marking.stop();
    expect(await found('李小雅')).toEqual([]);
  });
});
