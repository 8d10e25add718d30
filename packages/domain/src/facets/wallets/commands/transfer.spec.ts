import { describe, expect, it } from 'vitest';
import { daysLater } from '../../../testing/given.ts';
import { runPairCommand } from '../../../testing/run-pair-command.ts';
import { faultsOf } from '../../../testing/wallets/check-wallets.ts';
import { accountOf, balanceOf, createPurse, entryTexts, lotsOf } from '../../../testing/wallets/purse.ts';
import type { Purse } from '../../../testing/wallets/purse.ts';
import type { Wallets } from '../../../testing/wallets/wallet-documents.ts';

const transfer = { unitsMin: 10, unitsMax: 100, unitsADayMax: 150 };

function pair(document: Wallets[string] = {}): readonly [Purse, Purse] {
  const wallets = { points: { transfer, ...document } };
  return [createPurse(wallets), createPurse(wallets, { number: 2 })];
}

function give([own, other]: readonly [Purse, Purse], units: number, wallet = 'points') {
  const call = { name: 'transferUnits', input: { wallet, units }, position: 1000, recordedAt: own.now() };
  const decided = runPairCommand([own.stored, other.stored], call, { context: own.context });
  if ('kind' in decided) return decided;
  const [out, into] = decided;
  own.take(({ position }) => ({ ...out, position }));
  other.take(({ position }) => ({ ...into, position }));
  return null;
}

function fill(purse: Purse, units: number, more = {}) {
  purse.must('adjustUnits', { wallet: 'points', units, reason: 'goodwill', ...more });
}

function sound(...purses: readonly Purse[]) {
  for (const purse of purses) {
    purse.wake();
    expect(faultsOf(purse.stored, purse.now())).toEqual([]);
  }
}

describe('a transfer', () => {
  it('moves lots as they are, through the account of what is in transit', () => {
    const both = pair();
    const [own, other] = both;
    const lots = [
      { units: 30, startsAt: daysLater(-2), expiresAt: daysLater(5), lotClass: 'principal', costMinor: 100 },
      { units: 50, startsAt: daysLater(-1), priority: 1 },
    ];
    own.must('openWallet', { wallet: 'points', openedAt: daysLater(0), reference: 'import-1', lots });
    expect(give(both, 40)).toBeNull();
    expect([balanceOf(own), balanceOf(other)]).toEqual(['40 40', '40 40']);
    expect([entryTexts(own).at(-1), entryTexts(other)]).toEqual([
      'transfer_out: 40 member>in_transit',
      ['transfer_in: 30 in_transit>member', 'transfer_in: 10 in_transit>member'],
    ]);
    expect(lotsOf(other)).toMatchObject([
      { startsAt: daysLater(-2), expiresAt: daysLater(5), lotClass: 'principal', costMinor: 100, source: 'transfer' },
      { startsAt: daysLater(-1), expiresAt: null, priority: 1, costMinor: null },
    ]);
    // What was given to her she has not earned, and it counts as spent by nobody.
    expect([accountOf(own), accountOf(other)]).toMatchObject([
      { earned: 80, spent: 0 },
      { earned: 0, spent: 0 },
    ]);
    other.waitDays(5);
    expect(balanceOf(other)).toBe('10 10');
    sound(own, other);
  });

  it('splits what a lot cost without losing or making any of it', () => {
    const both = pair();
    const [own, other] = both;
    const lots = [{ units: 30, costMinor: 100 }];
    own.must('openWallet', { wallet: 'points', openedAt: daysLater(0), reference: 'import-1', lots });
    for (const units of [10, 10, 10]) give(both, units);
    const costs = lotsOf(other).map(({ costMinor }) => costMinor ?? 0);
    expect([costs.length, costs.reduce((sum, cost) => sum + cost, 0)]).toEqual([3, 100]);
  });

  it('has a least, a greatest, and so much a day of the program', () => {
    const both = pair();
    const [own, other] = both;
    fill(own, 500);
    expect([9, 101].map((units) => give(both, units))).toMatchObject([
      { code: 'transfer.too_little', facts: { unitsMin: 10, asked: 9 } },
      { code: 'transfer.too_much', facts: { unitsMax: 100, asked: 101 } },
    ]);
    own.waitDays(0.9);
    other.waitDays(0.9);
    for (let n = 0; n < 40; n += 1) fill(own, 1);
    give(both, 100);
    for (let n = 0; n < 40; n += 1) fill(own, 1);
    expect(give(both, 51)).toMatchObject({ code: 'transfer.over_day_limit', facts: { left: 50, asked: 51 } });
    expect(give(both, 50)).toBeNull();
    expect(give(both, 10)).toMatchObject({ facts: { left: 0 } });
    own.waitDays(0.1);
    other.waitDays(0.1);
    expect(give(both, 100)).toBeNull();
    sound(own, other);
  });

  it('is refused where none are allowed, of a wallet that there is not, and of growth', () => {
    const none = pair({ transfer: null });
    fill(none[0], 50);
    expect(give(none, 10)).toMatchObject({ code: 'transfer.not_allowed', facts: { wallet: 'points' } });
    expect(give(none, 10, 'miles')).toMatchObject({ code: 'wallet.unknown' });
    const growth = pair({ kind: 'growth' });
    fill(growth[0], 50);
    expect(give(growth, 10)).toMatchObject({ code: 'wallet.not_spendable' });
  });

  it('gives no more than is available, nothing while blocked, and no more than the other may have', () => {
    const both = pair({ balanceMax: 60 });
    const [own, other] = both;
    fill(own, 30);
    fill(other, 45);
    own.must('holdUnits', { wallet: 'points', units: 11, hold: 'h', minutes: 5 });
    expect(give(both, 20)).toMatchObject({ code: 'wallet.insufficient', facts: { asked: 20, available: 19 } });
    expect(give(both, 16)).toMatchObject({ code: 'wallet.over_limit', facts: { balanceMax: 60 } });
    own.must('blockWallet', { wallet: 'points', reason: 'fraud' });
    expect(give(both, 10)).toMatchObject({ code: 'wallet.blocked' });
    own.must('unblockWallet', { wallet: 'points', reason: 'checked' });
    other.must('blockWallet', { wallet: 'points', reason: 'fraud' });
    expect(give(both, 15)).toBeNull();
    sound(own, other);
  });

  it('of units that expire together lets them expire when they would have', () => {
    const both = pair({ expiry: { kind: 'sliding', length: { unit: 'days', count: 10 } } });
    const [own, other] = both;
    fill(own, 50);
    expect(accountOf(own).expiresAt).toBe(daysLater(10));
    for (const purse of both) purse.waitDays(4);
    give(both, 20);
    expect([accountOf(own).expiresAt, lotsOf(other)[0]?.expiresAt]).toEqual([daysLater(14), daysLater(10)]);
    for (const purse of both) purse.waitDays(6);
    expect([balanceOf(own), balanceOf(other)]).toEqual(['30 30', '0 0']);
    sound(own, other);
  });
});
