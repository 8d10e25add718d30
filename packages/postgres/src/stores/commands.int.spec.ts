import { readMember, type MemberPlace } from '@perennial/engine';
import { attributeKey, attributeRows, facets, openView, registersFacet } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { act, placeOf } from '../testing/command-fixtures.ts';
import { describeReplayed, done, erase, useCommands } from '../testing/use-commands.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { readFoldLag } from '../sql/shards.ts';
import { createPrivacyStore } from './privacy-store.ts';

const prepare = createPreparer();
const use = useCommands();

let serial = 0;

/** Somebody new, with one fact in her log that nobody has folded yet. */
async function newMember(payload = '{"attributes":{"city":"Xi\'an"}}'): Promise<MemberPlace> {
  serial += 1;
  const identities = [{ type: 'phone', value: `+86135${String(serial).padStart(8, '0')}` }];
  const fact = prepare({
    messageId: `m-${serial}`,
    type: 'attributes.changed',
    payload,
    identities,
    occurredAt: Date.now() - 1,
  });
  const [verdict] = await use.installation.append([fact]);
  return placeOf(verdict);
}

async function setStock(resource: string, units: number): Promise<void> {
  await use.installation.database.execute(
    { name: 'test_stock', text: 'insert into resource_slice (shard, key, available) values (0, $1, $2)' },
    [resource, units],
  );
}

/** The registers of a member as a view of her shows them. */
async function registersOf(place: MemberPlace): Promise<Record<string, unknown>> {
  const member = await readMember(use.installation.store, use.installation.programs, {
    key: place,
    asOf: Date.now() + 1_000,
  });
  if (member === null) throw new Error('no such member');
  const rows = openView(member, registersFacet).rows(attributeRows).rows();
  return Object.fromEntries(rows.map(({ kind, name, value }) => [`${kind}.${name}`, JSON.parse(value)]));
}

async function decisionsOf({
  shard,
  id,
}: MemberPlace): Promise<readonly { type: string; message_id: string; payload: string }[]> {
  return use.installation.database.rows(
    {
      name: 'test_decisions',
      text: `select type, message_id, payload from fact where shard = $1 and member_id = $2 and kind = 4 order by position`,
    },
    [shard, id],
  );
}

describe('a command', () => {
  it('folds what waits, decides, and is answered when its decision is in the log and applied', async () => {
    const member = await newMember();
    const outcome = done(await act(use.commands, ['tag', member, { tag: 'vip', action: 'add' }]));
    expect(outcome).toMatchObject({ memberId: member.id, answer: { changed: 1 }, isRepeat: false });
    expect(await decisionsOf(member)).toEqual([
      {
        type: 'tag',
        message_id: outcome.decisionId,
        payload: '{"$by":"user:1","registers":{"writes":[{"kind":"tag","name":"vip","value":true}]}}',
      },
    ]);
    const [row] = await use.installation.database.rows<{ position: number; rows: number }>(
      {
        name: 'test_position',
        text: `select position, (select count(*) from member_attribute a where a.shard = m.shard and a.member_id = m.id) as rows
                 from member m where shard = $1 and id = $2`,
      },
      [member.shard, member.id],
    );
    expect(row?.rows).toBe(2);
    expect(await registersOf(member)).toEqual({ 'attribute.city': "Xi'an", 'tag.vip': true });
  });

  it('is done without a decision when it holds already', async () => {
    const member = await newMember();
    await act(use.commands, ['tag', member, { tag: 'vip', action: 'add' }]);
    const again = done(await act(use.commands, ['tag', member, { tag: 'vip', action: 'add' }]));
    expect(again).toMatchObject({ decisionId: null, answer: { changed: 0 } });
    expect(await decisionsOf(member)).toHaveLength(1);
    expect(done(await act(use.commands, ['tag', member, { tag: 'other', action: 'remove' }])).decisionId).toBeNull();
  });

  it('replaces what a sender with a clock ahead has dated later', async () => {
    const member = await newMember();
    serial += 1;
    const fact = prepare({
      messageId: `m-${serial}`,
      type: 'tag.removed',
      payload: '{"tag":"vip"}',
      identities: [{ type: 'phone', value: `+86135${String(serial - 1).padStart(8, '0')}` }],
      occurredAt: Date.now() + 600_000,
    });
    await use.installation.append([fact]);
    done(await act(use.commands, ['tag', member, { tag: 'vip', action: 'add' }]));
    const key = attributeKey('tag', 'vip');
    const read = { key: member, asOf: Date.now() + 1_000 };
    const view = await readMember(use.installation.store, use.installation.programs, read);
    expect(view === null ? null : openView(view, registersFacet).rows(attributeRows).get(key)?.value).toBe('true');
  });

  it('two of which come at once for one member go one after the other', async () => {
    const member = await newMember();
    const tags = Array.from({ length: 20 }, (_, n) => `t${n}`);
    const outcomes = await Promise.all(tags.map((tag) => act(use.commands, ['tag', member, { tag, action: 'add' }])));
    expect(new Set(outcomes.map((outcome) => done(outcome).decisionId)).size).toBe(20);
    expect(await decisionsOf(member)).toHaveLength(20);
  });

  it('hears what is wrong with its input, and of a command that there is not', async () => {
    const member = await newMember();
    const wrong = await act(use.commands, ['tag', member, { tag: '', action: 'put' }]);
    expect(wrong).toMatchObject({ kind: 'refused', code: 'request.invalid' });
    expect(wrong.kind === 'refused' && wrong.problems?.map(({ path }) => path)).toEqual(['tag', 'action']);
    expect(await act(use.commands, ['dance', member, {}])).toMatchObject({ kind: 'refused', code: 'request.invalid' });
    expect(await decisionsOf(member)).toEqual([]);
  });

  it('is refused for somebody who does not exist, and nothing is kept of it', async () => {
    const nobody = { shard: 0, id: '00000000-0000-7000-8000-000000000000' as MemberPlace['id'] };
    const input = { tag: 'vip', action: 'add' };
    const [one, other] = [
      await act(use.commands, ['tag', nobody, input], 'nobody'),
      await act(use.commands, ['tag', nobody, input], 'nobody'),
    ];
    expect([one, other]).toMatchObject([
      { kind: 'refused', code: 'member.not_found', isRepeat: false },
      { kind: 'refused', code: 'member.not_found', isRepeat: false },
    ]);
  });
});

describe('what a command has applied', () => {
  it('is passed by the fold, which needs neither lock nor write her for it', async () => {
    const member = await newMember();
    await use.installation.foldAll();
    await act(use.commands, ['tag', member, { tag: 'vip', action: 'add' }]);
    await use.installation.database.transaction({ name: 'test hold' }, async (sql) => {
      await sql.rows({ name: 'test_hold', text: 'select id from member where id = $1 for update' }, [member.id]);
      await use.installation.foldAll();
    });
    expect(await readFoldLag(use.installation.database)).toMatchObject({ steps: 0 });
    expect(await registersOf(member)).toMatchObject({ 'tag.vip': true });
  });

  it('tells who folds her shard when she falls due, and by what her log grew', async () => {
    const heard: { readonly shards: readonly number[]; readonly positions: number; readonly wakeAt: number | null }[] =
      [];
    const told = use.installation.createCommands({
      signal: (shards, rows, wakeAt) => void heard.push({ shards, positions: rows.length, wakeAt }),
    });
    const member = await newMember();
    await setStock('due', 1);
    const endsAt = Date.now() + 60_000;
    const input = { resource: 'due', units: 1, endsAt };
    done(await act(told, ['takeShare', member, input]));
    expect(heard).toEqual([{ shards: [member.shard], positions: 1, wakeAt: endsAt }]);
  });
});

describe('a key', () => {
  it('gives a retry the first answer, whatever has happened since', async () => {
    const member = await newMember();
    const first = done(await act(use.commands, ['tag', member, { tag: 'vip', action: 'add' }], 'retry'));
    await act(use.commands, ['tag', member, { tag: 'vip', action: 'remove' }]);
    const again = done(await act(use.commands, ['tag', member, { tag: 'vip', action: 'add' }], 'retry'));
    expect(again).toEqual({ ...first, isRepeat: true });
    expect(await registersOf(member)).toMatchObject({ 'tag.vip': null });
  });

  it('gives a retry a rejection as well', async () => {
    const member = await newMember();
    const input = { resource: 'nothing left', units: 1 };
    const [one, other] = [
      await act(use.commands, ['takeShare', member, input], 'rejected'),
      await act(use.commands, ['takeShare', member, input], 'rejected'),
    ];
    expect(one).toMatchObject({ kind: 'rejected', code: 'share.sold_out', facts: { left: 0 }, isRepeat: false });
    expect(other).toEqual({ ...one, isRepeat: true });
  });

  it('is used up: another body under it is refused, and another caller has it for himself', async () => {
    const member = await newMember();
    await act(use.commands, ['tag', member, { tag: 'vip', action: 'add' }], 'used');
    const other = await act(use.commands, ['tag', member, { tag: 'gold', action: 'add' }], 'used');
    expect(other).toMatchObject({ kind: 'refused', code: 'command.key_reused' });
    const input = { tag: 'gold', action: 'add' };
    const call = { caller: 'user:2', key: 'used', said: input, command: 'tag', member, input };
    expect(done(await use.commands.act(call)).isRepeat).toBe(false);
  });

  it('that comes twice at once is carried out once', async () => {
    const member = await newMember();
    const other = use.installation.createCommands();
    const outcomes = await Promise.all(
      [use.commands, other, use.commands, other].map((one) =>
        act(one, ['tag', member, { tag: 'vip', action: 'add' }], 'twice'),
      ),
    );
    expect(outcomes.filter(({ isRepeat }) => isRepeat)).toHaveLength(3);
    expect(new Set(outcomes.map((outcome) => done(outcome).decisionId)).size).toBe(1);
  });

  it('is made where none is needed, and asked for where value moves', async () => {
    const member = await newMember();
    const input = { tag: 'vip', action: 'add' };
    const made = await use.commands.act({ caller: 'user:1', key: null, said: input, command: 'tag', member, input });
    expect(made.key).toMatch(/^[0-9a-f-]{36}$/);
    const share = { resource: 'r', units: 1 };
    const missing = await use.commands.act({
      caller: 'user:1',
      key: null,
      said: share,
      command: 'takeShare',
      member,
      input: share,
    });
    expect(missing).toMatchObject({ kind: 'refused', code: 'command.key_required' });
  });

  it('leaves nothing in clear of what the caller sent', async () => {
    const member = await newMember();
    const phone = '13800138999';
    await act(use.commands, ['attribute', member, { attributes: { mobile: phone } }], `key of ${phone}`);
    const [row] = await use.installation.database.rows<{ found: number }>(
      {
        name: 'test_clear_text',
        text: `select (select count(*) from command c where c::text like $1) + (select count(*) from fact f where f::text like $1)
                    + (select count(*) from member_attribute a where a::text like $1) as found`,
      },
      [`%${phone}%`],
    );
    expect(row?.found).toBe(0);
    expect(await registersOf(member)).toMatchObject({ 'attribute.mobile': { $secret: 'mobile' } });
  });
});

describe('attributes', () => {
  it('are set and removed together, and personal ones stand behind a reference', async () => {
    const member = await newMember();
    const input = { attributes: { city: null, shoe: 38, email: 'li@example.cn' } };
    expect(done(await act(use.commands, ['attribute', member, input])).answer).toEqual({ changed: 3 });
    expect(await registersOf(member)).toEqual({
      'attribute.city': null,
      'attribute.shoe': 38,
      'attribute.email': { $secret: 'email' },
    });
    const secrets = await createPrivacyStore(use.installation.database, facets).readSecrets([member]);
    expect(secrets.map(({ name }) => name)).toContain('email');
  });
});

describe('an erased member', () => {
  it('is what every later command hears of, for good; a retry of an earlier one has its answer, without what it named of her', async () => {
    const member = await newMember();
    const input = { tag: 'vip', action: 'add' };
    const before = done(await act(use.commands, ['tag', member, input], 'before erasure'));
    await erase(use, member);
    const after = await act(use.commands, ['tag', member, { tag: 'gold', action: 'add' }], 'after erasure');
    expect(after).toMatchObject({ kind: 'rejected', code: 'member.erased' });
    expect(await act(use.commands, ['tag', member, input], 'before erasure')).toEqual({
      ...before,
      answer: { changed: 1 },
      isRepeat: true,
    });
    expect(await decisionsOf(member)).toHaveLength(1);
  });
});

describeReplayed(() => use.installation);
