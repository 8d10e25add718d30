import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, phone } from './testing/served-platform.ts';
import { startWalletServer } from './testing/wallet-server.ts';
import type { WalletServer } from './testing/wallet-server.ts';

let server: WalletServer;
let memberId: string;

const dayMs = 86_400_000;
/** An hour is more than a run takes, and less than a day. */
const hours = (n: number) => server.platform.clock.now() + n * 3_600_000;

const terms = {
  priority: 0,
  waitsFor: '',
  cancelsAt: null,
  lotClass: '',
  scope: '',
  costMinor: null,
} as const;

function credit(units: number, more: object = {}): object {
  return {
    op: 'credit',
    wallet: 'points',
    units,
    kind: 'earn',
    from: 'issuance',
    reason: 'goodwill',
    terms: { ...terms, startsAt: server.platform.clock.now(), expiresAt: null, ...more },
  };
}

function spend(units: number, lots: readonly (readonly [number, number])[]): object {
  const fixed = { op: 'debit', wallet: 'points', kind: 'spend', to: 'redemption', ending: 'spent', reverses: null };
  return { ...fixed, units, lots, reason: 'gift' };
}

const points = () => ({ params: { memberId, wallet: 'points' } });
const balanceOf = async (id = memberId) => {
  const { wallets } = await server.administrator.wallets.ofMember({ params: { memberId: id } });
  return wallets.find(({ wallet }) => wallet === 'points') ?? expect.fail('there are points');
};

beforeAll(async () => {
  server = await startWalletServer();
  ({ memberId } = server);
});
afterAll(() => server?.close());

describe('balances of a member', () => {
  it('are nothing in every wallet of the program before anything came in', async () => {
    const answer = await server.administrator.wallets.ofMember({ params: { memberId } });
    expect(answer.wallets.map(({ wallet, balance }) => [wallet, balance])).toEqual([
      ['growth', 0],
      ['points', 0],
    ]);
    expect(answer).toMatchObject({ memberId, status: 'live', mergedInto: null });
  });

  it('say what is available, waits, is held, and expires next', async () => {
    const soon = hours(5);
    await server.move(memberId, [
      credit(100, { expiresAt: soon }),
      credit(50, { startsAt: hours(2), waitsFor: 'time', expiresAt: hours(900) }),
      credit(30, { waitsFor: 'hand' }),
      credit(500),
      { op: 'hold', wallet: 'points', hold: 'basket-1', lots: [[1, 40]], expiresAt: hours(1) },
    ]);
    expect(await balanceOf()).toMatchObject({
      name: { en: 'Points', zh: '积分' },
      balance: 680,
      available: 560,
      pending: 80,
      pendingNext: [{ units: 50 }],
      pendingOtherwise: 30,
      held: 40,
      owed: 0,
      nextExpiry: { units: 60, at: new Date(soon).toISOString() },
      earned: 600,
      value: { units: 100, minor: 100 },
    });
  });

  it('are found by an identity too, and of nobody who is not known', async () => {
    const answer = await server.administrator.wallets.ofMember({ params: { memberId: `phone:${phone}` } });
    expect(answer.memberId).toBe(memberId);
    const other = { params: { memberId: 'phone:+8613907159876' } };
    expect(await codeOf(server.administrator.wallets.ofMember(other))).toBe('member.not_found');
  });
});

describe('the lots of a wallet', () => {
  it('stand newest first, the next to be spent with its rank', async () => {
    const { items } = await server.administrator.wallets.lots({ ...points(), query: { limit: 3 } });
    expect(items.map(({ lot, state, rank }) => [lot, state, rank])).toEqual([
      [4, 'open', 2],
      [3, 'pending', null],
      [2, 'pending', null],
    ]);
  });

  it('go on page by page, and are told apart by whether they ended', async () => {
    await server.move(memberId, [spend(500, [[4, 500]])]);
    const first = await server.administrator.wallets.lots({ ...points(), query: { limit: 2, state: 'open' } });
    expect(first.items.map(({ lot }) => lot)).toEqual([3, 2]);
    const cursor = first.nextCursor ?? expect.fail('there is more');
    const next = await server.administrator.wallets.lots({ ...points(), query: { limit: 2, state: 'open', cursor } });
    expect([next.items.map(({ lot }) => lot), next.nextCursor]).toEqual([[1], null]);
    const ended = await server.administrator.wallets.lots({ ...points(), query: { state: 'ended' } });
    expect(ended.items).toMatchObject([{ lot: 4, remaining: 0, ending: 'spent' }]);
  });

  it('are of no wallet that there is not', async () => {
    const other = { params: { memberId, wallet: 'stars' } };
    expect(await codeOf(server.administrator.wallets.lots(other))).toBe('wallet.unknown');
    expect(await codeOf(server.administrator.wallets.entries(other))).toBe('wallet.unknown');
    expect(await codeOf(server.administrator.wallets.statement(other))).toBe('wallet.unknown');
    const bad = { ...points(), query: { cursor: 'x' } };
    expect(await codeOf(server.administrator.wallets.lots(bad))).toBe('request.cursor_invalid');
  });
});

describe('the entries of a wallet', () => {
  it('stand newest first with the lots they used and the decision behind them', async () => {
    const { items, nextCursor } = await server.administrator.wallets.entries({ ...points(), query: { limit: 2 } });
    expect(items).toMatchObject([
      {
        sequence: 5,
        kind: 'spend',
        units: -500,
        balanceAfter: 180,
        lots: [{ lot: 4, units: 500 }],
        owed: 0,
        reason: 'gift',
        origin: { kind: 'decision' },
        rule: null,
        cause: { kind: 'decision', type: 'moveUnits', by: 'key mover' },
      },
      { sequence: 4, kind: 'earn', units: 500, balanceAfter: 680 },
    ]);
    const rest = await server.administrator.wallets.entries({ ...points(), query: { cursor: nextCursor ?? '' } });
    expect(rest.items.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  });
});

describe('time alone', () => {
  it('frees what was held, lets units start and expire, and is told at once by the balance', async () => {
    await server.passHours(6);
    expect(await balanceOf()).toMatchObject({ balance: 80, available: 50, pending: 30, held: 0, expired: 100 });
    const { items } = await server.administrator.wallets.entries(points());
    expect(items[0]).toMatchObject({ sequence: 6, kind: 'expire', units: -100, cause: { kind: 'wake', id: null } });
    const { items: holds } = await server.administrator.wallets.holds(points());
    expect(holds).toMatchObject([{ hold: 'basket-1', units: 40, captured: 0, ending: 'timed_out' }]);
    const open = await server.administrator.wallets.holds({ ...points(), query: { state: 'open' } });
    expect(open.items).toEqual([]);
  });
});

describe('a statement', () => {
  it('goes from the opening over the entries to the balance, as of then', async () => {
    const { items } = await server.administrator.wallets.entries(points());
    const spentAt = items.find(({ kind }) => kind === 'spend')?.at ?? expect.fail('it was spent');
    const then = await server.administrator.wallets.statement({ ...points(), query: { at: spentAt } });
    expect(then).toMatchObject({
      asOfAt: spentAt,
      opening: { sequence: 0, balance: 0 },
      closing: { sequence: 5, balance: 180, available: 60, pending: 80, held: 40, owed: 0 },
      movements: [
        { kind: 'earn', entries: 4, units: 680 },
        { kind: 'spend', entries: 1, units: -500 },
      ],
    });
    expect(then.lots.map(({ lot, remaining, isPending }) => [lot, remaining, isPending])).toEqual([
      [1, 100, false],
      [2, 50, true],
      [3, 30, true],
    ]);
    expect(then.items.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
  });

  it('of now says the same as the balance, and opens where a period begins', async () => {
    const balance = await balanceOf();
    const { items } = await server.administrator.wallets.entries(points());
    const from = items[0]?.at ?? '';
    const now = await server.administrator.wallets.statement({ ...points(), query: { from } });
    expect(now.opening).toEqual({ sequence: 5, balance: 180 });
    const { available, pending, held, owed } = balance;
    expect(now.closing).toEqual({ sequence: 6, balance: balance.balance, available, pending, held, owed });
  });

  it('of before there was anything is empty', async () => {
    const at = new Date(Date.now() - 400 * dayMs).toISOString();
    const before = await server.administrator.wallets.statement({ ...points(), query: { at } });
    expect(before).toMatchObject({ closing: { sequence: 0, balance: 0, owed: 0 }, lots: [], items: [] });
  });
});
