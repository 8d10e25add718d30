import { describe, expect, it } from 'vitest';
import { daysLater } from '../../../testing/given.ts';
import { faultsOf } from '../../../testing/wallets/check-wallets.ts';
import {
  accountOf,
  balanceOf,
  createPurse,
  entriesOf,
  entryTexts,
  lotsOf,
  lotTexts,
} from '../../../testing/wallets/purse.ts';
import type { Purse } from '../../../testing/wallets/purse.ts';

const reason = 'mistake';

function opened(lots: readonly object[], document = {}): Purse {
  const purse = createPurse({ points: document });
  purse.must('openWallet', {
    wallet: 'points',
    openedAt: daysLater(0),
    reference: 'import-1',
    lots: lots.map((lot) => ({ ...lot })),
  });
  return purse;
}

function sound(purse: Purse) {
  purse.wake();
  expect(faultsOf(purse.stored, purse.now())).toEqual([]);
}

describe('voiding a lot', () => {
  it('takes that one alone, and what of it is there', () => {
    const purse = opened([{ units: 30 }, { units: 50 }]);
    purse.must('redeemUnits', { wallet: 'points', units: 10 });
    expect(purse.must('voidLot', { wallet: 'points', lot: 1, reason })).toEqual({
      wallet: 'points',
      lot: 1,
      units: 20,
      entry: 4,
      balance: 50,
      available: 50,
    });
    expect([entryTexts(purse).at(-1), lotTexts(purse), accountOf(purse).earned]).toEqual([
      'void: 20 member>issuance',
      ['1: 0/30 voided', '2: 50/50'],
      60,
    ]);
    sound(purse);
  });

  it('takes one that waits as well, which was never earned', () => {
    const purse = opened([{ units: 30, waits: 'hand' }]);
    expect(purse.must('voidLot', { wallet: 'points', lot: 1, reason })).toMatchObject({ balance: 0, available: 0 });
    expect(accountOf(purse)).toMatchObject({ pending: 0, earned: 0 });
    sound(purse);
  });

  it('is refused for a lot that there is not, that has ended, or that is held', () => {
    const purse = opened([{ units: 30 }, { units: 50 }]);
    purse.must('redeemUnits', { wallet: 'points', units: 30 });
    purse.must('holdUnits', { wallet: 'points', units: 1, hold: 'h', minutes: 5 });
    const refusals = [3, 1, 2].map((lot) => purse.call('voidLot', { wallet: 'points', lot, reason }));
    expect(refusals).toMatchObject([
      { code: 'lot.unknown', facts: { lot: 3 } },
      { code: 'lot.ended', facts: { lot: 1, ending: 'spent' } },
      { code: 'lot.held', facts: { lot: 2, held: 1 } },
    ]);
    expect(purse.call('voidLot', { wallet: 'miles', lot: 1, reason })).toMatchObject({ code: 'lot.unknown' });
  });
});

describe('extending a lot', () => {
  it('gives it another end, by two entries that come to nothing', () => {
    const purse = opened([{ units: 30, expiresAt: daysLater(5) }]);
    const extended = { wallet: 'points', lot: 1, expiresAt: daysLater(9), reason };
    expect(purse.must('extendLot', extended)).toEqual({
      wallet: 'points',
      lot: 1,
      units: 30,
      expiresAt: daysLater(9),
      entry: 3,
      balance: 30,
      available: 30,
    });
    expect(entriesOf(purse).slice(1)).toMatchObject([
      { kind: 'extend', debit: 'member', credit: 'in_transit', reverses: null, reason },
      { kind: 'extend', debit: 'in_transit', credit: 'member', reverses: 2, balanceAfter: 30 },
    ]);
    purse.waitDays(8.9);
    expect(balanceOf(purse)).toBe('30 30');
    purse.waitDays(0.1);
    expect(balanceOf(purse)).toBe('0 0');
    sound(purse);
  });

  it('takes the end away, or brings it nearer', () => {
    const purse = opened([{ units: 30, expiresAt: daysLater(5) }, { units: 20 }]);
    purse.must('extendLot', { wallet: 'points', lot: 1, expiresAt: null, reason });
    purse.must('extendLot', { wallet: 'points', lot: 2, expiresAt: daysLater(1), reason });
    purse.waitDays(100);
    expect([balanceOf(purse), lotTexts(purse)]).toEqual(['30 30', ['1: 30/30', '2: 0/20 expired']]);
    sound(purse);
  });

  it('to the end that it has is nothing new', () => {
    const purse = opened([{ units: 30, expiresAt: daysLater(5) }]);
    const answer = purse.must('extendLot', { wallet: 'points', lot: 1, expiresAt: daysLater(5), reason });
    expect([answer['entry'], entriesOf(purse).length]).toEqual([null, 1]);
  });

  it('is refused into the past, and of a lot that has ended', () => {
    const purse = opened([{ units: 30, expiresAt: daysLater(5) }]);
    purse.waitDays(1);
    const to = (expiresAt: number) => purse.call('extendLot', { wallet: 'points', lot: 1, expiresAt, reason });
    expect(to(daysLater(1))).toMatchObject({ code: 'expiry.passed' });
    purse.waitDays(4);
    expect(to(daysLater(9))).toMatchObject({ code: 'lot.ended', facts: { ending: 'expired', endedAt: daysLater(5) } });
  });

  it('keeps what is held of it, and lets it live on', () => {
    const purse = opened([{ units: 30, expiresAt: daysLater(1) }]);
    purse.must('holdUnits', { wallet: 'points', units: 10, hold: 'h', minutes: 60 });
    purse.must('extendLot', { wallet: 'points', lot: 1, expiresAt: daysLater(3), reason });
    purse.waitDays(2);
    expect(balanceOf(purse)).toBe('30 30');
    sound(purse);
  });
});

describe('units that wait', () => {
  const later = [{ units: 30, startsAt: daysLater(3), expiresAt: daysLater(10) }];

  it('are there and cannot be spent, until their instant', () => {
    const purse = opened(later);
    expect([balanceOf(purse), accountOf(purse)]).toMatchObject(['30 0', { pending: 30, earned: 0 }]);
    purse.waitMs(daysLater(3) - purse.now() - 1);
    expect(purse.call('redeemUnits', { wallet: 'points', units: 1 })).toMatchObject({
      code: 'wallet.insufficient',
      facts: { available: 0 },
    });
    purse.waitMs(1);
    expect(purse.call('redeemUnits', { wallet: 'points', units: 30 })).toMatchObject({ available: 0 });
    expect(accountOf(purse)).toMatchObject({ pending: 0, earned: 30 });
    sound(purse);
  });

  it('are released by hand before their time, or when nothing else would', () => {
    const purse = opened([...later, { units: 20, waits: 'hand' }]);
    expect(purse.must('releasePending', { wallet: 'points', lot: 1 })).toEqual({
      wallet: 'points',
      lot: 1,
      units: 30,
      balance: 50,
      available: 30,
    });
    purse.waitDays(2);
    expect(purse.must('releasePending', { wallet: 'points', lot: 2 })).toMatchObject({ available: 50 });
    expect(lotsOf(purse).map(({ startsAt, waitsFor }) => [startsAt, waitsFor])).toEqual([
      [daysLater(0), ''],
      [daysLater(2), ''],
    ]);
    purse.waitDays(100);
    expect(balanceOf(purse)).toBe('20 20');
    sound(purse);
  });

  it('are cancelled by hand, and never were earned', () => {
    const purse = opened(later);
    expect(purse.must('cancelPending', { wallet: 'points', lot: 1, reason })).toMatchObject({
      units: 30,
      entry: 2,
      balance: 0,
    });
    expect([entryTexts(purse).at(-1), lotTexts(purse), accountOf(purse).earned]).toEqual([
      'cancel: 30 member>issuance',
      ['1: 0/30 cancelled'],
      0,
    ]);
    purse.waitDays(100);
    expect(balanceOf(purse)).toBe('0 0');
  });

  it('wait no longer once they are available or gone', () => {
    const purse = opened([{ units: 30 }, ...later]);
    purse.must('cancelPending', { wallet: 'points', lot: 2, reason });
    const lots = [1, 2, 3];
    expect(lots.map((lot) => purse.call('releasePending', { wallet: 'points', lot }))).toMatchObject([
      { code: 'lot.not_pending', facts: { lot: 1, startsAt: daysLater(0) } },
      { code: 'lot.ended', facts: { ending: 'cancelled' } },
      { code: 'lot.unknown' },
    ]);
    expect(purse.call('cancelPending', { wallet: 'points', lot: 1, reason })).toMatchObject({
      code: 'lot.not_pending',
    });
  });

  it('that are over before they begin expire as they begin', () => {
    const purse = opened([{ units: 30, waits: 'hand', expiresAt: daysLater(2) }]);
    purse.waitDays(3);
    expect(balanceOf(purse)).toBe('30 0');
    expect(purse.must('releasePending', { wallet: 'points', lot: 1 })).toMatchObject({ balance: 0, available: 0 });
    sound(purse);
  });
});
