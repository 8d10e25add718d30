import type { Client } from '@perennial/contracts/staff';
import { ApiError } from '@perennial/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from './testing/served-platform.ts';
import { nextKey, startWalletServer } from './testing/wallet-server.ts';
import type { WalletServer } from './testing/wallet-server.ts';

let server: WalletServer;
let memberId: string;
let till: Client;
/** Signed in before the clock goes on: whoever manages users must have proved who she is a moment ago. */
let other: Client;
let analyst: Client;

const otherPhone = 'phone:+8613900139000';
const points = () => ({ params: { memberId, wallet: 'points' } });
const wallets = () => server.administrator.wallets;
const available = async () =>
  (await wallets().ofMember({ params: { memberId } })).wallets.find(({ wallet }) => wallet === 'points')?.available;

async function problemOf(call: Promise<unknown>) {
  const error = await call.then(
    () => expect.fail('it was done'),
    (reason: unknown) => reason,
  );
  return error instanceof ApiError ? error.problem : expect.fail(String(error));
}

async function userOf(role: 'operator' | 'analyst', name: string): Promise<Client> {
  const { link } = await server.administrator.users.create({
    body: { email: `${name}@example.com`, name, role, storeIds: [] },
  });
  return server.clientWith(await server.signInByLink(link.url));
}

beforeAll(async () => {
  server = await startWalletServer();
  ({ memberId } = server);
  till = await server.clientWithScopes('wallet.read', 'wallet.redeem');
  other = await userOf('operator', 'Li');
  analyst = await userOf('analyst', 'An');
});
afterAll(() => server?.close());

describe('units of a member', () => {
  it('come in by hand, and are spent once under a key', async () => {
    const adjusted = await wallets().adjust({
      ...points(),
      body: { units: 300, reason: 'goodwill' },
      idempotencyKey: nextKey(),
    });
    expect(adjusted).toEqual({
      memberId,
      wallet: 'points',
      units: 300,
      entry: 1,
      lot: 1,
      balance: 300,
      available: 300,
    });
    const spend = { ...points(), body: { units: 120, reason: 'gift' }, idempotencyKey: 'till-1' };
    const spent = await till.wallets.redeem(spend);
    expect(spent).toMatchObject({ units: 120, entry: 2, balance: 180, available: 180, lots: [[1, 120]] });
    expect(await till.wallets.redeem(spend)).toEqual(spent);
    expect(await codeOf(till.wallets.redeem({ ...spend, body: { units: 121 } }))).toBe('command.key_reused');
    expect(await available()).toBe(180);
  });

  it('come back where they were spent, and no more than were', async () => {
    const params = { memberId, wallet: 'points', entry: 2 };
    const back = { params, body: { units: 20, reason: 'returned' }, idempotencyKey: nextKey() };
    expect(await till.wallets.reverse(back)).toMatchObject({ units: 20, lots: [[1, 20]], balance: 200 });
    const more = { params, body: { units: 101, reason: 'returned' }, idempotencyKey: nextKey() };
    expect(await problemOf(till.wallets.reverse(more))).toMatchObject({
      code: 'entry.reversed',
      context: { left: 100 },
    });
    const unknown = { params: { ...params, entry: 99 }, body: { reason: 'returned' }, idempotencyKey: nextKey() };
    expect(await codeOf(till.wallets.reverse(unknown))).toBe('entry.unknown');
  });

  it('are refused beyond what there is, with how many there are, and a retry hears the same', async () => {
    const spend = { ...points(), body: { units: 5_000 }, idempotencyKey: nextKey() };
    const problem = await problemOf(till.wallets.redeem(spend));
    expect(problem).toMatchObject({
      status: 409,
      code: 'wallet.insufficient',
      context: { asked: 5_000, available: 200 },
    });
    expect(await codeOf(till.wallets.redeem(spend))).toBe('wallet.insufficient');
    const growth = { params: { memberId, wallet: 'growth' }, body: { units: 1 }, idempotencyKey: nextKey() };
    expect(await codeOf(till.wallets.redeem(growth))).toBe('wallet.not_spendable');
    const stars = { params: { memberId, wallet: 'stars' }, body: { units: 1 }, idempotencyKey: nextKey() };
    expect(await codeOf(till.wallets.redeem(stars))).toBe('wallet.unknown');
  });

  it('are held, captured in part, and not captured twice', async () => {
    const held = { ...points(), body: { units: 50, hold: 'order/7', minutes: 10 }, idempotencyKey: nextKey() };
    const hold = await till.wallets.hold(held);
    expect(hold).toMatchObject({ hold: 'order/7', units: 50, available: 150, balance: 200 });
    expect(Date.parse(hold.expiresAt ?? '')).toBeGreaterThan(Date.now());
    const params = { memberId, wallet: 'points', hold: 'order/7' };
    const capture = (units: number) => till.wallets.capture({ params, body: { units }, idempotencyKey: nextKey() });
    expect(await problemOf(capture(51))).toMatchObject({ code: 'hold.too_much', context: { held: 50 } });
    expect(await capture(30)).toMatchObject({ captured: 30, freed: 20, balance: 170, available: 170 });
    expect(await problemOf(capture(1))).toMatchObject({
      code: 'hold.captured',
      context: { endedAt: expect.stringContaining('T') },
    });
    const release = { params: { ...params, hold: 'order/8' }, idempotencyKey: nextKey() };
    expect(await codeOf(till.wallets.release(release))).toBe('hold.unknown');
  });

  it('go to another member within the limits of the program, and keep their end', async () => {
    const give = (units: number, to = otherPhone) =>
      till.wallets.transfer({ ...points(), body: { to, units }, idempotencyKey: nextKey() });
    expect(await give(60)).toMatchObject({ memberId, units: 60, balance: 110 });
    expect(await problemOf(give(9))).toMatchObject({ code: 'transfer.too_little', context: { unitsMin: 10 } });
    expect(await codeOf(give(101))).toBe('transfer.too_much');
    expect(await problemOf(give(95))).toMatchObject({ code: 'transfer.over_day_limit', context: { left: 90 } });
    expect(await codeOf(give(10, memberId))).toBe('command.same_member');
    expect(await codeOf(give(10, 'phone:+8613907159876'))).toBe('member.not_found');
    const { memberId: other } = await wallets().ofMember({ params: { memberId: otherPhone } });
    const [lot] = (await wallets().lots({ params: { memberId: other, wallet: 'points' } })).items;
    const [mine] = (await wallets().lots(points())).items;
    expect(lot).toMatchObject({ units: 60, expiresAt: mine?.expiresAt, origin: { kind: 'transfer' } });
  });

  it('are spent of no wallet that is blocked', async () => {
    const reason = { body: { reason: 'fraud' } };
    expect(await wallets().block({ ...points(), ...reason, idempotencyKey: nextKey() })).toMatchObject({
      isBlocked: true,
    });
    const spend = () => till.wallets.redeem({ ...points(), body: { units: 1 }, idempotencyKey: nextKey() });
    expect(await codeOf(spend())).toBe('wallet.blocked');
    await wallets().unblock({ ...points(), ...reason, idempotencyKey: nextKey() });
    expect(await spend()).toMatchObject({ units: 1, balance: 109 });
  });
});

describe('what a lot is changed by', () => {
  const lotOf = (lot: number) => ({ params: { memberId, wallet: 'points', lot } });

  it('is another end, or none at all; one that has passed is refused', async () => {
    const expiresAt = server.inHours(1_000);
    const extend = (at: string | null) =>
      wallets().extendLot({ ...lotOf(1), body: { expiresAt: at, reason: 'goodwill' }, idempotencyKey: nextKey() });
    expect(await extend(expiresAt)).toMatchObject({ lot: 1, expiresAt });
    expect(await problemOf(extend(server.inHours(-1)))).toMatchObject({ code: 'expiry.passed' });
    expect(await extend(null)).toMatchObject({ lot: 1, expiresAt: null });
  });

  it('is that it becomes available, or is given up, while it waits', async () => {
    const lots = [
      { units: 10, waits: 'hand' },
      { units: 20, waits: 'hand' },
    ] as const;
    const opened = await wallets().open({
      ...points(),
      body: { openedAt: server.inHours(-1), reference: 'crm:7', lots: [...lots] },
      idempotencyKey: nextKey(),
    });
    const [first, second] = (opened.lots ?? []).map(([lot]) => lot);
    const releaseFirst = { ...lotOf(first ?? 0), idempotencyKey: nextKey() };
    expect(await wallets().releaseLot(releaseFirst)).toMatchObject({ units: 10, available: 119 });
    const cancel = { ...lotOf(second ?? 0), body: { reason: 'mistake' }, idempotencyKey: nextKey() };
    expect(await wallets().cancelLot(cancel)).toMatchObject({ units: 20, balance: 119 });
    expect(await codeOf(wallets().releaseLot({ ...releaseFirst, idempotencyKey: nextKey() }))).toBe('lot.not_pending');
    const again = { openedAt: server.inHours(-1), reference: 'crm:7', lots: [] };
    expect(await codeOf(wallets().open({ ...points(), body: again, idempotencyKey: nextKey() }))).toBe('wallet.opened');
  });

  it('is that it goes, and then it can go no more, nor come back as if it had expired', async () => {
    const voided = { ...lotOf(1), body: { reason: 'fraud' }, idempotencyKey: nextKey() };
    expect(await wallets().voidLot(voided)).toMatchObject({ lot: 1, units: 109, balance: 10 });
    expect(await codeOf(wallets().voidLot({ ...voided, idempotencyKey: nextKey() }))).toBe('lot.ended');
    const body = { expiresAt: server.inHours(10), reason: 'goodwill' };
    expect(await codeOf(wallets().reinstate({ ...lotOf(1), body, idempotencyKey: nextKey() }))).toBe('lot.not_expired');
  });

  it('is its coming back after it expired, never more than did', async () => {
    const body = { units: 40, reason: 'goodwill', expiresAt: server.inHours(2) };
    const { lot = 0 } = await wallets().adjust({ ...points(), body, idempotencyKey: nextKey() });
    await server.passHours(3);
    expect(await available()).toBe(10);
    const again = (units: number) =>
      wallets().reinstate({
        ...lotOf(lot),
        body: { units, expiresAt: server.inHours(50), reason: 'goodwill' },
        idempotencyKey: nextKey(),
      });
    expect(await problemOf(again(41))).toMatchObject({ code: 'lot.reinstated', context: { left: 40 } });
    expect(await again(40)).toMatchObject({ units: 40, balance: 50, available: 50 });
    expect(await codeOf(again(1))).toBe('lot.reinstated');
  });
});

describe('what may not be said', () => {
  it('is a command without a key, or with what is none', async () => {
    const send = async (path: string, body: object, key?: string) => {
      const answer = await fetch(`${server.address}/v1/members/${memberId}/wallets/points/${path}`, {
        method: 'POST',
        headers: {
          cookie: '',
          'content-type': 'application/json',
          authorization: `Bearer ${(await server.administrator.keys.create({ body: { kind: 'api', name: 'k', scopes: ['wallet.redeem', 'wallet.adjust'] } })).secret}`,
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        body: JSON.stringify(body),
      });
      return ((await answer.json()) as { code: string }).code;
    };
    expect(await send('redemptions', { units: 1 })).toBe('command.key_required');
    for (const body of [{ units: 0 }, { units: 1.5 }, { units: -1 }, {}, { units: 1, reason: 'Call 13800138000' }])
      expect([body, await send('redemptions', body, nextKey())]).toEqual([body, 'request.invalid']);
    expect(await send('adjustments', { units: 0, reason: 'x' }, nextKey())).toBe('request.invalid');
    expect(await send('holds', { units: 1, hold: '王 芳', minutes: 5 }, nextKey())).toBe('request.invalid');
  });

  it('is an opening balance by who may only adjust: no second person would be asked', async () => {
    const adjuster = await server.clientWithScopes('wallet.adjust', 'wallet.redeem');
    const lots = [{ units: 1_000_000 }];
    const opening = { openedAt: server.inHours(-1), reference: 'mine', lots };
    const open = { ...points(), body: opening, idempotencyKey: nextKey() };
    expect(await codeOf(adjuster.wallets.open(open))).toBe('auth.forbidden');
    const action = { action: 'open', member: memberId, wallet: 'points', ...opening, key: nextKey() } as const;
    const { answers } = await adjuster.wallets.act({ body: { actions: [action] } });
    expect(JSON.stringify(answers)).toContain('auth.forbidden');
    expect(await available()).toBe(50);
  });

  it('is more than a right allows: a till adjusts nothing, and a reader spends nothing', async () => {
    const adjust = { ...points(), body: { units: 5, reason: 'goodwill' }, idempotencyKey: nextKey() };
    expect(await codeOf(till.wallets.adjust(adjust))).toBe('auth.forbidden');
    const reader = await server.clientWithScopes('wallet.read');
    const spend = { ...points(), body: { units: 1 }, idempotencyKey: nextKey() };
    expect(await codeOf(reader.wallets.redeem(spend))).toBe('auth.forbidden');
    expect(await available()).toBe(50);
  });
});

describe('many acts in one call', () => {
  it('are answered one by one, each by its own right and key', async () => {
    const to = { member: memberId, wallet: 'points' };
    const actions = [
      { action: 'redeem', ...to, units: 5, key: 'many-1' },
      { action: 'adjust', ...to, units: 5, reason: 'goodwill', key: 'many-2' },
      { action: 'redeem', ...to, units: 4_000, key: 'many-3' },
      { action: 'redeem', ...to, member: 'phone:+8613907159876', units: 1, key: 'many-4' },
    ] as const;
    const { answers } = await till.wallets.act({ body: { actions: [...actions] } });
    expect(answers).toMatchObject([
      { outcome: 'done', key: 'many-1', isRepeat: false, memberId, answer: { units: 5, available: 45 } },
      { outcome: 'refused', code: 'auth.forbidden' },
      { outcome: 'rejected', code: 'wallet.insufficient', facts: { asked: 4_000, available: 45 } },
      { outcome: 'refused', code: 'member.not_found' },
    ]);
    const again = await till.wallets.act({ body: { actions: [...actions] } });
    expect(again.answers[0]).toMatchObject({ isRepeat: true, answer: { available: 45 } });
    expect(await available()).toBe(45);
  });
});

describe('an adjustment that needs a second person', () => {
  const large = { units: 5_000, reason: 'goodwill' };
  const propose = (key = nextKey(), body: object = large) =>
    wallets().propose({ ...points(), body: { ...large, ...body }, idempotencyKey: key });
  const decide = (client: Client, approvalId: string, decision: 'approve' | 'decline') =>
    client.wallets.decide({ params: { approvalId }, body: { decision } });

  it('is refused at once, and proposed once under a key', async () => {
    const adjust = { ...points(), body: large, idempotencyKey: nextKey() };
    expect(await problemOf(wallets().adjust(adjust))).toMatchObject({
      code: 'adjustment.second_person_needed',
      context: { above: 1_000 },
    });
    const proposal = await propose('proposal-1');
    expect(proposal).toMatchObject({ state: 'pending', units: 5_000, decidedBy: '', canDecide: false, answer: null });
    expect((await propose('proposal-1')).id).toBe(proposal.id);
    expect(await codeOf(propose('proposal-1', { units: 5_001 }))).toBe('command.key_reused');
    expect(await codeOf(propose(nextKey(), { units: 1_000 }))).toBe('adjustment.not_needed');
    const { items } = await other.wallets.approvals({ query: { state: 'pending' } });
    expect(items).toMatchObject([{ id: proposal.id, canDecide: true, memberId }]);
  });

  it('is not approved by who proposed it, by an analyst or by a key', async () => {
    const [proposal] = (await wallets().approvals({ query: { state: 'pending' } })).items;
    const id = proposal?.id ?? expect.fail('one waits');
    expect(await codeOf(decide(server.administrator, id, 'approve'))).toBe('approval.own');
    expect(await codeOf(decide(analyst, id, 'approve'))).toBe('auth.forbidden');
    expect(await codeOf(decide(till, id, 'approve'))).toBe('auth.forbidden');
    expect(await codeOf(decide(other, crypto.randomUUID(), 'approve'))).toBe('approval.not_found');
    expect(await available()).toBe(45);
  });

  it('is carried out once by who approves it, and answers the same again', async () => {
    const [proposal] = (await wallets().approvals({ query: { state: 'pending' } })).items;
    const id = proposal?.id ?? expect.fail('one waits');
    const approved = await decide(other, id, 'approve');
    expect(approved).toMatchObject({
      state: 'approved',
      decidedBy: 'Li (operator)',
      answer: { units: 5_000, available: 5_045 },
    });
    expect(await decide(other, id, 'approve')).toEqual(approved);
    expect(await codeOf(decide(server.administrator, id, 'decline'))).toBe('approval.decided');
    expect(await available()).toBe(5_045);
    const [entry] = (await wallets().entries(points())).items;
    expect(entry).toMatchObject({ kind: 'adjust_up', cause: { by: 'First (administrator), Li (operator)' } });
  });

  it('is taken back by who proposed it, and then nobody approves it', async () => {
    const { id } = await propose();
    expect(await decide(server.administrator, id, 'decline')).toMatchObject({ state: 'declined', answer: null });
    expect(await codeOf(decide(other, id, 'approve'))).toBe('approval.decided');
    expect((await wallets().approvals({ query: { memberId, state: 'declined' } })).items).toMatchObject([{ id }]);
  });

  it('says why it could not be carried out', async () => {
    const { id } = await propose(nextKey(), { units: -9_000 });
    expect(await decide(other, id, 'approve')).toMatchObject({ state: 'failed', code: 'wallet.insufficient' });
    expect(await available()).toBe(5_045);
  });
});

describe('the audit log', () => {
  it('says what was done to a wallet, by whom, and with which reason', async () => {
    const { items } = await server.administrator.audit.list({ query: { limit: 200 } });
    const of = (action: string) => items.filter((item) => item.action === action);
    expect(of('wallet.redeemed').map(({ outcome }) => outcome)).toContain('refused');
    expect(of('wallet.lot_voided')[0]).toMatchObject({ reason: 'fraud' });
    expect(of('wallet.adjustment_decided').length).toBeGreaterThan(3);
  });
});
