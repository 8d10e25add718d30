import { describe, expect, it } from 'vitest';
import { createFoldContext } from '../../../kernel/program.ts';
import { daysLater, testDays } from '../../../testing/given.ts';
import { faultsOf } from '../../../testing/wallets/check-wallets.ts';
import {
  accountOf,
  balanceOf,
  createPurse,
  entriesOf,
  entryTexts,
  lotsOf,
  lotTexts,
  purseIn,
  walletContext,
} from '../../../testing/wallets/purse.ts';
import type { Purse } from '../../../testing/wallets/purse.ts';
import { digestOf } from './chain.ts';

const wallet = 'points';

function fill(purse: Purse, units: number, more = {}) {
  return purse.must('adjustUnits', { wallet, units, reason: 'goodwill', ...more });
}

/** As an order that is given back does. */
function takeBack(purse: Purse, units: number) {
  const out = { kind: 'take_back', to: 'issuance', lots: [], reverses: null, ending: 'taken_back', reason: '' };
  purse.decide({ op: 'debit', wallet, units, ...out });
}

const terms = {
  priority: 0,
  startsAt: daysLater(0),
  waitsFor: '',
  cancelsAt: null,
  expiresAt: null,
  lotClass: '',
  scope: '',
  costMinor: null,
};

function earn(purse: Purse, units: number, more = {}) {
  const earned = { op: 'credit', wallet, kind: 'earn', from: 'issuance', reason: '' };
  purse.decide({ ...earned, units, terms: { ...terms, ...more } });
}

function sound(purse: Purse) {
  purse.wake();
  expect(faultsOf(purse.stored, purse.now())).toEqual([]);
}

describe('units that are taken back and not there', () => {
  it('are owed: nothing is available, and the entry names what there was', () => {
    const purse = createPurse({ points: {} });
    fill(purse, 30);
    takeBack(purse, 50);
    expect([balanceOf(purse), accountOf(purse).debt, lotTexts(purse)]).toEqual(['-20 -20', 20, ['1: 0/30 taken_back']]);
    expect(entriesOf(purse).at(-1)).toMatchObject({ units: 50, lots: '[[1,30]]', balanceAfter: -20 });
    expect(accountOf(purse).earned).toBe(-20);
    expect(purse.call('redeemUnits', { wallet, units: 1 })).toMatchObject({
      code: 'wallet.insufficient',
      facts: { asked: 1, available: -20 },
    });
    sound(purse);
  });

  it('are absorbed by what comes next, as far as it goes', () => {
    const purse = createPurse({ points: {} });
    takeBack(purse, 50);
    expect(fill(purse, 20)).toMatchObject({ balance: -30, available: -30 });
    expect(lotTexts(purse)).toEqual(['1: 0/20 taken_back']);
    expect(fill(purse, 40)).toMatchObject({ balance: 10, available: 10 });
    expect([accountOf(purse).debt, lotTexts(purse)[1], accountOf(purse).earned]).toEqual([0, '2: 10/40', 10]);
    sound(purse);
  });

  it('are not absorbed by what waits, but when it begins', () => {
    const purse = createPurse({ points: {} });
    takeBack(purse, 50);
    earn(purse, 60, { startsAt: daysLater(2), waitsFor: 'time' });
    expect([balanceOf(purse), accountOf(purse)]).toMatchObject(['10 -50', { debt: 50, pending: 60 }]);
    purse.waitDays(2);
    expect([balanceOf(purse), accountOf(purse)]).toMatchObject(['10 10', { debt: 0, pending: 0 }]);
    sound(purse);
  });

  it('are not taken from what is held, but from what is freed of it', () => {
    const purse = createPurse({ points: {} });
    fill(purse, 60);
    purse.must('holdUnits', { wallet, units: 40, hold: 'h', minutes: 60 });
    takeBack(purse, 50);
    expect([balanceOf(purse), accountOf(purse).debt]).toEqual(['10 -30', 30]);
    expect(purse.must('captureHold', { wallet, hold: 'h', units: 5 })).toMatchObject({ balance: 5, available: 5 });
    expect([accountOf(purse).debt, lotTexts(purse)]).toEqual([0, ['1: 5/60']]);
    sound(purse);
  });

  it('are paid by what is restored', () => {
    const purse = createPurse({ points: {} });
    fill(purse, 30);
    purse.must('redeemUnits', { wallet, units: 30 });
    takeBack(purse, 10);
    expect(purse.must('reverseSpend', { wallet, entry: 2, reason: 'returned' })).toMatchObject({
      balance: 20,
      available: 20,
    });
    sound(purse);
  });
});

describe('a lot that comes in', () => {
  it('and is over already expires at once', () => {
    const purse = createPurse({ points: {} });
    purse.waitDays(5);
    earn(purse, 30, { expiresAt: daysLater(5) });
    expect([balanceOf(purse), entryTexts(purse)]).toEqual([
      '0 0',
      ['earn: 30 issuance>member', 'expire: 30 member>breakage'],
    ]);
    sound(purse);
  });

  it('and begins later waits, whatever its terms say', () => {
    const purse = createPurse({ points: {} });
    earn(purse, 30, { startsAt: daysLater(1) });
    expect(balanceOf(purse)).toBe('30 0');
    purse.waitDays(1);
    expect(balanceOf(purse)).toBe('30 30');
    sound(purse);
  });

  it('and was to wait until an instant that has been does not wait', () => {
    const purse = createPurse({ points: {} });
    purse.waitDays(2);
    earn(purse, 30, { startsAt: daysLater(1), waitsFor: 'time' });
    expect(balanceOf(purse)).toBe('30 30');
    sound(purse);
  });

  it('and waits for an event is given up at its instant, and was never earned', () => {
    const purse = createPurse({ points: {} });
    earn(purse, 30, { waitsFor: 'order.paid', cancelsAt: daysLater(3) });
    earn(purse, 20, { waitsFor: 'order.paid' });
    purse.waitDays(3);
    expect([balanceOf(purse), entryTexts(purse).at(-1), entriesOf(purse).at(-1)?.reason]).toEqual([
      '20 0',
      'cancel: 30 member>issuance',
      'given_up',
    ]);
    expect(accountOf(purse)).toMatchObject({ earned: 0, pending: 20 });
    sound(purse);
  });

  it('of no units, or of half of one, is a fault', () => {
    const purse = createPurse({ points: {} });
    for (const units of [0, -1, 0.5, Number.NaN]) expect(() => earn(purse, units)).toThrow('a movement of');
  });
});

describe('units that expire together', () => {
  const sliding = { kind: 'sliding', length: { unit: 'days', count: 3 }, roundTo: 'day' };
  const purseOf = () => createPurse({ points: { expiry: sliding } });

  it('do so after the last activity, all at the very instant', () => {
    const purse = purseOf();
    earn(purse, 30);
    expect(accountOf(purse).expiresAt).toBe(daysLater(4));
    purse.waitDays(2.5);
    purse.must('redeemUnits', { wallet, units: 10 });
    expect(accountOf(purse).expiresAt).toBe(daysLater(6));
    purse.waitMs(daysLater(6) - purse.now() - 1);
    expect(balanceOf(purse)).toBe('20 20');
    purse.waitMs(1);
    expect(balanceOf(purse)).toBe('0 0');
    expect([accountOf(purse).expiresAt, lotsOf(purse)[0]?.expiresAt]).toEqual([null, daysLater(6)]);
    sound(purse);
  });

  it('are not put off by what is no activity of hers, and have an end however they came', () => {
    const purse = purseOf();
    fill(purse, 30);
    expect(accountOf(purse).expiresAt).toBe(daysLater(4));
    purse.waitDays(1);
    fill(purse, 30);
    purse.must('blockWallet', { wallet, reason: 'fraud' });
    expect(accountOf(purse).expiresAt).toBe(daysLater(4));
    purse.waitDays(3);
    expect(balanceOf(purse)).toBe('0 0');
    sound(purse);
  });

  it('leave those that wait, which then have the whole time', () => {
    const purse = purseOf();
    earn(purse, 30, { startsAt: daysLater(10), waitsFor: 'time' });
    purse.waitDays(10);
    expect([balanceOf(purse), accountOf(purse).expiresAt]).toEqual(['30 30', daysLater(14)]);
    purse.waitDays(4);
    expect(balanceOf(purse)).toBe('0 0');
    sound(purse);
  });

  it('leave those with an end of their own', () => {
    const purse = purseOf();
    earn(purse, 30, { expiresAt: daysLater(9) });
    earn(purse, 20);
    purse.waitDays(4);
    expect(balanceOf(purse)).toBe('30 30');
    purse.waitDays(5);
    expect(balanceOf(purse)).toBe('0 0');
    sound(purse);
  });

  it('do not come back from a hold that outlasts them', () => {
    const purse = purseOf();
    earn(purse, 30);
    purse.waitDays(4 - 1 / 24);
    purse.must('holdUnits', { wallet, units: 20, hold: 'h', minutes: 60 });
    purse.must('holdUnits', { wallet, units: 5, hold: 'i', minutes: 60 });
    purse.waitDays(1 / 48);
    expect(balanceOf(purse)).toBe('30 5');
    purse.waitDays(1 / 48);
    expect(balanceOf(purse)).toBe('0 0');
    sound(purse);
  });

  it('are put off by a capture, but what is freed by it is over', () => {
    const purse = createPurse({ points: { expiry: sliding, holdMinutesMax: 600 } });
    earn(purse, 30);
    purse.waitDays(4 - 1 / 24);
    purse.must('holdUnits', { wallet, units: 20, hold: 'h', minutes: 600 });
    purse.waitDays(1 / 12);
    expect(balanceOf(purse)).toBe('20 0');
    expect(purse.must('captureHold', { wallet, hold: 'h', units: 15 })).toMatchObject({ balance: 0, available: 0 });
    sound(purse);
  });

  it('under a version that lets them expire otherwise, leave those that came under it', () => {
    const documents = { points: { expiry: { kind: 'term', length: { unit: 'days', count: 30 } } } };
    const [before] = walletContext({ points: { expiry: sliding } }).programs;
    const [after] = walletContext(documents).programs;
    if (before === undefined || after === undefined) return expect.fail('two programs');
    const later = { ...after, version: 2, effectiveAt: daysLater(1) };
    const purse = purseIn(createFoldContext({ programs: [before, later], days: testDays }));
    earn(purse, 30);
    purse.waitDays(2);
    fill(purse, 20);
    purse.waitDays(2);
    expect(balanceOf(purse)).toBe('20 20');
    purse.waitDays(28);
    expect(balanceOf(purse)).toBe('0 0');
    sound(purse);
  });
});

describe('the chain of entries', () => {
  it('breaks where anything that an entry says is another, and where one is left out', () => {
    const purse = createPurse({ points: {} });
    fill(purse, 30);
    purse.must('redeemUnits', { wallet, units: 10 });
    const [first, second] = entriesOf(purse);
    if (first === undefined || second === undefined) return expect.fail('two entries');
    expect([first.digest, second.digest]).toEqual([digestOf('', first), digestOf(first.digest, second)]);
    expect(accountOf(purse).chain).toBe(second.digest);
    expect(digestOf('', second)).not.toBe(second.digest);
    const changes = {
      wallet: 'value',
      sequence: 3,
      kind: 'capture',
      debit: 'issuance',
      credit: 'issuance',
      units: 11,
      balanceAfter: 21,
      at: 1,
      lots: '[[1,9]]',
      reverses: 1,
      source: 'order',
      rule: 'r',
      programVersion: 2,
      reason: 'x',
      causeKind: 'fact',
      causePosition: 99,
      causeAt: 1,
    } as const;
    for (const [name, value] of Object.entries(changes))
      expect([name, digestOf(first.digest, { ...second, [name]: value })]).not.toEqual([name, second.digest]);
    // What a person may be told by is in no digest: it may go.
    expect(Object.keys(second).filter((name) => !(name in changes))).toEqual(['sourceId', 'digest']);
  });
});

describe('what a step changed', () => {
  it('is told once a wallet, with what there is then', () => {
    const purse = createPurse({ points: {}, value: {} });
    fill(purse, 30);
    purse.decide(
      { op: 'credit', wallet, units: 5, kind: 'earn', from: 'issuance', reason: '', terms },
      { op: 'credit', wallet: 'value', units: 7, kind: 'earn', from: 'issuance', reason: '', terms },
      { op: 'credit', wallet, units: 6, kind: 'earn', from: 'issuance', reason: '', terms },
    );
    const told = purse.stored.derived.filter(({ type }) => type === 'wallet.changed');
    expect(told.slice(1).map(({ payload }) => payload)).toEqual([
      {
        wallet,
        units: 11,
        posted: 41,
        available: 41,
        kinds: ['earn'],
        moves: [
          [5, daysLater(0)],
          [6, daysLater(0)],
        ],
      },
      { wallet: 'value', units: 7, posted: 7, available: 7, kinds: ['earn'], moves: [[7, daysLater(0)]] },
    ]);
  });

  it('is nothing where nothing did', () => {
    const purse = createPurse({ points: {} });
    purse.decide({ op: 'release', wallet, hold: 'h' });
    purse.decide({ op: 'void', wallet, lot: 1, mark: '', reason: 'x' });
    expect(purse.stored.derived.filter(({ type }) => type === 'wallet.changed')).toEqual([]);
  });
});
