import type { FactPayload } from '@perennial/domain';
import type { CommandOutcome, Commands, MemberPlace, RawIdentity } from '@perennial/engine';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { disturb, placeOf } from '../testing/command-fixtures.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { describeReplayed, done, erase, useCommands } from '../testing/use-commands.ts';

const prepare = createPreparer();
const use = useCommands();

let serial = 0;
function newIdentity(type = 'phone'): RawIdentity {
  serial += 1;
  const value = type === 'phone' ? `+86137${String(serial).padStart(8, '0')}` : `${type}-${serial}`;
  return { type, value };
}

async function send(...identities: readonly RawIdentity[]): Promise<MemberPlace> {
  serial += 1;
  const fact = prepare({ messageId: `d-${serial}`, identities, occurredAt: Date.now() - 1 });
  return placeOf((await use.installation.append([fact]))[0]);
}

async function pairOf(): Promise<readonly [MemberPlace, MemberPlace]> {
  return [await send(newIdentity()), await send(newIdentity('card_no'))];
}

/** A resource that nobody else has, and so many units of it for a member. */
async function holding(member: MemberPlace, units: number): Promise<string> {
  serial += 1;
  const resource = `held ${serial}`;
  await stock(resource, units);
  const input = { resource, units };
  done(await use.commands.act({ ...asked('takeShare', input), member }));
  return resource;
}

async function stock(resource: string, units: number): Promise<void> {
  await use.installation.database.execute(
    { name: 'test_stock', text: 'insert into resource_slice (shard, key, available) values (0, $1, $2)' },
    [resource, units],
  );
}

async function sumOf(text: string, resource: string): Promise<number> {
  const [row] = await use.installation.database.rows<{ sum: number }>(
    { name: `test_${createHash('md5').update(text).digest('hex')}`, text },
    [resource],
  );
  return row?.sum ?? 0;
}
const leftOf = (resource: string) =>
  sumOf('select coalesce(sum(available), 0) as sum from resource_slice where key = $1', resource);

async function heldBy({ id }: MemberPlace, resource: string): Promise<number> {
  const [row] = await use.installation.database.rows<{ units: number }>(
    { name: 'test_held_by', text: 'select units from test_share where member_id = $1 and resource = $2' },
    [id, resource],
  );
  return row?.units ?? 0;
}

function asked(command: string, input: FactPayload, key?: string) {
  serial += 1;
  return { caller: 'user:1', key: key ?? `pair-${serial}`, said: { command, input }, command, input };
}

interface Passing {
  readonly key?: string;
  readonly with?: Commands;
}

function pass(
  [member, other]: readonly [MemberPlace, MemberPlace],
  input: FactPayload,
  more: Passing = {},
): Promise<CommandOutcome> {
  return (more.with ?? use.commands).actOnTwo({ ...asked('passShare', input, more.key), member, other });
}

async function decisionsOf({ id }: MemberPlace): Promise<readonly { type: string; message_id: string }[]> {
  return use.installation.database.rows(
    {
      name: 'test_decisions_of',
      text: `select type, message_id from fact where member_id = $1 and kind = 4 order by position`,
    },
    [id],
  );
}

/** Commands before whose heads something happens, as often as it says; counts how often heads were asked for. */
function disturbed(...happenings: readonly (() => Promise<unknown>)[]) {
  const left = [...happenings];
  const count = { heads: 0 };
  const beforeHeads = async () => {
    count.heads += 1;
    await left.shift()?.();
  };
  const store = disturb(use.installation.commandStore, { beforeHeads });
  return { commands: use.installation.createCommands({ store }), count };
}

describe('a command over two members', () => {
  it('does its part to both, with one decision in each log under one id', async () => {
    const both = await pairOf();
    const resource = await holding(both[0], 5);
    const outcome = done(await pass(both, { resource, units: 3 }));
    expect(outcome).toMatchObject({ memberId: both[0].id, answer: { held: 2, others: 3 }, isRepeat: false });
    expect([await heldBy(both[0], resource), await heldBy(both[1], resource)]).toEqual([2, 3]);
    const logged = { type: 'passShare', message_id: outcome.decisionId };
    expect((await decisionsOf(both[0])).at(-1)).toEqual(logged);
    expect(await decisionsOf(both[1])).toEqual([logged]);
  });

  it('is done once under one key, and another body under it is refused', async () => {
    const both = await pairOf();
    const resource = await holding(both[0], 5);
    const first = done(await pass(both, { resource, units: 1 }, { key: 'once' }));
    expect(await pass(both, { resource, units: 1 }, { key: 'once' })).toEqual({ ...first, isRepeat: true });
    expect(await pass(both, { resource, units: 2 }, { key: 'once' })).toMatchObject({ code: 'command.key_reused' });
    expect([await heldBy(both[0], resource), await heldBy(both[1], resource)]).toEqual([4, 1]);
  });

  it('that is rejected stays so, takes nothing and stands in no log', async () => {
    const both = await pairOf();
    const resource = await holding(both[0], 1);
    await stock(`${resource} fee`, 9);
    const input = { resource, units: 2, fee: `${resource} fee` };
    const rejection = await pass(both, input, { key: 'too much' });
    expect(rejection).toMatchObject({ kind: 'rejected', code: 'share.not_held', facts: { held: 1 } });
    done(await pass([both[1], both[0]], { resource, units: 0 }));
    expect(await pass(both, input, { key: 'too much' })).toEqual({ ...rejection, isRepeat: true });
    expect(await leftOf(`${resource} fee`)).toBe(9);
    expect(await decisionsOf(both[1])).toEqual([]);
  });

  it('without a part for either is answered and not logged', async () => {
    const both = await pairOf();
    const outcome = await pass(both, { resource: 'nothing', units: 0 });
    expect(outcome).toMatchObject({ kind: 'done', decisionId: null, answer: { held: 0, others: 0 } });
    expect([await decisionsOf(both[0]), await decisionsOf(both[1])]).toEqual([[], []]);
  });

  it('needs a key where it moves value, and a name that it has', async () => {
    const [member, other] = await pairOf();
    const call = { caller: 'user:1', key: null, said: {}, member, other, input: { resource: 'r', units: 1 } };
    expect(await use.commands.actOnTwo({ ...call, command: 'passShare' })).toMatchObject({
      code: 'command.key_required',
    });
    for (const command of ['takeShare', 'fly'])
      expect(await use.commands.actOnTwo({ ...call, key: `named ${command}`, command })).toMatchObject({
        kind: 'refused',
        code: 'request.invalid',
        problems: [{ path: 'command' }],
      });
    expect(await use.commands.act({ ...call, key: 'of one', command: 'passShare' })).toMatchObject({
      code: 'request.invalid',
    });
  });
});

describe('whom a command over two members is refused for', () => {
  it('one and the same member, also when one is in the other by now', async () => {
    const [one, other] = await pairOf();
    const resource = await holding(one, 2);
    expect(await pass([one, one], { resource, units: 1 })).toMatchObject({
      kind: 'rejected',
      code: 'command.same_member',
    });
    const merging = { caller: 'user:1', key: `merge ${resource}`, said: {}, by: 'user:1' };
    done(await use.commands.merge({ ...merging, survivor: one, absorbed: other }));
    expect(await pass([one, other], { resource, units: 1 })).toMatchObject({ code: 'command.same_member' });
    expect(await heldBy(one, resource)).toBe(2);
  });

  it('nobody, somebody erased, and somebody who cannot be folded; the other keeps what is hers', async () => {
    const [one, other] = await pairOf();
    const resource = await holding(one, 2);
    const nobody = { shard: 0, id: '00000000-0000-7000-8000-000000000000' as MemberPlace['id'] };
    expect(await pass([one, nobody], { resource, units: 1 })).toMatchObject({
      kind: 'refused',
      code: 'member.not_found',
    });
    await use.installation.foldAll();
    await use.installation.store.transaction('park', (transaction) =>
      transaction.park({ key: other, position: 1, error: 'broken' }),
    );
    expect(await pass([one, other], { resource, units: 1 })).toMatchObject({ kind: 'refused', code: 'member.parked' });
    await use.installation.store.transaction('unpark', (transaction) => transaction.unpark(other));
    await erase(use, other);
    expect(await pass([one, other], { resource, units: 1 })).toMatchObject({
      kind: 'rejected',
      code: 'member.erased',
    });
    expect(await heldBy(one, resource)).toBe(2);
  });

  it('nobody hears a first answer about somebody erased since who must not', async () => {
    const both = await pairOf();
    const resource = await holding(both[0], 2);
    const call = { ...asked('passShare', { resource, units: 1 }, 'hidden'), member: both[0], other: both[1] };
    done(await use.commands.actOnTwo(call));
    await erase(use, both[1]);
    expect(await use.commands.actOnTwo(call)).toMatchObject({ kind: 'done', isRepeat: true });
    expect(await use.commands.actOnTwo({ ...call, hidesErased: true })).toMatchObject({ code: 'member.erased' });
  });
});

describe('what comes between, for two', () => {
  it('a merge of either: it goes on with whoever took her in', async () => {
    const [phone, card] = [newIdentity(), newIdentity('card_no')];
    const [one, other, third] = [await send(phone), await send(card), await send(newIdentity('card_no'))];
    const resource = await holding(third, 4);
    const { commands } = disturbed(() => send(phone, card));
    const outcome = done(await pass([third, other], { resource, units: 4 }, { with: commands }));
    expect(outcome.answer).toEqual({ held: 0, others: 4 });
    expect([await heldBy(one, resource), await heldBy(other, resource)]).toEqual([4, 0]);
  });

  it.each([0, 1])('a fact of number %i of the two: it begins again, five times, and is busy then', async (n) => {
    const phones = [newIdentity(), newIdentity()];
    const both = [await send(phones[0] ?? newIdentity()), await send(phones[1] ?? newIdentity())] as const;
    const resource = await holding(both[0], 2);
    const come = () => send(phones[n] ?? newIdentity());
    const { commands, count } = disturbed(come);
    done(await pass(both, { resource, units: 1 }, { with: commands }));
    expect(count.heads).toBe(2);
    const always = disturbed(come, come, come, come, come, come);
    const busy = await pass(both, { resource, units: 1 }, { with: always.commands });
    expect(busy).toMatchObject({ kind: 'refused', code: 'command.busy' });
    expect([await heldBy(both[0], resource), await heldBy(both[1], resource)]).toEqual([1, 1]);
  });
});

describe('what a command over two members takes', () => {
  it('is exact, and what follows for the other is taken before the heads are locked', async () => {
    const pairs = await Promise.all(Array.from({ length: 8 }, () => pairOf()));
    const resource = `fees ${(serial += 1)}`;
    const [fee, next] = [`${resource} fee`, `${resource} next`];
    await stock(resource, 8);
    await stock(fee, 5);
    await stock(next, 2);
    for (const [member] of pairs)
      done(await use.commands.act({ ...asked('takeShare', { resource, units: 1 }), member }));
    const outcomes = await Promise.all(pairs.map((both) => pass(both, { resource, units: 1, fee, next })));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'done'),
      ...Array.from({ length: 3 }, () => 'rejected'),
    ]);
    expect([await leftOf(fee), await leftOf(next)]).toEqual([0, 0]);
    const held = 'select coalesce(sum(units), 0) as sum from test_share where resource = $1';
    expect([await sumOf(held, resource), await sumOf(held, next)]).toEqual([8, 2]);
    const granted = 'select coalesce(sum(granted), 0) as sum from step_input where resource = $1';
    expect([await sumOf(granted, fee), await sumOf(granted, next)]).toEqual([5, 2]);
  });
});

describe('commands over the same two, the one way and the other at once', () => {
  it('wait for each other in no circle, and leave as much as there was', async () => {
    const both = await pairOf();
    const back = [both[1], both[0]] as const;
    const resource = await holding(both[0], 100);
    done(await pass(both, { resource, units: 50 }));
    const patient = () => use.installation.createCommands({ waitMaxMs: 60_000 });
    const processes = [patient(), patient()];
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        pass(n % 2 === 0 ? both : back, { resource, units: 1 + (n % 3) }, { with: processes[n % 2] ?? use.commands }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind !== 'done')).toEqual([]);
    const [one, other] = [await heldBy(both[0], resource), await heldBy(both[1], resource)];
    expect(one + other).toBe(100);
    expect(Math.min(one, other)).toBeGreaterThanOrEqual(0);
    expect(await decisionsOf(both[1])).toHaveLength(41);
  });
});

describeReplayed(() => use.installation);
