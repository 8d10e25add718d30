import { describe, expect, it } from 'vitest';
import type { FactPayload, FactValue } from '../../../kernel/base/payload.ts';
import { createProblemList } from '../../../kernel/documents/document-problem.ts';
import { walletCommands, walletPairCommands } from './commands.ts';

/** What is told of an input, and whether it was read nevertheless. */
function problemsOf(name: string, input: FactValue) {
  const command = [...walletCommands, ...walletPairCommands].find((one) => one.name === name);
  const problems = createProblemList();
  const read = command?.read(input, { path: '', problems });
  return { read: read !== null, told: problems.problems.map(({ path, code }) => `${path}: ${code}`) };
}

const sound: readonly (readonly [string, FactPayload])[] = [
  [
    'redeemUnits',
    { wallet: 'points', units: 1, reason: null, place: { storeId: 's', channel: null, categories: ['a'] } },
  ],
  ['holdUnits', { wallet: 'points', units: 1, hold: 'Order/1#2', minutes: 43_200 }],
  ['captureHold', { wallet: 'points', hold: 'h', units: 0 }],
  ['releaseHold', { wallet: 'points', hold: 'h' }],
  ['adjustUnits', { wallet: 'points', units: -1, reason: 'a1_', expiresAt: null, secondPerson: 'u' }],
  ['voidLot', { wallet: 'points', lot: 1, reason: 'a' }],
  ['reverseSpend', { wallet: 'points', entry: 1, reason: 'a' }],
  ['extendLot', { wallet: 'points', lot: 1, expiresAt: null, reason: 'a' }],
  ['reinstateUnits', { wallet: 'points', lot: 1, units: 2, expiresAt: 1, reason: 'a' }],
  ['releasePending', { wallet: 'points', lot: 1 }],
  ['cancelPending', { wallet: 'points', lot: 1, reason: 'a' }],
  ['blockWallet', { wallet: 'points', reason: 'a' }],
  ['unblockWallet', { wallet: 'points', reason: 'a' }],
  [
    'openWallet',
    { wallet: 'points', openedAt: 0, reference: 'r', lots: [{ units: 1, waits: 'hand', lotClass: 'bonus' }] },
  ],
  ['transferUnits', { wallet: 'points', units: 1 }],
];

describe('what commands of wallets are given', () => {
  it('is a list of all of them, each with a key of its own', () => {
    const all = [...walletCommands, ...walletPairCommands];
    expect(all.map(({ name }) => name).toSorted()).toEqual(sound.map(([name]) => name).toSorted());
    expect(all.every(({ isKeyRequired }) => isKeyRequired)).toBe(true);
  });

  it.each(sound)('is read where it is sound: %s', (name, input) => {
    expect(problemsOf(name, input)).toEqual({ read: true, told: [] });
  });

  it.each(sound)('is told as a whole where it is no object, or has what is not known: %s', (name, input) => {
    expect(problemsOf(name, [])).toEqual({ read: false, told: [': document.not_an_object'] });
    const more = { ...input, amount: 1 };
    expect(problemsOf(name, more)).toEqual({ read: false, told: ['amount: document.unknown_key'] });
  });

  it.each<[string, FactValue, readonly string[]]>([
    [
      'redeemUnits',
      { wallet: 'P', units: 0.5, reason: 'Not a code', place: { storeId: '', categories: ['a', 3], colour: 'red' } },
      [
        'wallet: document.not_an_id',
        'units: document.not_in_range',
        'reason: document.not_a_reason',
        'place.colour: document.unknown_key',
        'place.storeId: document.not_a_text',
        'place.categories[1]: document.not_a_text',
      ],
    ],
    ['redeemUnits', { wallet: 'points', units: 1.5 }, ['units: document.not_an_integer']],
    ['redeemUnits', { wallet: 'points', units: -1 }, ['units: document.not_in_range']],
    ['redeemUnits', { wallet: 'points', units: 1_000_000_000_001 }, ['units: document.not_in_range']],
    ['redeemUnits', { wallet: 'points', units: '5' }, ['units: document.not_in_range']],
    [
      'holdUnits',
      {},
      [
        'wallet: document.not_an_id',
        'units: document.not_in_range',
        'hold: document.not_a_callers_name',
        'minutes: document.not_in_range',
      ],
    ],
    ['holdUnits', { wallet: 'points', units: 1, hold: '13\0', minutes: 1 }, ['hold: document.not_a_callers_name']],
    ['holdUnits', { wallet: 'points', units: 1, hold: 'a~2', minutes: 1 }, ['hold: document.not_a_callers_name']],
    ['holdUnits', { wallet: 'points', units: 1, hold: 'h', minutes: 43_201 }, ['minutes: document.not_in_range']],
    ['captureHold', { wallet: 'points', hold: 'h', units: -1 }, ['units: document.not_in_range']],
    ['adjustUnits', { wallet: 'points', units: 0, reason: 'a' }, ['units: document.not_in_range']],
    ['adjustUnits', { wallet: 'points', units: 1 }, ['reason: document.not_a_reason']],
    [
      'adjustUnits',
      { wallet: 'points', units: 1, reason: 'a', expiresAt: '2026' },
      ['expiresAt: document.not_in_range'],
    ],
    ['voidLot', { wallet: 'points', lot: 0, reason: 'a' }, ['lot: document.not_in_range']],
    ['reverseSpend', { wallet: 'points', entry: 2 ** 31, reason: 'a' }, ['entry: document.not_in_range']],
    ['extendLot', { wallet: 'points', lot: 1, reason: 'a' }, ['expiresAt: document.not_in_range']],
    [
      'reinstateUnits',
      { wallet: 'points', lot: 1, expiresAt: null, reason: 'a' },
      ['expiresAt: document.not_in_range'],
    ],
    ['releasePending', { wallet: 'points', lot: 1, reason: 'a' }, ['reason: document.unknown_key']],
    [
      'openWallet',
      { wallet: 'points', openedAt: -1, reference: '', lots: [{ units: 1 }, { units: 0, waits: 'event' }, 3] },
      [
        'openedAt: document.not_in_range',
        'reference: document.not_a_callers_name',
        'lots[1].units: document.not_in_range',
        'lots[1].waits: document.not_a_choice',
        'lots[2]: document.not_an_object',
      ],
    ],
    ['openWallet', { wallet: 'points', openedAt: 0, reference: 'r' }, ['lots: document.not_a_list']],
    [
      'openWallet',
      { wallet: 'points', openedAt: 0, reference: 'r', lots: Array.from({ length: 201 }, () => ({ units: 1 })) },
      ['lots: document.too_many'],
    ],
  ])('is told problem by problem, each with its place: %s %j', (name, input, told) => {
    expect(problemsOf(name, input)).toEqual({ read: false, told });
  });
});
