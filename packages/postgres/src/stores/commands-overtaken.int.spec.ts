import { createDefaultProgram, facets, fiveStages } from '@perennial/domain';
import { undoMerge, type MemberPlace, type RawIdentity } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  createCommandInstallation,
  disturb,
  placeOf,
  type CommandInstallation,
} from '../testing/command-fixtures.ts';
import { describeReplayed, done } from '../testing/use-commands.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { createMergeStore } from './merge-store.ts';
import { createPrivacyStore } from './privacy-store.ts';

const prepare = createPreparer();
let installation: CommandInstallation;

beforeAll(async () => {
  installation = await createCommandInstallation();
});
afterAll(async () => {
  await installation?.close();
});

let serial = 0;
const newPhone = (): RawIdentity => ({ type: 'phone', value: `+86134${String((serial += 1)).padStart(8, '0')}` });

async function send(identities: readonly RawIdentity[]): Promise<MemberPlace> {
  serial += 1;
  const [verdict] = await installation.append([
    prepare({ messageId: `o-${serial}`, identities, occurredAt: Date.now() - 1 }),
  ]);
  return placeOf(verdict);
}

/** Commands before whose heads something happens, as often as it says; counts how often heads were asked for. */
function disturbed(...happenings: readonly (() => Promise<unknown>)[]) {
  const left = [...happenings];
  const count = { heads: 0 };
  const beforeHeads = async () => {
    count.heads += 1;
    await left.shift()?.();
  };
  const store = disturb(installation.commandStore, { beforeHeads });
  return { commands: installation.createCommands({ store }), count };
}

const tagVip = { tag: 'vip', action: 'add' };

async function positionsOf({ shard, id }: MemberPlace): Promise<readonly { kind: number; type: string }[]> {
  return installation.database.rows(
    { name: 'test_log_of', text: `select kind, type from fact where shard = $1 and member_id = $2 order by position` },
    [shard, id],
  );
}

async function setStock(resource: string, units: readonly number[]): Promise<void> {
  for (const [shard, available] of units.entries())
    await installation.database.execute(
      { name: 'test_stock', text: 'insert into resource_slice (shard, key, available) values ($1, $2, $3)' },
      [shard, resource, available],
    );
}

async function stockOf(resource: string): Promise<number> {
  const [row] = await installation.database.rows<{ left: number }>(
    { name: 'test_stock_left', text: 'select sum(available) as left from resource_slice where key = $1' },
    [resource],
  );
  return row?.left ?? 0;
}

describe('a command begins again when something came between', () => {
  it('a fact of hers, which then stands before the decision', async () => {
    const phone = newPhone();
    const member = await send([phone]);
    const { commands, count } = disturbed(() => send([phone]));
    done(await act(commands, ['tag', member, tagVip]));
    expect(count.heads).toBe(2);
    expect((await positionsOf(member)).map(({ kind }) => kind)).toEqual([0, 0, 4]);
  });

  it('but not for a fact of somebody else in her shard', async () => {
    const member = await send([newPhone()]);
    const { commands, count } = disturbed(async () => {
      for (let other = await send([newPhone()]); other.shard !== member.shard;) other = await send([newPhone()]);
    });
    done(await act(commands, ['tag', member, tagVip]));
    expect(count.heads).toBe(1);
  });

  it('a new version of the program', async () => {
    const member = await send([newPhone()]);
    const documents = createDefaultProgram(fiveStages);
    const request = { documents, publishedAt: Date.now(), publishedBy: 'test', note: '', restores: null };
    const { commands, count } = disturbed(() => installation.programStore.publish(request));
    done(await act(commands, ['tag', member, tagVip]));
    expect(count.heads).toBe(2);
    const [row] = await installation.database.rows<{ program_version: number }>(
      { name: 'test_version_of', text: 'select program_version from member where shard = $1 and id = $2' },
      [member.shard, member.id],
    );
    expect(row?.program_version).toBe(2);
  });

  it('an instant at which time alone changes her, which is fired first', async () => {
    const member = await send([newPhone()]);
    await setStock('ending', [10]);
    const endsAt = Date.now() + 400;
    const share = { resource: 'ending', units: 1 };
    done(await act(installation.createCommands(), ['takeShare', member, { ...share, endsAt }]));
    const held = await act(installation.createCommands(), ['takeShare', member, share]);
    expect(held).toMatchObject({ kind: 'rejected', code: 'share.held' });
    const { commands, count } = disturbed(() => expect.poll(Date.now).toBeGreaterThan(endsAt + 10));
    done(await act(commands, ['tag', member, tagVip]));
    expect(count.heads).toBe(2);
    done(await act(installation.createCommands(), ['takeShare', member, share]));
    const rows = await installation.database.rows<{ resource: string; units: number }>(
      { name: 'test_shares_of', text: 'select resource, units from test_share where member_id = $1 order by resource' },
      [member.id],
    );
    expect(rows).toEqual([
      { resource: 'ended', units: 1 },
      { resource: 'ending', units: 2 },
    ]);
  });

  it('her being absorbed: it goes on with the survivor, and is logged there alone', async () => {
    const [phone, mail] = [newPhone(), { type: 'email', value: `o${serial}@example.cn` }];
    const [one, other] = [await send([phone]), await send([mail])];
    const { commands, count } = disturbed(() => send([phone, mail]));
    const outcome = done(await act(commands, ['tag', other, tagVip]));
    expect(outcome.memberId).toBe(one.id);
    expect(count.heads).toBe(2);
    expect((await positionsOf(other)).map(({ kind }) => kind)).toEqual([0, 2]);
    expect((await positionsOf(one)).map(({ kind }) => kind)).toEqual([0, 1, 0, 4]);
    // Named by her old id from the start, the cursors behind or not.
    expect(done(await act(commands, ['tag', other, { tag: 'gold', action: 'add' }])).memberId).toBe(one.id);
    await installation.foldAll();
    expect(done(await act(commands, ['tag', other, { tag: 'new', action: 'add' }])).memberId).toBe(one.id);
  });

  it('her being split off: she is herself again, and nobody has absorbed her when the cursors come by', async () => {
    const [phone, mail] = [newPhone(), { type: 'email', value: `o${serial}@example.cn` }];
    const [, other] = [await send([phone]), await send([mail])];
    await send([phone, mail]);
    const [merge] = await installation.database.rows<{ merge_id: string }>(
      { name: 'test_merge_of', text: 'select merge_id from merge_log where absorbed_id = $1' },
      [other.id],
    );
    const undo = { store: createMergeStore(installation.database), signal: () => undefined };
    await undoMerge(undo, merge?.merge_id ?? '', 'test');
    expect(done(await act(installation.createCommands(), ['tag', other, tagVip])).memberId).toBe(other.id);
    await installation.foldAll();
    const [row] = await installation.database.rows<{ status: number; merged_into: string | null }>(
      { name: 'test_place_of', text: 'select status, merged_into from member where id = $1' },
      [other.id],
    );
    expect(row).toEqual({ status: 0, merged_into: null });
  });

  it('five times at most: then it is busy, nothing of it is kept, and its key is free', async () => {
    const phone = newPhone();
    const member = await send([phone]);
    const again = () => send([phone]);
    await setStock('busy', [3]);
    const { commands, count } = disturbed(again, again, again, again, again);
    const share = { resource: 'busy', units: 1 };
    const busy = await act(commands, ['takeShare', member, share], 'busy');
    expect(busy).toMatchObject({ kind: 'refused', code: 'command.busy', isRepeat: false });
    expect([count.heads, await stockOf('busy')]).toEqual([5, 3]);
    expect(done(await act(commands, ['takeShare', member, share], 'busy')).isRepeat).toBe(false);
    expect(await stockOf('busy')).toBe(2);
  });

  it('alone: the others of its group are answered meanwhile', async () => {
    const phone = newPhone();
    const [member, ...others] = [await send([phone]), await send([newPhone()]), await send([newPhone()])];
    const again = () => send([phone]);
    const { commands } = disturbed(again, again, again, again, again, again);
    const outcomes = await Promise.all([member, ...others].map((one) => act(commands, ['tag', one, tagVip])));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['refused', 'done', 'done']);
  });
});

describe('who was overtaken in a group', () => {
  it('is left out of it where nothing was taken for her: the others are carried out at once, and she after them', async () => {
    const phone = newPhone();
    const members = [await send([phone]), await send([newPhone()]), await send([newPhone()])];
    const { commands, count } = disturbed(() => send([phone]));
    const outcomes = await Promise.all(members.map((one, n) => act(commands, ['tag', one, tagVip], `left-out-${n}`)));
    expect(outcomes.map((outcome) => done(outcome).isRepeat)).toEqual([false, false, false]);
    expect(count.heads).toBe(2);
    const again = await Promise.all(members.map((one, n) => act(commands, ['tag', one, tagVip], `left-out-${n}`)));
    expect(again).toEqual(outcomes.map((outcome) => ({ ...outcome, isRepeat: true })));
    for (const member of members)
      expect((await positionsOf(member)).filter(({ kind, type }) => kind === 4 && type === 'tag')).toHaveLength(1);
  });

  it('makes all begin again where something was taken for her, and nothing is taken twice', async () => {
    const phone = newPhone();
    await setStock('left out', [9]);
    const members = [await send([phone]), await send([newPhone()]), await send([newPhone()])];
    const { commands, count } = disturbed(() => send([phone]));
    const share = { resource: 'left out', units: 1 };
    const outcomes = await Promise.all(members.map((one, n) => act(commands, ['takeShare', one, share], `taken-${n}`)));
    expect(outcomes.map((outcome) => done(outcome).isRepeat)).toEqual([false, false, false]);
    expect([count.heads, await stockOf('left out')]).toEqual([3, 6]);
  });

  it('with a personal value leaves none behind', async () => {
    const phone = newPhone();
    const members = [await send([phone]), await send([newPhone()])];
    const { commands } = disturbed(() => send([phone]));
    const input = { attributes: { email: 'li@example.cn' } };
    const outcomes = await Promise.all(members.map((one) => act(commands, ['attribute', one, input])));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done']);
    const secrets = await createPrivacyStore(installation.database, facets).readSecrets(members);
    expect(secrets.filter(({ name }) => name === 'email')).toHaveLength(members.length);
  });
});

describe('a member who cannot be folded', () => {
  it('is refused as such, parked already or not yet, and others are not', async () => {
    const phone = newPhone();
    const member = await send([phone]);
    const bad = { messageId: `bad-${serial}`, type: 'order.placed', payload: '{"orderId":', identities: [phone] };
    await installation.append([prepare(bad)]);
    const commands = installation.createCommands();
    const parked = { kind: 'refused', code: 'member.parked' };
    const other = await send([newPhone()]);
    const [one, two] = await Promise.all([member, other].map((who) => act(commands, ['tag', who, tagVip])));
    expect([one, two]).toMatchObject([parked, { kind: 'done' }]);
    await installation.foldAll();
    expect(await act(commands, ['tag', member, tagVip])).toMatchObject(parked);
    await installation.database.rows(
      { name: 'test_mend', text: `update fact set payload = '{}' where message_id = $1 returning position` },
      [bad.messageId],
    );
  });
});

describeReplayed(() => installation);
