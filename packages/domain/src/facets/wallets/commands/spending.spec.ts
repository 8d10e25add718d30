import { describe, expect, it } from 'vitest';
import { daysLater } from '../../../testing/given.ts';
import { faultsOf } from '../../../testing/wallets/check-wallets.ts';
import { accountOf, balanceOf, createPurse, entriesOf, entryTexts, lotTexts } from '../../../testing/wallets/purse.ts';
import type { Purse } from '../../../testing/wallets/purse.ts';

const points = { points: {} };

function give(purse: Purse, units: number, more = {}) {
  return purse.must('adjustUnits', { wallet: 'points', units, reason: 'goodwill', ...more });
}

function redeem(purse: Purse, units: number, more = {}) {
  return purse.call('redeemUnits', { wallet: 'points', units, ...more });
}

describe('redeeming units', () => {
  it('takes what is there, as one entry that names the lots, and answers what is left', () => {
    const purse = createPurse(points);
    give(purse, 30);
    give(purse, 50);
    expect(redeem(purse, 45, { reason: 'gift_card' })).toEqual({
      wallet: 'points',
      units: 45,
      entry: 3,
      lots: [
        [1, 30],
        [2, 15],
      ],
      balance: 35,
      available: 35,
    });
    expect(entriesOf(purse).at(-1)).toMatchObject({
      kind: 'spend',
      debit: 'member',
      credit: 'redemption',
      units: 45,
      balanceAfter: 35,
      lots: '[[1,30],[2,15]]',
      source: 'decision',
      reason: 'gift_card',
    });
    expect([lotTexts(purse), accountOf(purse).spent]).toEqual([['1: 0/30 spent', '2: 35/50'], 45]);
    expect(faultsOf(purse.stored, purse.now())).toEqual([]);
  });

  it('takes 20 of priority 1, then 25, 25 and 10 of 30 by age, of 80', () => {
    const purse = createPurse({ value: { kind: 'stored_value', spendOrder: ['priority', 'oldest'] } });
    const lots = [
      { units: 25, startsAt: daysLater(-3), priority: 2 },
      { units: 25, startsAt: daysLater(-2), priority: 2 },
      { units: 30, startsAt: daysLater(-1), priority: 2 },
      { units: 20, startsAt: daysLater(-0.5), priority: 1, lotClass: 'bonus' },
    ];
    purse.must('openWallet', { wallet: 'value', openedAt: daysLater(0), reference: 'import-1', lots });
    const answer = purse.must('redeemUnits', { wallet: 'value', units: 80 });
    expect(answer['lots']).toEqual([
      [4, 20],
      [1, 25],
      [2, 25],
      [3, 10],
    ]);
  });

  it.each([
    [
      ['priority', 'expiry', 'oldest'],
      [3, 2, 1],
    ],
    [['oldest'], [1, 2, 3]],
    [['newest'], [3, 2, 1]],
    [['expiry'], [3, 2, 1]],
  ])('follows the order %s', (spendOrder, expected) => {
    const purse = createPurse({ points: { spendOrder } });
    give(purse, 10);
    purse.waitDays(1);
    give(purse, 10, { expiresAt: daysLater(90) });
    purse.waitDays(1);
    give(purse, 10, { expiresAt: daysLater(30) });
    const { lots } = purse.must('redeemUnits', { wallet: 'points', units: 30 });
    expect(lots).toEqual(expected.map((lot) => [lot, 10]));
  });

  it('refuses more than is available, though more is there, and says how much is', () => {
    const purse = createPurse(points);
    give(purse, 100);
    purse.must('holdUnits', { wallet: 'points', units: 60, hold: 'order-1', minutes: 10 });
    expect(redeem(purse, 41)).toEqual({
      kind: 'rejection',
      code: 'wallet.insufficient',
      facts: { asked: 41, available: 40 },
    });
    expect(redeem(purse, 40)).toMatchObject({ balance: 60, available: 0 });
    expect(redeem(purse, 1)).toMatchObject({ code: 'wallet.insufficient', facts: { available: 0 } });
  });

  it('refuses a wallet that there is not, growth, and who is blocked', () => {
    const purse = createPurse({ ...points, growth: { kind: 'growth' } });
    purse.must('adjustUnits', { wallet: 'growth', units: 5, reason: 'goodwill' });
    give(purse, 5);
    expect(purse.call('redeemUnits', { wallet: 'miles', units: 1 })).toMatchObject({
      code: 'wallet.unknown',
      facts: { wallet: 'miles' },
    });
    expect(purse.call('redeemUnits', { wallet: 'growth', units: 1 })).toMatchObject({ code: 'wallet.not_spendable' });
    purse.must('blockWallet', { wallet: 'points', reason: 'fraud' });
    for (const name of ['redeemUnits', 'holdUnits']) {
      const asked = { wallet: 'points', units: 1, ...(name === 'holdUnits' ? { hold: 'h', minutes: 1 } : {}) };
      expect(purse.call(name, asked)).toMatchObject({ code: 'wallet.blocked' });
    }
    purse.must('unblockWallet', { wallet: 'points', reason: 'checked' });
    expect(redeem(purse, 5)).toMatchObject({ available: 0 });
  });

  it('never takes what has expired, at the very instant and however late anybody looks', () => {
    const purse = createPurse(points);
    give(purse, 10, { expiresAt: daysLater(3) });
    purse.waitMs(daysLater(3) - purse.now() - 1);
    expect(redeem(purse, 4)).toMatchObject({ available: 6 });
    purse.waitMs(1);
    expect(redeem(purse, 1)).toMatchObject({ code: 'wallet.insufficient', facts: { available: 0 } });
    expect(entryTexts(purse)).toEqual([
      'adjust_up: 10 adjustment>member',
      'spend: 4 member>redemption',
      'expire: 6 member>breakage',
    ]);
    expect(accountOf(purse)).toMatchObject({ spent: 4, expired: 6 });
    purse.waitDays(900);
    expect([balanceOf(purse), faultsOf(purse.stored, purse.now())]).toEqual(['0 0', []]);
  });

  it('takes lots with a place only there, and says how many may be spent here', () => {
    const purse = createPurse(points);
    const scopes = [
      ['', 10],
      ['{"stores":["s1"]}', 20],
      ['{"categories":["Skin"],"channels":["shop"]}', 40],
    ] as const;
    const earned = { op: 'credit', wallet: 'points', kind: 'earn', from: 'issuance', reason: '' };
    const terms = {
      startsAt: daysLater(0),
      waitsFor: '',
      cancelsAt: null,
      expiresAt: null,
      lotClass: '',
      costMinor: null,
    };
    const priorityOf = (scope: string) => (scope === '' ? 1 : 0);
    purse.decide(
      ...scopes.map(([scope, units]) => ({
        ...earned,
        units,
        terms: { ...terms, priority: priorityOf(scope), scope },
      })),
    );
    const places = [
      [{ storeId: 's2', channel: 'web', categories: ['Skin'] }, 10],
      [{ storeId: 's1' }, 30],
      [{ storeId: 's1', channel: 'shop', categories: ['Skinny'] }, 30],
      [{ channel: 'shop', categories: ['Hair', 'Skin/Serum'] }, 50],
    ] as const;
    for (const [place, inPlace] of places)
      expect(redeem(purse, 70, { place })).toMatchObject({
        code: 'wallet.out_of_place',
        facts: { asked: 70, available: 70, inPlace },
      });
    expect(redeem(purse, 70)).toMatchObject({ facts: { inPlace: 10 } });
    expect(redeem(purse, 35, { place: { storeId: 's1', channel: 'shop', categories: ['Skin'] } })).toMatchObject({
      lots: [
        [2, 20],
        [3, 15],
      ],
      available: 35,
    });
    expect(purse.call('adjustUnits', { wallet: 'points', units: -35, reason: 'mistake' })).toMatchObject({
      balance: 0,
    });
  });
});
