import { foldBatch, readMember, type Commands, type MemberPlace, type RawIdentity } from '@perennial/engine';
import { describe, expect, it } from 'vitest';
import { act, disturb, placeOf } from '../testing/command-fixtures.ts';
import { describeReplayed, done, erase, useCommands } from '../testing/use-commands.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { uuidArray } from '../wire/binary-arrays.ts';

const prepare = createPreparer();
const use = useCommands();

let serial = 0;
function newIdentity(type = 'phone'): RawIdentity {
  serial += 1;
  const value = { phone: `+86132${String(serial).padStart(8, '0')}`, email: `p${serial}@example.cn` }[type];
  return { type, value: value ?? `${type}-${serial}` };
}

async function send(...identities: readonly RawIdentity[]): Promise<MemberPlace> {
  serial += 1;
  const fact = prepare({ messageId: `p-${serial}`, identities, occurredAt: Date.now() - 1 });
  return placeOf((await use.installation.append([fact]))[0]);
}

function merge(survivor: MemberPlace, absorbed: MemberPlace, more: { key?: string; with?: Commands } = {}) {
  serial += 1;
  const said = { survivor: survivor.id, absorbed: absorbed.id };
  const call = { caller: 'user:1', key: more.key ?? `merge-${serial}`, said, by: 'user:1' };
  return (more.with ?? use.commands).merge({ ...call, survivor, absorbed });
}

function undo(mergeId: string, key?: string) {
  serial += 1;
  const call = { caller: 'user:1', key: key ?? `undo-${serial}`, said: { mergeId }, by: 'user:1' };
  return use.commands.undoMerge({ ...call, mergeId });
}

async function logOf({ id }: MemberPlace): Promise<readonly { kind: number; message_id: string }[]> {
  return use.installation.database.rows(
    {
      name: 'test_steps_of',
      text: 'select kind, message_id from fact where member_id = $1 and kind <> 0 order by position',
    },
    [id],
  );
}

const statusOf = async (key: MemberPlace) =>
  (await readMember(use.installation.store, use.installation.programs, { key, asOf: Date.now() }))?.status;

describe('a merge by staff', () => {
  it('makes two members one, the one named first staying, with one decision in both logs', async () => {
    const [phone, mail] = [newIdentity(), newIdentity('email')];
    const [older, newer] = [await send(phone), await send(mail)];
    const outcome = done(await merge(newer, older));
    expect(outcome.answer).toEqual({ mergeId: outcome.decisionId, survivorId: newer.id, absorbedId: older.id });
    expect(await logOf(newer)).toEqual([{ kind: 1, message_id: outcome.decisionId }]);
    expect(await logOf(older)).toEqual([{ kind: 2, message_id: outcome.decisionId }]);
    expect([await statusOf(newer), await statusOf(older)]).toEqual(['live', 'absorbed']);
    expect((await send(phone)).id).toBe(newer.id);
    const [logged] = await use.installation.database.rows<{
      reason: string;
      cause_source: string;
      cause_message_id: string;
    }>(
      {
        name: 'test_merge_log',
        text: 'select reason, cause_source, cause_message_id from merge_log where merge_id = $1',
      },
      [outcome.decisionId],
    );
    expect(logged).toEqual({ reason: 'staff', cause_source: 'command', cause_message_id: 'user:1' });
  });

  it('is done once under one key', async () => {
    const [one, other] = [await send(newIdentity()), await send(newIdentity('email'))];
    const first = done(await merge(one, other, { key: 'merge once' }));
    expect(await merge(one, other, { key: 'merge once' })).toEqual({ ...first, isRepeat: true });
    expect(await logOf(one)).toHaveLength(1);
  });

  it('is refused for one and the same member, also when one of the two is in the other already', async () => {
    const [one, other] = [await send(newIdentity()), await send(newIdentity('email'))];
    expect(await merge(one, one)).toMatchObject({ kind: 'rejected', code: 'merge.same_member' });
    done(await merge(one, other));
    expect(await merge(other, one)).toMatchObject({ kind: 'rejected', code: 'merge.same_member' });
  });

  it('is refused beyond what a member may hold, and for two who were taken apart', async () => {
    const union = () => newIdentity('wechat_unionid');
    const [one, other] = [await send(newIdentity(), union()), await send(newIdentity('email'), union())];
    expect(await merge(one, other)).toMatchObject({ kind: 'rejected', code: 'merge.limit' });
    const third = await send(newIdentity('email'));
    const { decisionId } = done(await merge(one, third));
    done(await undo(decisionId ?? ''));
    expect(await merge(one, third)).toMatchObject({ kind: 'rejected', code: 'merge.kept_apart' });
  });

  it('goes on with whoever took one of the two in meanwhile', async () => {
    const [phone, mail] = [newIdentity(), newIdentity('email')];
    const [one, other, third] = [await send(phone), await send(mail), await send(newIdentity('card_no'))];
    let times = 1;
    const beforeHeads = async () => {
      times -= 1;
      if (times === 0) await send(phone, mail);
    };
    const disturbed = use.installation.createCommands({
      store: disturb(use.installation.commandStore, { beforeHeads }),
    });
    const outcome = done(await merge(other, third, { with: disturbed }));
    expect(outcome.answer).toMatchObject({ survivorId: one.id, absorbedId: third.id });
    expect(await logOf(other)).toMatchObject([{ kind: 2 }]);
  });

  it('of somebody erased or unknown is refused', async () => {
    const [one, other] = [await send(newIdentity()), await send(newIdentity('email'))];
    const nobody = { shard: 0, id: '00000000-0000-7000-8000-000000000000' as MemberPlace['id'] };
    expect(await merge(one, nobody)).toMatchObject({ kind: 'refused', code: 'member.not_found' });
    await erase(use, other);
    expect(await merge(one, other)).toMatchObject({ kind: 'rejected', code: 'member.erased' });
  });
});

describe('a merge taken back', () => {
  it('gives each her own again, with one decision in both logs; her decisions stay with whom they were made on', async () => {
    const [phone, mail] = [newIdentity(), newIdentity('email')];
    const [one, other] = [await send(phone), await send(mail)];
    const mergeId = done(await merge(one, other)).decisionId ?? '';
    done(await act(use.commands, ['tag', other, { tag: 'vip', action: 'add' }]));
    const first = done(await undo(mergeId, 'undo once'));
    expect(first.answer).toEqual({ mergeId, survivorId: one.id, splitId: other.id });
    expect((await logOf(one)).map(({ kind }) => kind)).toEqual([1, 4, 3]);
    expect(await logOf(other)).toEqual([2, 3].map((kind) => ({ kind, message_id: mergeId })));
    expect(await undo(mergeId, 'undo once')).toEqual({ ...first, isRepeat: true });
    expect((await send(mail)).id).toBe(other.id);
    await use.installation.foldAll();
    const tags = await use.installation.database.rows<{ member_id: string }>(
      {
        name: 'test_vips',
        text: `select member_id from member_attribute where name = 'vip' and member_id = any($1::uuid[])`,
      },
      [uuidArray([one.id, other.id])],
    );
    expect(tags).toEqual([{ member_id: one.id }]);
  });

  it('is refused when there is none, when it was done, and while the survivor is absorbed herself', async () => {
    const [one, other, third] = [
      await send(newIdentity()),
      await send(newIdentity('email')),
      await send(newIdentity('email')),
    ];
    expect(await undo('00000000-0000-7000-8000-000000000000')).toMatchObject({ code: 'merge.not_found' });
    const inner = done(await merge(one, other)).decisionId ?? '';
    const outer = done(await merge(third, one)).decisionId ?? '';
    expect(await undo(inner)).toMatchObject({ kind: 'rejected', code: 'merge.not_undoable' });
    done(await undo(outer));
    expect(await undo(outer)).toMatchObject({ kind: 'rejected', code: 'merge.already_undone' });
    done(await undo(inner));
  });

  it('and everything around it leaves what commands did before the cursors came by (E4)', async () => {
    const [phone, mail] = [newIdentity(), newIdentity('email')];
    const [one, other] = [await send(phone), await send(mail)];
    const tag = (who: MemberPlace, name: string) => act(use.commands, ['tag', who, { tag: name, action: 'add' }]);
    done(await tag(one, 'a'));
    done(await tag(other, 'b'));
    const mergeId = done(await merge(one, other)).decisionId ?? '';
    done(await tag(other, 'c'));
    done(await undo(mergeId));
    done(await tag(other, 'd'));
    done(await tag(one, 'e'));
    // The cursors come by one shard after the other, each with a step at a time.
    for (const shard of [one.shard, other.shard])
      await foldBatch(use.installation.store, use.installation.programs, { shards: [shard], stepsMax: 1 });
    await use.installation.foldAll();
    const rows = await use.installation.database.rows<{ member_id: string; names: string }>(
      {
        name: 'test_tags',
        text: `select member_id, string_agg(name, '' order by name) as names from member_attribute
                where member_id = any($1::uuid[]) group by member_id order by member_id`,
      },
      [uuidArray([one.id, other.id])],
    );
    expect(rows.map(({ names }) => names)).toEqual(['ace', 'bd']);
  });
});

describeReplayed(() => use.installation);
