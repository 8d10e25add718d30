import { availableOf, sharesOf, type FactPayload } from '@perennial/domain';
import { walletDocuments, walletFaults } from '@perennial/domain/testing';
import { verifyReplay, type CommandOutcome, type Commands, type MemberPlace } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testShardCount } from '../testing/fold-fixtures.ts';
import { askSurely, createWalletInstallation, type WalletInstallation } from '../testing/wallet-fixtures.ts';

const dayMs = 86_400_000;
const wallets = walletDocuments({
  points: {
    expiry: { kind: 'term', length: { unit: 'days', count: 5 }, roundTo: 'day' },
    holdMinutesMax: 43_200,
    transfer: { unitsMin: 1, unitsMax: 5_000, unitsADayMax: 5_000 },
  },
  value: { kind: 'stored_value', balanceMax: 20_000, holdMinutesMax: 43_200 },
  stamps: { expiry: { kind: 'sliding', length: { unit: 'days', count: 3 } } },
});

let installation: WalletInstallation;
let commands: Commands;
beforeAll(async () => {
  installation = await createWalletInstallation(wallets);
  commands = installation.createCommands();
});
afterAll(async () => {
  await installation?.close();
});

async function oneMember(): Promise<MemberPlace> {
  const [member] = await installation.register(1);
  return member ?? expect.fail('nobody was registered');
}

function must(outcome: CommandOutcome): FactPayload {
  return outcome.kind === 'done' ? outcome.answer : expect.fail(JSON.stringify(outcome));
}

const give = async (member: MemberPlace, units: number, wallet = 'points') => {
  const input = { wallet, units, reason: 'goodwill' };
  return must(await askSurely(commands, { command: 'adjustUnits', member, input }));
};

/** That all is as it must be with these, and that their logs say the same. */
async function expectSound(members: readonly MemberPlace[]): Promise<void> {
  const at = await installation.settle();
  const live = await installation.database.rows<{ id: string }>(
    { name: 'test_live', text: 'select id from member where status = 0' },
    [],
  );
  for (const member of members) {
    // Of who was taken in time has changed nothing since.
    if (!live.some(({ id }) => id === member.id)) continue;
    const rows = await installation.rowsOf(member);
    expect(walletFaults(rows, at)).toEqual([]);
  }
  const parked = await installation.database.rows({ name: 'test_parked', text: 'select error from parked_member' }, []);
  expect(parked).toEqual([]);
  const { store, programs } = installation;
  expect((await verifyReplay(store, programs, { shardCount: testShardCount })).examples).toEqual([]);
}

describe('one balance', () => {
  it('of 1,000 that 200 want 7 of at once gives it to exactly 142, and tells the others how much there is', async () => {
    const member = await oneMember();
    await give(member, 600);
    await give(member, 400);
    const processes = [installation.createCommands(), installation.createCommands()];
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        askSurely(processes[n % 2] ?? commands, {
          command: 'redeemUnits',
          member,
          input: { wallet: 'points', units: 7 },
        }),
      ),
    );
    const answers = outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [outcome.answer] : []));
    expect(answers).toHaveLength(142);
    // Each is one of those serial answers, and no two are the same.
    expect(answers.map(({ available }) => available).toSorted((a, b) => Number(b) - Number(a))).toEqual(
      Array.from({ length: 142 }, (_, n) => 1000 - 7 * (n + 1)),
    );
    for (const outcome of outcomes)
      if (outcome.kind !== 'done')
        expect(outcome).toMatchObject({
          kind: 'rejected',
          code: 'wallet.insufficient',
          facts: { asked: 7, available: 6 },
        });
    const { accounts, entries } = await installation.rowsOf(member);
    expect(accounts).toMatchObject([{ wallet: 'points', posted: 6, spent: 994, sequence: 144 }]);
    const used = entries.filter(({ kind }) => kind === 'spend').flatMap(({ lots }) => sharesOf(lots));
    expect(used.reduce((sum, [, units]) => sum + units, 0)).toBe(994);
    await expectSound([member]);
  });

  it('is held, captured and spent by many at once, and never given twice', async () => {
    const member = await oneMember();
    await give(member, 100);
    const asks = Array.from({ length: 30 }, (_, n) =>
      askSurely(commands, {
        command: n % 2 === 0 ? 'holdUnits' : 'redeemUnits',
        member,
        input: { wallet: 'points', units: 10, ...(n % 2 === 0 ? { hold: `order-${n}`, minutes: 30 } : {}) },
      }),
    );
    const outcomes = await Promise.all(asks);
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(10);
    const held = outcomes.flatMap((outcome) =>
      outcome.kind === 'done' && outcome.answer['hold'] !== undefined ? [outcome.answer['hold']] : [],
    );
    // Two want to capture each, and one does.
    const captured = await Promise.all(
      [...held, ...held].map((hold) =>
        askSurely(commands, { command: 'captureHold', member, input: { wallet: 'points', hold, units: 6 } }),
      ),
    );
    expect(captured.filter(({ kind }) => kind === 'done')).toHaveLength(held.length);
    for (const outcome of captured)
      if (outcome.kind !== 'done') expect(outcome).toMatchObject({ kind: 'rejected', code: 'hold.captured' });
    const { accounts } = await installation.rowsOf(member);
    expect(accounts).toMatchObject([{ held: 0, posted: 4 * held.length }]);
    await expectSound([member]);
  });

  it('is changed once by two calls under one key, and both hear the same', async () => {
    const member = await oneMember();
    await give(member, 100);
    const input = { wallet: 'points', units: 30 };
    const processes = [installation.createCommands(), installation.createCommands(), commands];
    for (const [command, more] of [
      ['redeemUnits', {}],
      ['holdUnits', { hold: 'h', minutes: 5 }],
      ['redeemUnits', { units: 999 }],
    ] as const) {
      const key = `race ${command} ${JSON.stringify(more)}`;
      const ask = { command, member, input: { ...input, ...more }, key };
      const outcomes = await Promise.all(processes.map((process) => askSurely(process, ask)));
      const said = new Set(outcomes.map((outcome) => JSON.stringify({ ...outcome, isRepeat: false })));
      expect([...said]).toHaveLength(1);
      expect(outcomes.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
    }
    const other = { command: 'redeemUnits', member, input: { wallet: 'points', units: 31 } };
    const reused = await commands.act({ ...other, caller: 'user:1', key: 'race redeemUnits {}', said: { units: 31 } });
    expect(reused).toMatchObject({ kind: 'refused', code: 'command.key_reused' });
    const { accounts } = await installation.rowsOf(member);
    expect(accounts).toMatchObject([{ posted: 70, held: 30, sequence: 2 }]);
    await expectSound([member]);
  });

  it('is given to and fro by many at once, and none of it is lost or made', async () => {
    const people = await installation.register(4);
    for (const member of people) await give(member, 50);
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, n) => {
        const [member, other] = [people[n % 4], people[(n + 1 + (n % 3)) % 4]];
        if (member === undefined || other === undefined) return expect.fail('four people');
        const input = { wallet: 'points', units: 5 + (n % 11) };
        return askSurely(commands, { command: 'transferUnits', member, other, input });
      }),
    );
    expect(outcomes.filter(({ kind }) => kind === 'done').length).toBeGreaterThan(10);
    const accounts = await Promise.all(people.map(async (member) => (await installation.rowsOf(member)).accounts[0]));
    expect(accounts.reduce((sum, account) => sum + (account?.posted ?? 0), 0)).toBe(200);
    expect(accounts.every((account) => account !== undefined && availableOf(account) >= 0)).toBe(true);
    await expectSound(people);
  });
});

/** Mulberry32: the same choices every run; what the machine adds in timing is the point of the test. */
function createChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Chance = ReturnType<typeof createChance>;

function askAtRandom(
  chance: Chance,
  serial: number,
  now: number,
): { readonly command: string; readonly input: FactPayload } {
  const wallet = ['points', 'points', 'value', 'stamps'][chance(4)] ?? 'points';
  const units = 1 + chance(60);
  const [lot, entry] = [1 + chance(8), 1 + chance(16)];
  const reason = 'test';
  const hold = `h-${Math.max(0, serial - chance(12))}`;
  const lots = [
    { units, startsAt: now + chance(4) * dayMs, expiresAt: now + (5 + chance(4)) * dayMs, costMinor: 100 },
    { units: 5, waits: 'hand' },
  ];
  const asks: readonly (readonly [string, FactPayload])[] = [
    ['adjustUnits', { wallet, units: 2 * units, reason }],
    ['adjustUnits', { wallet, units: 2 * units, reason, expiresAt: now + 9 * dayMs }],
    ['openWallet', { wallet, openedAt: 1, reference: `import-${serial}`, lots }],
    ['redeemUnits', { wallet, units }],
    ['redeemUnits', { wallet, units: 1 + chance(9) }],
    ['holdUnits', { wallet, units: 1 + chance(20), hold: `h-${serial}`, minutes: 1 + chance(2_000) }],
    ['captureHold', { wallet, hold, units: chance(12) }],
    ['captureHold', { wallet, hold }],
    ['releaseHold', { wallet, hold }],
    ['adjustUnits', { wallet, units: -units, reason }],
    ['voidLot', { wallet, lot, reason }],
    ['reverseSpend', { wallet, entry, reason }],
    ['extendLot', { wallet, lot, expiresAt: now + (8 + chance(5)) * dayMs, reason }],
    ['reinstateUnits', { wallet, lot, expiresAt: now + 9 * dayMs, reason }],
    ['releasePending', { wallet, lot }],
    ['cancelPending', { wallet, lot, reason }],
    [chance(3) === 0 ? 'blockWallet' : 'unblockWallet', { wallet, reason }],
    ['transferUnits', { wallet: 'points', units }],
  ];
  const [command, input] = asks[chance(asks.length)] ?? expect.fail('a command');
  return { command, input };
}

describe.each([1, 2])('wallets in the store, by the choices of %i', (seed) => {
  it('are what their entries say and what their logs say, through commands, wakes, merges and what becomes of them', async () => {
    const chance = createChance(seed);
    const people = await installation.register(5);
    const merged: string[] = [];
    const kinds = new Map<string, number>();
    let now = await installation.settle();
    for (let n = 0; n < 260; n += 1) {
      const [member, other] = [people[chance(5)], people[chance(5)]];
      if (member === undefined || other === undefined) continue;
      const call = { caller: 'user:1', key: `story ${seed} ${n}`, said: n, by: 'li' };
      if (chance(10) === 0) {
        const days = chance(5) / 2;
        await installation.pass(days);
        now += days * dayMs;
      }
      // As a rule nobody wakes her before a command looks.
      if (chance(20) === 0) await installation.settle();
      if (chance(40) === 0 && merged.length === 0) {
        const outcome = await commands.merge({ ...call, survivor: member, absorbed: other });
        if (outcome.kind === 'done') merged.push(outcome.decisionId ?? '');
      } else if (chance(25) === 0 && merged.length > 0)
        await commands.undoMerge({ ...call, mergeId: merged.pop() ?? '' });
      else {
        const { command, input } = askAtRandom(chance, n, now);
        const ask = { command, input, member, key: call.key };
        const both = command === 'transferUnits' ? { ...ask, other } : ask;
        if (command === 'transferUnits' && other === member) continue;
        const outcome = await askSurely(commands, both);
        expect(outcome).not.toMatchObject({ kind: 'refused' });
        if (outcome.kind === 'done') kinds.set(command, (kinds.get(command) ?? 0) + 1);
      }
    }
    expect([...kinds.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(80);
    await expectSound(people);
    await installation.pass(40);
    await expectSound(people);
  });
});

describe('the tables of wallets', () => {
  const statements = [
    `update wallet_account set held = -1`,
    `update wallet_account set pending = posted + debt + 1`,
    `update wallet_lot set remaining = units + 1`,
    `update wallet_lot set held = remaining + 1`,
    `update wallet_lot set lost = -1`,
    `update wallet_lot set ended_at = 1, ending = 'spent' where remaining > 0`,
    `update wallet_lot set ending = 'spent' where ended_at is null`,
    `update wallet_entry set units = 0`,
    `update wallet_entry set debit = 'member', credit = 'member'`,
    `update wallet_entry set digest = ''`,
    `update wallet_hold set captured = units + 1`,
    `update wallet_hold set ending = '' where ended_at is not null`,
  ];

  it.each(statements)('take no row that cannot be: %s', async (text) => {
    const member = await oneMember();
    await give(member, 100);
    const input = { wallet: 'points', units: 5, hold: 'h', minutes: 5 };
    await askSurely(commands, { command: 'holdUnits', member, input });
    await askSurely(commands, { command: 'releaseHold', member, input: { wallet: 'points', hold: 'h' } });
    const ofHer = `${text}${text.includes(' where ') ? ' and' : ' where'} member_id = '${member.id}'`;
    await expect(installation.database.run(ofHer)).rejects.toThrow('violates check constraint');
  });
});
