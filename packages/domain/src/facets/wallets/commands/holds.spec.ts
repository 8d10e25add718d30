import { describe, expect, it } from 'vitest';
import { daysLater } from '../../../testing/given.ts';
import { faultsOf } from '../../../testing/wallets/check-wallets.ts';
import { balanceOf, createPurse, entryTexts, holdsOf, lotTexts } from '../../../testing/wallets/purse.ts';
import type { Purse } from '../../../testing/wallets/purse.ts';

const minuteMs = 60_000;
const hold = { wallet: 'points', hold: 'order-1' };

/** 100 units in two lots, 70 of them held for half an hour. */
function held(document = {}): Purse {
  const purse = createPurse({ points: document });
  purse.must('adjustUnits', { wallet: 'points', units: 40, reason: 'goodwill' });
  purse.must('adjustUnits', { wallet: 'points', units: 60, reason: 'goodwill' });
  purse.must('holdUnits', { ...hold, units: 70, minutes: 30 });
  return purse;
}

function sound(purse: Purse) {
  purse.wake();
  expect(faultsOf(purse.stored, purse.now())).toEqual([]);
}

describe('a hold', () => {
  it('leaves the balance and takes what is available, until when it says', () => {
    const purse = held();
    expect(balanceOf(purse)).toBe('100 30');
    expect(holdsOf(purse)).toMatchObject([
      { hold: 'order-1', units: 70, lots: '[[1,40],[2,30]]', expiresAt: daysLater(0) + 30 * minuteMs, ending: '' },
    ]);
    const more = purse.must('holdUnits', { wallet: 'points', hold: 'order-2', units: 30, minutes: 1 });
    expect(more).toEqual({
      wallet: 'points',
      hold: 'order-2',
      units: 30,
      expiresAt: daysLater(0) + minuteMs,
      balance: 100,
      available: 0,
    });
    sound(purse);
  });

  it('is captured whole: spent, in the order in which the lots were held', () => {
    const purse = held();
    expect(purse.must('captureHold', hold)).toEqual({
      ...hold,
      captured: 70,
      freed: 0,
      entry: 3,
      balance: 30,
      available: 30,
    });
    expect([entryTexts(purse).at(-1), lotTexts(purse)]).toEqual([
      'capture: 70 member>redemption',
      ['1: 0/40 spent', '2: 30/60'],
    ]);
    sound(purse);
  });

  it('is captured in part: the rest is free again', () => {
    const purse = held();
    expect(purse.must('captureHold', { ...hold, units: 50 })).toMatchObject({
      captured: 50,
      freed: 20,
      balance: 50,
      available: 50,
    });
    expect(holdsOf(purse)).toMatchObject([{ captured: 50, ending: 'captured', endedAt: purse.now() }]);
    sound(purse);
  });

  it('of which nothing is captured is released, without an entry', () => {
    const purse = held();
    expect(purse.must('captureHold', { ...hold, units: 0 })).toMatchObject({
      captured: 0,
      freed: 70,
      entry: null,
      balance: 100,
      available: 100,
    });
    expect([entryTexts(purse).length, holdsOf(purse)[0]?.ending]).toEqual([2, 'released']);
    sound(purse);
  });

  it('gives no more than was held', () => {
    const purse = held();
    expect(purse.call('captureHold', { ...hold, units: 71 })).toEqual({
      kind: 'rejection',
      code: 'hold.too_much',
      facts: { held: 70, asked: 71 },
    });
    expect(balanceOf(purse)).toBe('100 30');
    expect(purse.call('captureHold', { ...hold, units: 70 })).toMatchObject({ captured: 70 });
  });

  it('times out at the very instant, and nothing captures or releases it then', () => {
    const purse = held();
    purse.waitMs(30 * minuteMs - 1);
    expect(balanceOf(purse)).toBe('100 30');
    purse.waitMs(1);
    for (const name of ['captureHold', 'releaseHold'])
      expect(purse.call(name, hold)).toMatchObject({
        code: 'hold.timed_out',
        facts: { hold: 'order-1', endedAt: daysLater(0) + 30 * minuteMs },
      });
    expect(balanceOf(purse)).toBe('100 100');
    sound(purse);
  });

  it('is captured once, and not after it was released', () => {
    const purse = held();
    purse.must('captureHold', { ...hold, units: 10 });
    for (const name of ['captureHold', 'releaseHold'])
      expect(purse.call(name, hold)).toMatchObject({ code: 'hold.captured', facts: { captured: 10 } });
    const other = held();
    expect(other.must('releaseHold', hold)).toEqual({ ...hold, freed: 70, balance: 100, available: 100 });
    for (const name of ['captureHold', 'releaseHold'])
      expect(other.call(name, hold)).toMatchObject({ code: 'hold.released' });
    expect(balanceOf(other)).toBe('100 100');
  });

  it('is unknown under another name and in another wallet', () => {
    const purse = held();
    for (const input of [
      { ...hold, hold: 'order-2' },
      { ...hold, wallet: 'stamps' },
    ])
      expect(purse.call('captureHold', input)).toMatchObject({ code: 'hold.unknown', facts: { hold: input.hold } });
  });

  it('has a name of its own, also after its end', () => {
    const purse = held();
    const again = { ...hold, units: 1, minutes: 1 };
    expect(purse.call('holdUnits', again)).toMatchObject({ code: 'hold.exists', facts: { hold: 'order-1' } });
    purse.must('releaseHold', hold);
    expect(purse.call('holdUnits', again)).toMatchObject({ code: 'hold.exists' });
  });

  it('is not longer than the wallet allows, and of no more than is available', () => {
    const purse = held({ holdMinutesMax: 30 });
    const more = { ...hold, hold: 'order-2' };
    expect(purse.call('holdUnits', { ...more, units: 1, minutes: 31 })).toMatchObject({
      code: 'hold.too_long',
      facts: { minutesMax: 30 },
    });
    expect(purse.call('holdUnits', { ...more, units: 31, minutes: 30 })).toMatchObject({
      code: 'wallet.insufficient',
      facts: { asked: 31, available: 30 },
    });
    expect(purse.call('holdUnits', { ...more, wallet: 'miles', units: 1, minutes: 1 })).toMatchObject({
      code: 'wallet.unknown',
    });
  });

  it('keeps units that expire meanwhile for its capture; what is freed has expired', () => {
    const purse = createPurse({ points: {} });
    const expiresAt = purse.now() + 10 * minuteMs;
    purse.must('adjustUnits', { wallet: 'points', units: 50, reason: 'goodwill', expiresAt });
    purse.must('holdUnits', { ...hold, units: 30, minutes: 20 });
    purse.waitMs(10 * minuteMs);
    expect(balanceOf(purse)).toBe('30 0');
    sound(purse);
    expect(purse.must('captureHold', { ...hold, units: 20 })).toMatchObject({
      captured: 20,
      freed: 10,
      balance: 0,
      available: 0,
    });
    expect(entryTexts(purse).slice(1)).toEqual([
      'expire: 20 member>breakage',
      'capture: 20 member>redemption',
      'expire: 10 member>breakage',
    ]);
    sound(purse);
  });

  it('of units that expire at its very end gives none of them back', () => {
    const purse = createPurse({ points: {} });
    const expiresAt = purse.now() + 20 * minuteMs;
    purse.must('adjustUnits', { wallet: 'points', units: 50, reason: 'goodwill', expiresAt });
    purse.must('holdUnits', { ...hold, units: 30, minutes: 20 });
    purse.waitMs(20 * minuteMs);
    expect(balanceOf(purse)).toBe('0 0');
    expect(holdsOf(purse)).toMatchObject([{ ending: 'timed_out' }]);
    sound(purse);
  });

  it('survives that the wallet is blocked: what was set aside before may be captured', () => {
    const purse = held();
    purse.must('blockWallet', { wallet: 'points', reason: 'fraud' });
    expect(purse.call('captureHold', hold)).toMatchObject({ captured: 70 });
  });
});
