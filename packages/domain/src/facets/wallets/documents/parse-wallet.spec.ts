import { describe, expect, it } from 'vitest';
import type { ProgramDocuments } from '../../../kernel/documents/document.ts';
import { parseProgram } from '../../../program/compile-program.ts';
import { createDefaultProgram, toDocument } from '../../default-program.ts';
import { facets } from '../../index.ts';
import { declaredWallets } from './documents.ts';

const name = { en: 'Points', zh: '积分' };
const who = { field: 'stage.main', operator: 'in', value: ['active'] };
const term = { kind: 'term', length: { unit: 'years', count: 1 } };
const wallet = (more: object = {}) => toDocument({ id: 'points', name, kind: 'points', ...more });

function problemsIn(documents: ProgramDocuments): readonly string[] {
  const parsed = parseProgram({ ...createDefaultProgram(), ...documents }, facets);
  return parsed.isValid ? [] : parsed.problems.map(({ path, code }) => `${path}: ${code}`);
}

const problemsOf = (more: object): readonly string[] => problemsIn({ 'wallets/points.json': wallet(more) });
const dates = (list: unknown, more: object = {}) => ({ expiry: { kind: 'dates', dates: list, ...more } });
const transfer = (unitsMin: unknown, unitsMax: unknown, unitsADayMax: unknown) => ({
  transfer: { unitsMin, unitsMax, unitsADayMax },
});

describe('a wallet', () => {
  it.each<[string, object]>([
    ['with nothing more than it needs', {}],
    ['with four decimals', { decimals: 4 }],
    ['whose units expire with a month', { expiry: { ...term, roundTo: 'month' } }],
    ['whose units expire together', { expiry: { ...term, kind: 'sliding' } }],
    ['whose units expire on days of the year', dates(['02-29', '12-31'], { daysMin: 3660 })],
    ['whose units never expire', { expiry: { kind: 'never' } }],
    ['with another expiry for some', { expiryFor: [{ who, expiry: term }] }],
    ['that spends the newest first', { spendOrder: ['newest'] }],
    ['that spends in any order', { spendOrder: [] }],
    ['with a debt without a limit', { shortfall: { kind: 'debt' } }],
    ['with a debt up to a limit', { shortfall: { kind: 'debt', unitsMax: 1 } }],
    ['that blocks', { shortfall: { kind: 'block' } }],
    ['with a limit', { balanceMax: 1 }],
    ['whose units are given away, all limits the same', transfer(1, 1, 1)],
    ['whose units are given away', transfer(1, 2, 3)],
    ['that asks a second person of every adjustment', { secondPersonAbove: 0 }],
    ['that holds for a minute', { holdMinutesMax: 1 }],
    ['that holds for a month', { holdMinutesMax: 43_200 }],
    ['whose units are worth nothing', { value: { units: 1, minor: 0 } }],
    ['with all that may be left out said to be null', { expiry: null, shortfall: null, transfer: null, value: null }],
  ])('may be one %s', (_name, more) => {
    expect(problemsOf(more)).toEqual([]);
  });

  it.each<[string, object, readonly string[]]>([
    ['without an id', { id: 'Points!' }, ['id: document.not_an_id']],
    ['without a name', { name: 7 }, ['name: document.not_an_object']],
    ['of no kind', { kind: 'love' }, ['kind: document.not_a_choice']],
    ['with five decimals', { decimals: 5 }, ['decimals: document.not_in_range']],
    ['with half a decimal', { decimals: 0.5 }, ['decimals: document.not_an_integer']],
    ['with a key that there is not', { colour: 'red' }, ['colour: document.unknown_key']],
    ['with an expiry that is none', { expiry: 7 }, ['expiry: document.not_an_object']],
    ['that expires otherwise', { expiry: { kind: 'soon' } }, ['expiry.kind: document.not_a_choice']],
    [
      'that never expires after a year',
      { expiry: { ...term, kind: 'never' } },
      ['expiry.length: wallet.not_of_this_expiry'],
    ],
    [
      'that expires after a year, at least so many days away',
      { expiry: { ...term, daysMin: 1 } },
      ['expiry.daysMin: wallet.not_of_this_expiry'],
    ],
    ['that expires after no length', { expiry: { kind: 'term' } }, ['expiry.length: document.not_an_object']],
    [
      'that expires after no days',
      { expiry: { kind: 'term', length: { unit: 'days', count: 0 } } },
      ['expiry.length.count: document.not_in_range'],
    ],
    [
      'that expires after 3661 days',
      { expiry: { kind: 'term', length: { unit: 'days', count: 3661 } } },
      ['expiry.length.count: document.not_in_range'],
    ],
    [
      'that expires after a week',
      { expiry: { kind: 'term', length: { unit: 'weeks', count: 1 } } },
      ['expiry.length.unit: document.not_a_choice'],
    ],
    ['that expires with a week', { expiry: { ...term, roundTo: 'week' } }, ['expiry.roundTo: document.not_a_choice']],
    ['that expires on no day', dates([]), ['expiry.dates: document.empty_list']],
    ['that expires on 30 February', dates(['02-30']), ['expiry.dates[0]: document.not_a_day_of_the_year']],
    ['that expires on 31 April', dates(['12-31', '04-31']), ['expiry.dates[1]: document.not_a_day_of_the_year']],
    ['that expires in a thirteenth month', dates(['13-01']), ['expiry.dates[0]: document.not_a_day_of_the_year']],
    ['that expires on a number', dates([7]), ['expiry.dates[0]: document.not_a_text']],
    ['that expires on a day before now', dates(['12-31'], { daysMin: -1 }), ['expiry.daysMin: document.not_in_range']],
    [
      'that expires on a day too far away',
      dates(['12-31'], { daysMin: 3661 }),
      ['expiry.daysMin: document.not_in_range'],
    ],
    [
      'that expires for some otherwise',
      { expiryFor: [7] },
      [
        'expiryFor[0]: document.not_an_object',
        'expiryFor[0].who: condition.not_a_condition',
        'expiryFor[0].expiry: document.not_an_object',
      ],
    ],
    [
      'that expires together for some',
      { expiryFor: [{ who, expiry: { ...term, kind: 'sliding' } }] },
      ['expiryFor[0].expiry: wallet.sliding_for_some'],
    ],
    [
      'that expires for whom no condition says',
      {
        expiryFor: [
          { who, expiry: term },
          { who: {}, expiry: term },
        ],
      },
      ['expiryFor[1].who.field: condition.unknown_field'],
    ],
    ['that spends the same first twice', { spendOrder: ['oldest', 'oldest'] }, ['spendOrder: document.twice']],
    ['that spends the best first', { spendOrder: ['best'] }, ['spendOrder[0]: document.not_a_choice']],
    ['that falls short otherwise', { shortfall: { kind: 'sue' } }, ['shortfall.kind: document.not_a_choice']],
    ['whose shortfall is none', { shortfall: 7 }, ['shortfall: document.not_an_object']],
    [
      'that clamps up to a limit',
      { shortfall: { kind: 'clamp', unitsMax: 1 } },
      ['shortfall.unitsMax: wallet.limit_without_debt'],
    ],
    [
      'with a debt up to nothing',
      { shortfall: { kind: 'debt', unitsMax: 0 } },
      ['shortfall.unitsMax: document.not_in_range'],
    ],
    ['that holds nothing', { balanceMax: 0 }, ['balanceMax: document.not_in_range']],
    ['whose transfers are none', { transfer: 7 }, ['transfer: document.not_an_object']],
    ['that gives away nothing', transfer(0, 1, 1), ['transfer.unitsMin: document.not_in_range']],
    ['that gives away at most nothing', transfer(1, 0, 1), ['transfer.unitsMax: document.not_in_range']],
    ['that gives away a day without a limit', transfer(1, 1, null), ['transfer.unitsADayMax: document.not_in_range']],
    ['that gives away at least more than at most', transfer(2, 1, 3), ['transfer: wallet.limits_crossed']],
    ['that gives away at once more than a day', transfer(1, 3, 2), ['transfer: wallet.limits_crossed']],
    [
      'that asks a second person below nothing',
      { secondPersonAbove: -1 },
      ['secondPersonAbove: document.not_in_range'],
    ],
    ['that holds for no minute', { holdMinutesMax: 0 }, ['holdMinutesMax: document.not_in_range']],
    ['that holds for longer than a month', { holdMinutesMax: 43_201 }, ['holdMinutesMax: document.not_in_range']],
    ['whose value is none', { value: 7 }, ['value: document.not_an_object']],
    ['no units of which are worth anything', { value: { units: 0, minor: 1 } }, ['value.units: document.not_in_range']],
    [
      'whose units are worth less than nothing',
      { value: { units: 1, minor: -1 } },
      ['value.minor: document.not_in_range'],
    ],
  ])('may not be one %s', (_name, more, problems) => {
    expect(problemsOf(more)).toEqual(problems);
  });

  it('stands under the name of its id', () => {
    expect(problemsIn({ 'wallets/other.json': wallet() })).toEqual(['id: wallet.wrong_path']);
  });

  it('is one of sixteen at most', () => {
    const wallets = (count: number): ProgramDocuments =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`wallets/w${n}.json`, wallet({ id: `w${n}` })]));
    expect(problemsIn(wallets(16))).toEqual([]);
    expect(problemsIn(wallets(17))).toEqual([': program.too_many_wallets']);
  });
});

describe('the wallets that documents declare', () => {
  it('have their names, or their ids where they are not sound', () => {
    const declared = declaredWallets({
      'wallets/a.json': toDocument({ name }),
      'wallets/b.json': toDocument({ name: { en: 7, zh: [] } }),
      'wallets/c.json': toDocument({ name: 'C' }),
      'wallets/d.json': 'nothing',
    });
    expect(declared).toEqual([{ id: 'a', name }, ...['b', 'c', 'd'].map((id) => ({ id, name: { en: id, zh: id } }))]);
  });
});
