import { describe, expect, it } from 'vitest';
import type { FactPayload } from '../../../kernel/base/payload.ts';
import { daysLater } from '../../../testing/given.ts';
import { faultsOf } from '../../../testing/wallets/check-wallets.ts';
import { accountOf, balanceOf, createPurse, entryTexts, lotsOf } from '../../../testing/wallets/purse.ts';
import type { Purse } from '../../../testing/wallets/purse.ts';

function open(purse: Purse, lots: readonly FactPayload[], more: FactPayload = {}) {
  const opening = { wallet: 'points', openedAt: daysLater(0), reference: 'import-1', lots };
  return purse.call('openWallet', { ...opening, ...more });
}

describe('an opening balance', () => {
  it('comes in by entries of its own, each lot with its terms', () => {
    const purse = createPurse({ points: {} });
    const lots = [
      { units: 30, startsAt: daysLater(-20), expiresAt: daysLater(5), lotClass: 'principal', costMinor: 300 },
      { units: 20, startsAt: daysLater(2) },
      { units: 10, waits: 'hand', priority: -3, lotClass: 'bonus' },
    ];
    expect(open(purse, lots)).toEqual({
      wallet: 'points',
      reference: 'import-1',
      units: 60,
      lots: [
        [1, 30],
        [2, 20],
        [3, 10],
      ],
      balance: 60,
      available: 30,
    });
    expect(entryTexts(purse)).toEqual([
      'opening: 30 opening>member',
      'opening: 20 opening>member',
      'opening: 10 opening>member',
    ]);
    expect(lotsOf(purse)).toMatchObject([
      { startsAt: daysLater(-20), expiresAt: daysLater(5), lotClass: 'principal', costMinor: 300, source: 'opening' },
      { startsAt: daysLater(2), waitsFor: 'time', expiresAt: null, lotClass: '', priority: 0 },
      { startsAt: daysLater(0), waitsFor: 'hand', priority: -3, lotClass: 'bonus' },
    ]);
    expect(accountOf(purse)).toMatchObject({ openedAt: daysLater(0), earned: 30, pending: 30 });
    expect(faultsOf(purse.stored, purse.now())).toEqual([]);
    purse.waitDays(2);
    expect(balanceOf(purse)).toBe('60 50');
  });

  it('is taken once a reference; another one adds to it, and the later day counts', () => {
    const purse = createPurse({ points: {}, stamps: {} });
    purse.waitDays(1);
    open(purse, [{ units: 30 }], { openedAt: daysLater(1) });
    expect(open(purse, [{ units: 30 }])).toMatchObject({
      code: 'wallet.opened',
      facts: { wallet: 'points', reference: 'import-1' },
    });
    purse.must('redeemUnits', { wallet: 'points', units: 30 });
    expect(open(purse, [])).toMatchObject({ code: 'wallet.opened' });
    expect(open(purse, [{ units: 5 }], { wallet: 'stamps' })).toMatchObject({ balance: 5 });
    expect(open(purse, [{ units: 5 }], { reference: 'import-2' })).toMatchObject({ balance: 5 });
    expect(accountOf(purse).openedAt).toBe(daysLater(1));
  });

  it('brings in what she owes, which takes what is there and is owed as far as that is not enough', () => {
    const purse = createPurse({ points: {}, stamps: {} });
    expect(open(purse, [], { owed: 30 })).toMatchObject({ units: -30, lots: [], balance: -30, available: -30 });
    expect(entryTexts(purse)).toEqual(['opening: 30 member>opening']);
    expect(accountOf(purse)).toMatchObject({ posted: -30, debt: 30, earned: 0, openedAt: daysLater(0) });
    expect(open(purse, [], { owed: 30 })).toMatchObject({ code: 'wallet.opened' });
    const lots = [{ units: 20 }, { units: 50, waits: 'hand' }];
    expect(open(purse, lots, { wallet: 'stamps', owed: 25 })).toMatchObject({ units: 45, balance: 45, available: -5 });
    expect(faultsOf(purse.stored, purse.now())).toEqual([]);
    purse.must('adjustUnits', { wallet: 'points', units: 40, reason: 'goodwill' });
    expect([balanceOf(purse), accountOf(purse).debt]).toEqual(['10 10', 0]);
  });

  it('is refused where she would owe nothing or less, or more than a wallet counts', () => {
    const purse = createPurse({ points: {} });
    for (const owed of [0, -1, 1.5, Number.MAX_SAFE_INTEGER + 1]) expect(() => open(purse, [], { owed })).toThrow();
  });

  it('of nothing says since when alone', () => {
    const purse = createPurse({ points: {} });
    expect(open(purse, [])).toMatchObject({ units: 0, lots: [], balance: 0 });
    expect(accountOf(purse)).toMatchObject({ openedAt: daysLater(0), sequence: 0 });
  });

  it('is refused from the future, with lots that are over, and beyond what may be held', () => {
    const purse = createPurse({
      points: { balanceMax: 50, expiry: { kind: 'term', length: { unit: 'days', count: 10 } } },
    });
    expect(open(purse, [], { openedAt: daysLater(1) })).toMatchObject({ code: 'opening.not_yet' });
    expect(open(purse, [{ units: 5, expiresAt: daysLater(0) }])).toMatchObject({ code: 'expiry.passed' });
    expect(open(purse, [{ units: 5, startsAt: daysLater(-10) }])).toMatchObject({
      code: 'expiry.passed',
      facts: { expiresAt: daysLater(0) },
    });
    expect(open(purse, [{ units: 5, startsAt: daysLater(-10), expiresAt: null }])).toMatchObject({ balance: 5 });
    expect(open(purse, [{ units: 26 }, { units: 20 }], { reference: 'import-2' })).toMatchObject({
      code: 'wallet.over_limit',
      facts: { balanceMax: 50 },
    });
    expect(open(purse, [], { wallet: 'miles' })).toMatchObject({ code: 'wallet.unknown' });
  });
});
