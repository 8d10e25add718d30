import { describe, expect, it } from 'vitest';
import { daysLater } from '../../../testing/given.ts';
import { faultsOf } from '../../../testing/wallets/check-wallets.ts';
import { accountOf, balanceOf, createPurse, entriesOf, entryTexts, lotTexts } from '../../../testing/wallets/purse.ts';
import type { Purse } from '../../../testing/wallets/purse.ts';

/** 30 that expire after five days, and 50; 60 of them spent by entry 3. */
function spent(): Purse {
  const purse = createPurse({ points: {} });
  purse.must('adjustUnits', { wallet: 'points', units: 30, reason: 'goodwill', expiresAt: daysLater(5) });
  purse.must('adjustUnits', { wallet: 'points', units: 50, reason: 'goodwill' });
  purse.must('redeemUnits', { wallet: 'points', units: 60 });
  return purse;
}

function reverse(purse: Purse, more = {}) {
  return purse.call('reverseSpend', { wallet: 'points', entry: 3, reason: 'returned', ...more });
}

function sound(purse: Purse) {
  purse.wake();
  expect(faultsOf(purse.stored, purse.now())).toEqual([]);
}

describe('reversing what was spent', () => {
  it('puts it back into its lots, and names what it reverses', () => {
    const purse = spent();
    expect(reverse(purse)).toEqual({
      wallet: 'points',
      units: 60,
      entry: 4,
      lots: [
        [2, 30],
        [1, 30],
      ],
      balance: 80,
      available: 80,
    });
    expect(entriesOf(purse).at(-1)).toMatchObject({ kind: 'restore', debit: 'redemption', reverses: 3, units: 60 });
    expect([lotTexts(purse), accountOf(purse).spent]).toEqual([['1: 30/30', '2: 50/50'], 0]);
    purse.waitDays(5);
    expect(balanceOf(purse)).toBe('50 50');
    sound(purse);
  });

  it('in parts gives back what was taken last first, and never more than was taken', () => {
    const purse = spent();
    expect(reverse(purse, { units: 20 })).toMatchObject({ lots: [[2, 20]] });
    expect(reverse(purse, { units: 20 })).toMatchObject({
      lots: [
        [2, 10],
        [1, 10],
      ],
    });
    expect(reverse(purse, { units: 21 })).toMatchObject({
      code: 'entry.reversed',
      facts: { entry: 3, left: 20, asked: 21 },
    });
    expect(reverse(purse)).toMatchObject({ units: 20, balance: 80 });
    for (const more of [{}, { units: 1 }])
      expect(reverse(purse, more)).toMatchObject({ code: 'entry.reversed', facts: { left: 0 } });
    sound(purse);
  });

  it('into a lot that has expired lets it expire at once', () => {
    const purse = spent();
    purse.waitDays(6);
    expect(reverse(purse)).toMatchObject({ units: 60, balance: 50, available: 50 });
    expect(entryTexts(purse).slice(3)).toEqual(['restore: 60 redemption>member', 'expire: 30 member>breakage']);
    sound(purse);
  });

  it('of a capture is the same', () => {
    const purse = createPurse({ points: {} });
    purse.must('adjustUnits', { wallet: 'points', units: 30, reason: 'goodwill' });
    purse.must('holdUnits', { wallet: 'points', units: 20, hold: 'h', minutes: 5 });
    purse.must('captureHold', { wallet: 'points', hold: 'h', units: 15 });
    expect(reverse(purse, { entry: 2 })).toMatchObject({ units: 15, balance: 30, available: 30 });
    sound(purse);
  });

  it('is refused of what there is not, and of what was no spend', () => {
    const purse = spent();
    reverse(purse, { units: 1 });
    expect([9, 1, 4].map((entry) => reverse(purse, { entry }))).toMatchObject([
      { code: 'entry.unknown', facts: { entry: 9 } },
      { code: 'entry.not_a_spend', facts: { entry: 1, kind: 'adjust_up' } },
      { code: 'entry.not_a_spend', facts: { entry: 4, kind: 'restore' } },
    ]);
    expect(reverse(purse, { wallet: 'miles' })).toMatchObject({ code: 'entry.unknown' });
  });
});

describe('reinstating what expired', () => {
  const expired = () => {
    const purse = spent();
    reverse(purse);
    purse.must('redeemUnits', { wallet: 'points', units: 10 });
    purse.waitDays(6);
    return purse;
  };
  const reinstate = (purse: Purse, more = {}) =>
    purse.call('reinstateUnits', { wallet: 'points', lot: 1, expiresAt: daysLater(20), reason: 'goodwill', ...more });

  it('is a new lot out of breakage, in parts and never more than expired', () => {
    const purse = expired();
    expect(reinstate(purse, { units: 15 })).toMatchObject({ units: 15, lots: [[3, 15]], balance: 65, available: 65 });
    expect(entriesOf(purse).at(-1)).toMatchObject({ kind: 'reinstate', debit: 'breakage', reverses: 6 });
    expect(accountOf(purse)).toMatchObject({ expired: 5, earned: 80 });
    expect(reinstate(purse, { units: 6 })).toMatchObject({
      code: 'lot.reinstated',
      facts: { lot: 1, left: 5, asked: 6 },
    });
    expect(reinstate(purse)).toMatchObject({ units: 5 });
    expect(reinstate(purse)).toMatchObject({ code: 'lot.reinstated', facts: { left: 0 } });
    sound(purse);
    purse.waitDays(20);
    expect(balanceOf(purse)).toBe('50 50');
  });

  it('is refused of a lot of which nothing expired, into the past, and beyond what may be held', () => {
    const purse = expired();
    expect(reinstate(purse, { lot: 2 })).toMatchObject({ code: 'lot.not_expired', facts: { lot: 2 } });
    expect(reinstate(purse, { lot: 9 })).toMatchObject({ code: 'lot.unknown' });
    expect(reinstate(purse, { expiresAt: purse.now() })).toMatchObject({ code: 'expiry.passed' });
    expect(reinstate(purse, { wallet: 'miles' })).toMatchObject({ code: 'wallet.unknown' });
    const full = createPurse({ points: { balanceMax: 10 } });
    full.must('adjustUnits', { wallet: 'points', units: 10, reason: 'goodwill', expiresAt: daysLater(1) });
    full.waitDays(1);
    full.must('adjustUnits', { wallet: 'points', units: 5, reason: 'goodwill' });
    expect(reinstate(full)).toMatchObject({ code: 'wallet.over_limit', facts: { balanceMax: 10 } });
    expect(reinstate(full, { units: 5 })).toMatchObject({ balance: 10 });
  });

  it('counts what expired after a hold as well', () => {
    const purse = createPurse({ points: {} });
    purse.must('adjustUnits', { wallet: 'points', units: 50, reason: 'goodwill', expiresAt: daysLater(1) });
    purse.waitDays(1 - 1 / 48);
    purse.must('holdUnits', { wallet: 'points', units: 20, hold: 'h', minutes: 60 });
    purse.waitDays(1);
    expect(reinstate(purse)).toMatchObject({
      units: 50,
      lots: [
        [2, 30],
        [3, 20],
      ],
    });
    sound(purse);
  });
});
