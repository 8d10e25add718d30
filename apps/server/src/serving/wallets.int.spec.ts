import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, dayMs, order, phone } from './testing/served-platform.ts';
import { nextKey, startWalletServer } from './testing/wallet-server.ts';
import type { WalletServer } from './testing/wallet-server.ts';

let server: WalletServer;
let memberId: string;

const points = () => ({ params: { memberId, wallet: 'points' } });
const wallets = () => server.administrator.wallets;
const balanceOf = async (id = memberId) => {
  const { wallets: all } = await wallets().ofMember({ params: { memberId: id } });
  return all.find(({ wallet }) => wallet === 'points') ?? expect.fail('there are points');
};

beforeAll(async () => {
  server = await startWalletServer();
  ({ memberId } = server);
});
afterAll(() => server?.close());

describe('balances of a member', () => {
  it('are nothing in every wallet of the program before anything came in', async () => {
    const answer = await wallets().ofMember({ params: { memberId } });
    expect(answer.wallets.map(({ wallet, balance }) => [wallet, balance])).toEqual([
      ['growth', 0],
      ['points', 0],
    ]);
    expect(answer).toMatchObject({ memberId, status: 'live', mergedInto: null });
  });

  it('say what is available, waits, is held, and expires next', async () => {
    const soon = server.inHours(5);
    await wallets().open({
      ...points(),
      body: {
        openedAt: server.inHours(-1),
        reference: 'old-system/1',
        lots: [
          { units: 100, expiresAt: soon },
          { units: 50, startsAt: server.inHours(2), waits: 'time', expiresAt: server.inHours(900) },
          { units: 30, waits: 'hand', expiresAt: null },
          { units: 500, expiresAt: null },
        ],
      },
      idempotencyKey: nextKey(),
    });
    const body = { units: 40, hold: 'basket-1', minutes: 60 };
    await wallets().hold({ ...points(), body, idempotencyKey: nextKey() });
    expect(await balanceOf()).toMatchObject({
      name: { en: 'Points', zh: '积分' },
      balance: 680,
      available: 560,
      pending: 80,
      pendingNext: [{ units: 50 }],
      pendingOtherwise: 30,
      held: 40,
      owed: 0,
      nextExpiry: { units: 60, at: soon },
      earned: 600,
      value: { units: 100, minor: 100 },
    });
  });

  it('are found by an identity too, and of nobody who is not known', async () => {
    const answer = await wallets().ofMember({ params: { memberId: `phone:${phone}` } });
    expect(answer.memberId).toBe(memberId);
    const other = { params: { memberId: 'phone:+8613907159876' } };
    expect(await codeOf(wallets().ofMember(other))).toBe('member.not_found');
  });
});

describe('the lots of a wallet', () => {
  it('stand newest first, the next to be spent with its rank', async () => {
    const { items } = await wallets().lots({ ...points(), query: { limit: 3 } });
    expect(items.map(({ lot, state, rank }) => [lot, state, rank])).toEqual([
      [4, 'open', 2],
      [3, 'pending', null],
      [2, 'pending', null],
    ]);
    expect(items[0]).toMatchObject({ origin: { kind: 'opening' }, rule: null, entry: 4, scope: null });
  });

  it('go on page by page, and are told apart by whether they ended', async () => {
    await wallets().voidLot({
      params: { memberId, wallet: 'points', lot: 4 },
      body: { reason: 'mistake' },
      idempotencyKey: nextKey(),
    });
    const first = await wallets().lots({ ...points(), query: { limit: 2, state: 'open' } });
    expect(first.items.map(({ lot }) => lot)).toEqual([3, 2]);
    const cursor = first.nextCursor ?? expect.fail('there is more');
    const next = await wallets().lots({ ...points(), query: { limit: 2, state: 'open', cursor } });
    expect([next.items.map(({ lot }) => lot), next.nextCursor]).toEqual([[1], null]);
    const ended = await wallets().lots({ ...points(), query: { state: 'ended' } });
    expect(ended.items).toMatchObject([{ lot: 4, remaining: 0, ending: 'voided', lost: 500 }]);
  });

  it('are of no wallet that there is not', async () => {
    const other = { params: { memberId, wallet: 'stars' } };
    expect(await codeOf(wallets().lots(other))).toBe('wallet.unknown');
    expect(await codeOf(wallets().entries(other))).toBe('wallet.unknown');
    expect(await codeOf(wallets().statement(other))).toBe('wallet.unknown');
    const bad = { ...points(), query: { cursor: 'x' } };
    expect(await codeOf(wallets().lots(bad))).toBe('request.cursor_invalid');
  });
});

describe('the entries of a wallet', () => {
  it('stand newest first with the lots they used and the decision behind them', async () => {
    const { items, nextCursor } = await wallets().entries({ ...points(), query: { limit: 2 } });
    expect(items).toMatchObject([
      {
        sequence: 5,
        kind: 'void',
        units: -500,
        balanceAfter: 180,
        lots: [{ lot: 4, units: 500 }],
        owed: 0,
        reason: 'mistake',
        origin: { kind: 'decision' },
        rule: null,
        cause: { kind: 'decision', type: 'voidLot', by: 'First (administrator)' },
      },
      { sequence: 4, kind: 'opening', units: 500, balanceAfter: 680 },
    ]);
    const rest = await wallets().entries({ ...points(), query: { cursor: nextCursor ?? '' } });
    expect(rest.items.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  });
});

describe('units that were earned', () => {
  it('say by which rule, as it was called then, and name the order and the fact', async () => {
    const occurredAt = new Date(server.platform.clock.now()).toISOString();
    await server.send([{ ...order('earned-1', 0, { identities: { phone } }), occurredAt }]);
    await server.caughtUp();
    const params = { memberId, wallet: 'growth' };
    const { items } = await wallets().entries({ params });
    const rule = { id: 'per_ten', name: { en: 'A point for every 10', zh: '每 10 元积 1 分' } };
    expect(items).toMatchObject([
      {
        kind: 'earn',
        units: 12,
        origin: { kind: 'order', id: expect.stringMatching(/\/earned-1$/) },
        rule,
        cause: { kind: 'fact', type: 'order.paid', occurredAt, by: '' },
      },
    ]);
    const { items: lots } = await wallets().lots({ params });
    expect(lots).toMatchObject([{ units: 12, origin: { kind: 'order' }, rule }]);
    const { items: timeline } = await server.administrator.members.timeline({ params: { memberId } });
    expect(timeline.map(({ id }) => id)).toContain(items[0]?.cause.id);
  });
});

describe('time alone', () => {
  it('frees what was held, lets units start and expire, and is told at once by the balance', async () => {
    await server.passHours(6);
    expect(await balanceOf()).toMatchObject({ balance: 80, available: 50, pending: 30, held: 0, expired: 100 });
    const { items } = await wallets().entries(points());
    expect(items[0]).toMatchObject({ sequence: 6, kind: 'expire', units: -100, cause: { kind: 'wake', id: null } });
    const { items: holds } = await wallets().holds(points());
    expect(holds).toMatchObject([{ hold: 'basket-1', units: 40, captured: 0, ending: 'timed_out' }]);
    const open = await wallets().holds({ ...points(), query: { state: 'open' } });
    expect(open.items).toEqual([]);
  });
});

describe('a statement', () => {
  it('goes from the opening over the entries to the balance, as of then', async () => {
    const { items } = await wallets().entries(points());
    const voidedAt = items.find(({ kind }) => kind === 'void')?.at ?? expect.fail('it was voided');
    const then = await wallets().statement({ ...points(), query: { at: voidedAt } });
    expect(then).toMatchObject({
      asOfAt: voidedAt,
      opening: { sequence: 0, balance: 0 },
      closing: { sequence: 5, balance: 180, available: 60, pending: 80, held: 40, owed: 0 },
      movements: [
        { kind: 'opening', entries: 4, units: 680 },
        { kind: 'void', entries: 1, units: -500 },
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
    const { balance, available, pending, held, owed } = await balanceOf();
    const { items } = await wallets().entries(points());
    const now = await wallets().statement({ ...points(), query: { from: items[0]?.at ?? '' } });
    expect(now.opening).toEqual({ sequence: 5, balance: 180 });
    expect(now.closing).toEqual({ sequence: 6, balance, available, pending, held, owed });
  });

  it('of before there was anything is empty', async () => {
    const at = new Date(Date.now() - 400 * dayMs).toISOString();
    const before = await wallets().statement({ ...points(), query: { at } });
    expect(before).toMatchObject({ closing: { sequence: 0, balance: 0, owed: 0 }, lots: [], items: [] });
  });

  it('is signed by a key whose public half anybody may have, also after a new one signs', async () => {
    const first = await wallets().downloadStatement(points());
    expect(first).toMatchObject({
      memberId,
      opening: { sequence: 0 },
      closing: { sequence: 6, balance: 80 },
      isLast: true,
    });
    expect(JSON.stringify(first)).not.toContain('138');
    const renewed = await wallets().renewStatementKey({ body: {} });
    expect((await wallets().downloadStatement(points())).keyId).toBe(renewed.id);
    const { items } = (await (await fetch(`${server.address}/v1/statement-keys`)).json()) as {
      items: { id: string; retiredAt: string | null; publicKey: string }[];
    };
    expect(items.map(({ id, retiredAt }) => [id, retiredAt === null])).toEqual([
      [renewed.id, true],
      [first.keyId, false],
    ]);
    expect(JSON.stringify(items)).not.toContain('PRIVATE');
  });

  it('begins behind an entry where it is asked to, and behind none that there is not', async () => {
    const rest = await wallets().downloadStatement({ ...points(), query: { after: 4 } });
    expect([rest.opening.sequence, rest.entries.map(({ sequence }) => sequence)]).toEqual([4, [5, 6]]);
    const beyond = { ...points(), query: { after: 7 } };
    expect(await codeOf(wallets().downloadStatement(beyond))).toBe('entry.unknown');
  });
});
