import { describe, expect, it } from 'vitest';
import { daysLater } from '../../testing/given.ts';
import { faultsOf } from '../../testing/wallets/check-wallets.ts';
import {
  accountOf,
  balanceOf,
  createPurse,
  entryTexts,
  holdsOf,
  lotTexts,
  lotsOf,
  merge,
  split,
} from '../../testing/wallets/purse.ts';
import type { Purse } from '../../testing/wallets/purse.ts';
import type { Wallets } from '../../testing/wallets/wallet-documents.ts';

const wallet = 'points';

function two(wallets: Wallets = { points: {} }): readonly [Purse, Purse] {
  return [createPurse(wallets), createPurse(wallets, { number: 2 })];
}

function fill(purse: Purse, units: number, more = {}) {
  purse.must('adjustUnits', { wallet, units, reason: 'goodwill', ...more });
}

function hold(purse: Purse, units: number, name = 'order-1') {
  purse.must('holdUnits', { wallet, units, hold: name, minutes: 30 });
}

function owe(purse: Purse, units: number) {
  const out = { kind: 'take_back', to: 'issuance', lots: [], reverses: null, ending: 'taken_back', reason: '' };
  purse.decide({ op: 'debit', wallet, units, ...out });
}

function sound(...purses: readonly Purse[]) {
  for (const purse of purses) expect(faultsOf(purse.stored, purse.now())).toEqual([]);
}

describe('a merge', () => {
  it('brings in nothing again under a reference that either had, though all of it is spent', () => {
    const opening = (reference: string) => ({ wallet, openedAt: daysLater(0), reference, lots: [{ units: 30 }] });
    const [own, other] = two();
    own.must('openWallet', opening('a'));
    other.must('openWallet', opening('b'));
    other.must('redeemUnits', { wallet, units: 30 });
    merge(own, other);
    for (const reference of ['a', 'b'])
      expect(own.call('openWallet', opening(reference))).toMatchObject({ code: 'wallet.opened' });
    own.must('openWallet', opening('c'));
    split(own, other);
    expect(own.call('openWallet', opening('a'))).toMatchObject({ code: 'wallet.opened' });
    own.must('openWallet', opening('b'));
    sound(own);
  });

  it('brings the other’s open lots, as they are, and her sums', () => {
    const [own, other] = two();
    fill(own, 30);
    fill(other, 50, { expiresAt: daysLater(9) });
    fill(other, 20);
    other.must('redeemUnits', { wallet, units: 10 });
    merge(own, other);
    expect([balanceOf(own), entryTexts(own).slice(1)]).toEqual([
      '90 90',
      ['merge_in: 40 merged>member', 'merge_in: 20 merged>member'],
    ]);
    expect(lotsOf(own)[1]).toMatchObject({ units: 50, remaining: 40, expiresAt: daysLater(9), entry: 2 });
    expect(accountOf(own)).toMatchObject({ earned: 100, spent: 10 });
    // What she was at her end stays.
    expect([accountOf(other).posted, lotTexts(other)]).toEqual([60, ['1: 40/50', '2: 20/20']]);
    sound(own);
  });

  it('brings what the other owed, out of what is there', () => {
    const [own, other] = two();
    fill(own, 30);
    owe(other, 20);
    merge(own, other);
    expect([balanceOf(own), accountOf(own).debt, entryTexts(own).at(-1)]).toEqual([
      '10 10',
      0,
      'merge_debt: 20 member>merged',
    ]);
    sound(own);
  });

  it('pays with the other’s lots what was owed, but not with what she has on hold', () => {
    const [own, other] = two();
    owe(own, 100);
    fill(other, 50);
    hold(other, 30);
    merge(own, other);
    expect([balanceOf(own), accountOf(own)]).toMatchObject(['-50 -80', { debt: 80, held: 30 }]);
    expect(own.must('captureHold', { wallet, hold: 'order-1' })).toMatchObject({ captured: 30, balance: -80 });
    sound(own);
  });

  it('keeps holds apart that two callers called alike', () => {
    const [own, other] = two();
    for (const purse of [own, other]) {
      fill(purse, 50);
      hold(purse, purse === own ? 20 : 30);
    }
    merge(own, other);
    expect(holdsOf(own)).toMatchObject([
      { hold: 'order-1', units: 20, lots: '[[1,20]]' },
      { hold: 'order-1~2', units: 30, lots: '[[2,30]]' },
    ]);
    expect(accountOf(own)).toMatchObject({ held: 50, posted: 100 });
    own.must('captureHold', { wallet, hold: 'order-1' });
    own.waitDays(1);
    expect(balanceOf(own)).toBe('80 80');
    sound(own);
  });

  it('brings units that expired and are held still: they are captured, or over when they are freed', () => {
    const [own, other] = two();
    fill(other, 50, { expiresAt: daysLater(0) + 60_000 });
    hold(other, 30);
    for (const purse of [own, other]) purse.waitMs(120_000);
    merge(own, other);
    expect(balanceOf(own)).toBe('30 0');
    own.must('captureHold', { wallet, hold: 'order-1', units: 10 });
    expect([balanceOf(own), entryTexts(own)]).toEqual([
      '0 0',
      ['merge_in: 30 merged>member', 'capture: 10 member>redemption', 'expire: 20 member>breakage'],
    ]);
    sound(own);
  });

  it('brings what waits, and a block', () => {
    const [own, other] = two();
    const lots = [{ units: 40, startsAt: daysLater(2) }];
    other.must('openWallet', { wallet, openedAt: daysLater(0), reference: 'r', lots });
    other.must('blockWallet', { wallet, reason: 'fraud' });
    merge(own, other);
    expect(accountOf(own)).toMatchObject({ pending: 40, isBlocked: true, openedAt: daysLater(0), earned: 0 });
    own.waitDays(2);
    expect([balanceOf(own), accountOf(own).earned]).toEqual(['40 40', 40]);
    sound(own);
  });
});

describe('a merge that is taken back', () => {
  it('gives each what she had, by entries that cancel out what the merge brought', () => {
    const [own, other] = two();
    fill(own, 30);
    fill(other, 50);
    hold(other, 20);
    merge(own, other);
    split(own, other);
    expect([balanceOf(own), balanceOf(other), accountOf(other).held]).toEqual(['30 30', '50 30', 20]);
    expect(entryTexts(other)).toEqual(['adjust_up: 50 adjustment>member']);
    expect(accountOf(own)).toMatchObject({ earned: 30, held: 0 });
    expect(other.must('captureHold', { wallet, hold: 'order-1' })).toMatchObject({ captured: 20, balance: 30 });
    sound(own, other);
  });

  it('leaves wallets alone in which nothing came together', () => {
    const [own, other] = two({ points: {}, value: {} });
    fill(own, 30);
    other.must('adjustUnits', { wallet: 'value', units: 50, reason: 'goodwill' });
    merge(own, other);
    split(own, other);
    expect([entryTexts(own), lotTexts(own)]).toEqual([['adjust_up: 30 adjustment>member'], ['1: 30/30']]);
    expect([accountOf(own, 'value').posted, accountOf(own, 'value').earned]).toEqual([0, 0]);
    sound(own, other);
  });

  it('takes the sums back, also of a wallet of which nothing was left', () => {
    const [own, other] = two();
    fill(other, 50);
    other.must('redeemUnits', { wallet, units: 50 });
    other.must('blockWallet', { wallet, reason: 'fraud' });
    merge(own, other);
    expect(accountOf(own)).toMatchObject({ earned: 50, spent: 50, isBlocked: true });
    split(own, other);
    expect(accountOf(own)).toMatchObject({ earned: 0, spent: 0, isBlocked: false });
    sound(own, other);
  });

  it('leaves what was spent meanwhile with her who spent it, and owed where it was the other’s', () => {
    const [own, other] = two();
    fill(own, 30);
    fill(other, 50);
    merge(own, other);
    own.must('redeemUnits', { wallet, units: 45 });
    split(own, other);
    expect([balanceOf(own), accountOf(own).debt, balanceOf(other)]).toEqual(['-15 -15', 15, '50 50']);
    sound(own, other);
  });

  it('lets what was done to a lot of the other be done to none of hers', () => {
    const [own, other] = two();
    fill(other, 50);
    merge(own, other);
    fill(own, 30);
    own.must('voidLot', { wallet, lot: 1, reason: 'mistake' });
    own.must('extendLot', { wallet, lot: 2, expiresAt: daysLater(9), reason: 'goodwill' });
    split(own, other);
    expect([balanceOf(own), balanceOf(other)]).toEqual(['30 30', '50 50']);
    // Hers has another number now, and is meant by the one that it had.
    expect(lotsOf(own).filter(({ endedAt }) => endedAt === null)).toMatchObject([{ expiresAt: daysLater(9) }]);
    sound(own, other);
  });

  it('captures what was held of the other out of what she has', () => {
    const [own, other] = two();
    fill(own, 10);
    fill(other, 50);
    hold(other, 30);
    merge(own, other);
    own.must('captureHold', { wallet, hold: 'order-1', units: 25 });
    split(own, other);
    expect([balanceOf(own), balanceOf(other)]).toEqual(['-15 -15', '50 20']);
    sound(own, other);
  });
});

describe('who is erased', () => {
  it('has nothing open any more: holds end, units are forfeited, debts forgiven', () => {
    const purse = createPurse({ points: {}, value: {} });
    fill(purse, 50);
    hold(purse, 20);
    const lots = [{ units: 40, startsAt: daysLater(2) }];
    purse.must('openWallet', { wallet: 'value', openedAt: daysLater(0), reference: 'r', lots });
    owe(purse, 40);
    purse.take((place) => ({ kind: 'erase', ...place }));
    expect([accountOf(purse), accountOf(purse, 'value')]).toMatchObject(
      [1, 2].map(() => ({ posted: 0, pending: 0, held: 0, debt: 0 })),
    );
    expect([entryTexts(purse).slice(2), lotTexts(purse, 'value'), holdsOf(purse)]).toMatchObject([
      ['forfeit: 10 member>breakage'],
      ['1: 0/40 forfeited'],
      [{ ending: 'forfeited', captured: 0 }],
    ]);
    expect(purse.stored.wakeAt).toBeNull();
    sound(purse);
  });
});
