import { describe, expect, it } from 'vitest';
import { daysLater, fact } from '../../../testing/given.ts';
import { faultsOf } from '../../../testing/wallets/check-wallets.ts';
import { accountOf, balanceOf, createPurse, entriesOf, lotTexts, lotsOf } from '../../../testing/wallets/purse.ts';
import type { Purse } from '../../../testing/wallets/purse.ts';

function adjust(purse: Purse, units: number, more = {}) {
  return purse.call('adjustUnits', { wallet: 'points', units, reason: 'goodwill', ...more });
}

describe('an adjustment by hand', () => {
  it('up is a lot of its own, earned now, with its reason', () => {
    const purse = createPurse({ points: {} });
    expect(adjust(purse, 30)).toEqual({
      wallet: 'points',
      units: 30,
      entry: 1,
      lot: 1,
      balance: 30,
      available: 30,
    });
    expect(entriesOf(purse)).toMatchObject([
      { kind: 'adjust_up', debit: 'adjustment', credit: 'member', reason: 'goodwill', sourceId: 'd2' },
    ]);
    expect(accountOf(purse)).toMatchObject({ earned: 30, posted: 30 });
  });

  it('down takes what is available in the order of use, and counts as not earned', () => {
    const purse = createPurse({ points: {} });
    adjust(purse, 30);
    adjust(purse, 30);
    expect(adjust(purse, -40)).toMatchObject({ units: -40, entry: 3, balance: 20, available: 20 });
    expect([lotTexts(purse), accountOf(purse).earned]).toEqual([['1: 0/30 taken_back', '2: 20/30'], 20]);
    expect(adjust(purse, -21)).toMatchObject({ code: 'wallet.insufficient', facts: { asked: 21, available: 20 } });
    expect(faultsOf(purse.stored, purse.now())).toEqual([]);
  });

  it('of growth, and of who is blocked, is made as any other', () => {
    const purse = createPurse({ points: { kind: 'growth' } });
    adjust(purse, 30);
    purse.must('blockWallet', { wallet: 'points', reason: 'fraud' });
    expect(adjust(purse, -30)).toMatchObject({ balance: 0 });
  });

  it('ends when it says, as the wallet says, or never', () => {
    const expiry = { kind: 'term', length: { unit: 'months', count: 1 }, roundTo: 'day' };
    const purse = createPurse({ points: { expiry } });
    adjust(purse, 1);
    adjust(purse, 1, { expiresAt: daysLater(2) });
    adjust(purse, 1, { expiresAt: null });
    // 1 February, the day of which is over at midnight.
    expect(lotsOf(purse).map(({ expiresAt }) => expiresAt)).toEqual([daysLater(32), daysLater(2), null]);
    expect(adjust(purse, 1, { expiresAt: purse.now() })).toMatchObject({
      code: 'expiry.passed',
      facts: { expiresAt: purse.now() },
    });
  });

  it('ends otherwise for whom the wallet says so', () => {
    const purse = createPurse({
      points: {
        expiry: { kind: 'term', length: { unit: 'days', count: 10 } },
        expiryFor: [{ who: { field: 'purchase.count', operator: '>=', value: 1 }, expiry: { kind: 'never' } }],
      },
    });
    adjust(purse, 1);
    purse.take((place) => ({
      ...fact({ type: 'order.placed', at: purse.now(), payload: { orderId: 'o', amountMinor: 100 } }),
      ...place,
    }));
    adjust(purse, 1);
    expect(lotsOf(purse).map(({ expiresAt }) => expiresAt)).toEqual([daysLater(10), null]);
  });

  it('above a threshold needs a second person, up and down', () => {
    const purse = createPurse({ points: { secondPersonAbove: 100 } });
    expect(adjust(purse, 100)).toMatchObject({ balance: 100 });
    for (const units of [101, -101])
      expect(adjust(purse, units)).toMatchObject({
        code: 'adjustment.second_person_needed',
        facts: { above: 100 },
      });
    expect(adjust(purse, 101, { secondPerson: 'user-2' })).toMatchObject({ balance: 201 });
    expect(adjust(purse, -101, { secondPerson: 'user-2' })).toMatchObject({ balance: 100 });
  });

  it('gives no more than the wallet may hold', () => {
    const purse = createPurse({ points: { balanceMax: 100 } });
    adjust(purse, 60);
    expect(adjust(purse, 41)).toEqual({ kind: 'rejection', code: 'wallet.over_limit', facts: { balanceMax: 100 } });
    expect(adjust(purse, 40)).toMatchObject({ balance: 100 });
    expect(adjust(purse, 1)).toMatchObject({ code: 'wallet.over_limit' });
  });

  it('never counts beyond what is counted exactly', () => {
    const purse = createPurse({ points: {} });
    expect(adjust(purse, 1_000_000_000_000)).toMatchObject({ balance: 1_000_000_000_000 });
    expect(adjust(purse, 1)).toMatchObject({ code: 'wallet.over_limit', facts: { balanceMax: 1_000_000_000_000 } });
  });

  it('of a wallet that there is not is refused', () => {
    const purse = createPurse({ points: {} });
    expect(adjust(purse, 1, { wallet: 'miles' })).toMatchObject({ code: 'wallet.unknown' });
    expect(balanceOf(purse)).toBe('0 0');
  });
});

describe('a block', () => {
  it('that is there already is answered, and logged no second time', () => {
    const purse = createPurse({ points: {} });
    const block = { wallet: 'points', reason: 'fraud' };
    expect(purse.must('unblockWallet', block)).toEqual({
      wallet: 'points',
      isBlocked: false,
      balance: 0,
      available: 0,
    });
    const { length } = purse.stored.log;
    purse.must('blockWallet', block);
    purse.must('blockWallet', block);
    expect([purse.stored.log.length, accountOf(purse).isBlocked]).toEqual([length + 1, true]);
    expect(purse.call('blockWallet', { ...block, wallet: 'miles' })).toMatchObject({ code: 'wallet.unknown' });
  });
});
