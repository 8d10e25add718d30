import type { FactPayload } from '@perennial/domain';
import { undoMerge, type CommandOutcome, type Commands, type MemberPlace } from '@perennial/engine';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  act,
  createCommandInstallation,
  disturb,
  placeOf,
  type CommandInstallation,
} from '../testing/command-fixtures.ts';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { describeReplayed } from '../testing/use-commands.ts';
import { createPreparer } from '../testing/ingest-fixtures.ts';
import { createMergeStore } from './merge-store.ts';

const prepare = createPreparer();
let installation: CommandInstallation;
let members: readonly MemberPlace[];

beforeAll(async () => {
  installation = await createCommandInstallation();
  const facts = Array.from({ length: 200 }, (_, n) =>
    prepare({
      messageId: `s-${n}`,
      identities: [{ type: 'phone', value: `+861331${String(n).padStart(7, '0')}` }],
      occurredAt: Date.now() - 1,
    }),
  );
  members = (await installation.append(facts)).map(placeOf);
});
afterAll(async () => {
  await installation?.close();
});

let resource = '';
let serial = 0;
beforeEach(() => {
  serial += 1;
  resource = `r${serial}`;
});

async function setStock(key: string, units: Readonly<Record<number, number>>): Promise<void> {
  for (const [shard, available] of Object.entries(units))
    await installation.database.execute(
      { name: 'test_stock', text: 'insert into resource_slice (shard, key, available) values ($1, $2, $3)' },
      [Number(shard), key, available],
    );
}

async function stockOf(key: string): Promise<number> {
  const [row] = await installation.database.rows<{ left: number }>(
    { name: 'test_stock_left', text: 'select coalesce(sum(available), 0) as left from resource_slice where key = $1' },
    [key],
  );
  return row?.left ?? 0;
}

async function heldOf(key: string): Promise<number> {
  const [row] = await installation.database.rows<{ held: number }>(
    { name: 'test_held', text: 'select coalesce(sum(units), 0) as held from test_share where resource = $1' },
    [key],
  );
  return row?.held ?? 0;
}

async function inputsOf(
  key: string,
): Promise<readonly { facet: string; asked: number; granted: number; count: number }[]> {
  return installation.database.rows(
    {
      name: 'test_inputs',
      text: `select facet, asked, granted, count(*) as count from step_input where resource = $1 group by 1, 2, 3 order by 1, 2, 3`,
    },
    [key],
  );
}

const memberAt = (n: number): MemberPlace => {
  const member = members[n];
  if (member === undefined) throw new Error(`there is no member ${n}`);
  return member;
};
const take = (commands: Commands, member: MemberPlace, more: FactPayload = {}) =>
  act(commands, ['takeShare', member, { resource, units: 1, ...more }]);
/** The same under a key. */
const takeUnder = (key: string, commands: Commands, member: MemberPlace) =>
  act(commands, ['takeShare', member, { resource, units: 1 }], key);
const kindsOf = (outcomes: readonly CommandOutcome[]) => outcomes.map(({ kind }) => kind).toSorted();

describe('a resource', () => {
  it('of 100 that 200 want at once is granted to exactly 100, wherever its slices lie', async () => {
    await setStock(resource, { 0: 40, 3: 25, 7: 35 });
    const processes = [installation.createCommands(), installation.createCommands()];
    const outcomes = await Promise.all(
      members.map((member, n) => take(processes[n % 2] ?? installation.createCommands(), member)),
    );
    expect(kindsOf(outcomes).filter((kind) => kind === 'done')).toHaveLength(100);
    expect(kindsOf(outcomes).filter((kind) => kind === 'rejected')).toHaveLength(100);
    expect([await stockOf(resource), await heldOf(resource)]).toEqual([0, 100]);
    expect(await inputsOf(resource)).toEqual([{ facet: '', asked: 1, granted: 1, count: 100 }]);
  });

  it('is lent by the slices of other shards when that of hers is dry', async () => {
    const member = memberAt(0);
    await setStock(resource, { [member.shard]: 2, [(member.shard + 1) % testShardCount]: 3 });
    const commands = installation.createCommands();
    expect((await take(commands, member, { units: 4 })).kind).toBe('done');
    expect(await take(commands, member, { units: 2 })).toMatchObject({ kind: 'rejected', facts: { left: 1 } });
    expect(await stockOf(resource)).toBe(1);
  });

  it('of two is given back when the other is sold out, and whoever was short of it meanwhile gets it', async () => {
    const other = `${resource} other`;
    await setStock(resource, { 0: 1 });
    const commands = installation.createCommands();
    const outcomes = await Promise.all([
      take(commands, memberAt(0), { other }),
      take(commands, memberAt(1)),
      take(commands, memberAt(2)),
    ]);
    expect(outcomes[0]).toMatchObject({ kind: 'rejected', code: 'share.sold_out', facts: { left: 0 } });
    expect(kindsOf(outcomes)).toEqual(['done', 'rejected', 'rejected']);
    expect([await stockOf(resource), await heldOf(resource)]).toEqual([0, 1]);
  });

  it('that what follows from a decision takes is taken before the heads are locked, and exact too', async () => {
    const next = `${resource} next`;
    await setStock(resource, { 1: 100 });
    await setStock(next, { 2: 5 });
    const commands = installation.createCommands();
    const outcomes = await Promise.all(members.slice(0, 8).map((member) => take(commands, member, { next })));
    expect(kindsOf(outcomes)).toEqual(Array.from({ length: 8 }, () => 'done'));
    expect([await stockOf(next), await heldOf(next), await heldOf(resource)]).toEqual([0, 5, 8]);
    const inputs = await inputsOf(next);
    expect(inputs).toEqual([
      { facet: 'shares', asked: 1, granted: 0, count: 3 },
      { facet: 'shares', asked: 1, granted: 1, count: 5 },
    ]);
  });
});

describe('a member who is folded anew because a merge was taken back', () => {
  it('has been granted what she was granted then, and no more', async () => {
    const dry = `${resource} dry`;
    await setStock(resource, { 0: 1 });
    const identities = ['one', 'other'].map((name) => ({ type: 'card_no', value: `${resource}-${name}` }));
    const facts = identities.map((one, n) => prepare({ messageId: `${resource}-${n}`, identities: [one] }));
    const [one, other] = (await installation.append(facts)).map(placeOf);
    if (one === undefined || other === undefined) throw new Error('two members are needed');
    expect((await take(installation.createCommands(), one, { next: dry })).kind).toBe('done');
    await installation.append([prepare({ messageId: `${resource}-both`, identities })]);
    await installation.foldAll();
    const store = createMergeStore(installation.database);
    const [merge] = await store.readMergesOf([one]);
    const undone = await undoMerge({ store, signal: () => undefined }, merge?.mergeId ?? '', 'li');
    expect(undone.kind).toBe('undone');
    await installation.foldAll();
    expect([await heldOf(resource), await heldOf(dry)]).toEqual([1, 0]);
  });
});

describe('a connection that is lost', () => {
  const killAll = `select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and application_name = 'perennial'`;

  it('before the commit leaves nothing, and the retry carries it out', async () => {
    await setStock(resource, { 0: 5 });
    let kills = 1;
    const beforeCommit = async () => {
      kills -= 1;
      if (kills === 0) await installation.database.run(killAll);
    };
    const commands = installation.createCommands({ store: disturb(installation.commandStore, { beforeCommit }) });
    await expect(takeUnder('killed', commands, memberAt(10))).rejects.toThrow(/terminat|Connection/i);
    expect([await stockOf(resource), await heldOf(resource)]).toEqual([5, 0]);
    expect(await takeUnder('killed', commands, memberAt(10))).toMatchObject({ kind: 'done', isRepeat: false });
    expect([await stockOf(resource), await heldOf(resource)]).toEqual([4, 1]);
  });

  it('after the commit loses the answer, and the retry is given it', async () => {
    await setStock(resource, { 0: 5 });
    let losses = 1;
    const afterCommit = async () => {
      losses -= 1;
      if (losses === 0) throw new Error('the answer was lost');
    };
    const commands = installation.createCommands({ store: disturb(installation.commandStore, { afterCommit }) });
    await expect(takeUnder('lost', commands, memberAt(11))).rejects.toThrow('the answer was lost');
    expect([await stockOf(resource), await heldOf(resource)]).toEqual([4, 1]);
    expect(await takeUnder('lost', commands, memberAt(11))).toMatchObject({ kind: 'done', isRepeat: true });
    expect([await stockOf(resource), await heldOf(resource)]).toEqual([4, 1]);
  });

  it('under a group fails nobody: each is run again by itself', async () => {
    await setStock(resource, { 0: 50 });
    let losses = 1;
    const afterCommit = async () => {
      losses -= 1;
      if (losses === 0) throw new Error('the answers were lost');
    };
    const commands = installation.createCommands({ store: disturb(installation.commandStore, { afterCommit }) });
    const outcomes = await Promise.all(members.slice(20, 30).map((member) => take(commands, member)));
    expect(kindsOf(outcomes)).toEqual(Array.from({ length: 10 }, () => 'done'));
    expect(outcomes.every(({ isRepeat }) => isRepeat)).toBe(true);
    expect([await stockOf(resource), await heldOf(resource)]).toEqual([40, 10]);
  });

  it('or a fault of one command costs that one alone', async () => {
    await setStock(resource, { 0: 50 });
    const commands = installation.createCommands();
    const outcomes = await Promise.allSettled([
      ...members.slice(30, 34).map((member) => take(commands, member)),
      take(commands, memberAt(35), { units: -1 }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    expect([await stockOf(resource), await heldOf(resource)]).toEqual([46, 4]);
  });
});

describe('a turn', () => {
  /** A store whose transactions wait until they are let go. */
  function held() {
    const gate = Promise.withResolvers<void>();
    const beforeHeads = () => gate.promise;
    return { store: disturb(installation.commandStore, { beforeHeads }), release: () => gate.resolve() };
  }

  it('that does not come in time is told, and the retry tells whether it came', async () => {
    await setStock(resource, { 0: 50 });
    const { store, release } = held();
    const late = Promise.withResolvers<void>();
    const clock = { now: Date.now, wait: async () => late.promise };
    const commands = installation.createCommands({ store, clock });
    const running = takeUnder('under way', commands, memberAt(40));
    await expect.poll(commands.size).toBe(1);
    const waiting = takeUnder('waiting', commands, memberAt(40));
    late.resolve();
    expect(await Promise.all([running, waiting])).toMatchObject([
      { kind: 'refused', code: 'command.timed_out' },
      { kind: 'refused', code: 'command.timed_out' },
    ]);
    release();
    await commands.drain();
    const other = installation.createCommands();
    expect(await takeUnder('under way', other, memberAt(40))).toMatchObject({ kind: 'done' });
    expect(await takeUnder('waiting', other, memberAt(40))).toMatchObject({ kind: 'done', isRepeat: false });
    expect(await heldOf(resource)).toBe(2);
  });

  it('cannot be had where too many wait', async () => {
    await setStock(resource, { 0: 50 });
    const { store, release } = held();
    const commands = installation.createCommands({ store, waitingMax: 1 });
    const first = take(commands, memberAt(50));
    const others = [take(commands, memberAt(51)), take(commands, memberAt(52))];
    const full = await Promise.race(others);
    expect(full).toMatchObject({ kind: 'refused', code: 'command.queue_full' });
    release();
    expect((await first).kind).toBe('done');
    await Promise.all(others);
  });
});

describeReplayed(() => installation);
