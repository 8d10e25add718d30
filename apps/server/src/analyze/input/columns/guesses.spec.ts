import { describe, expect, test } from 'vitest';
import { guessShoppingYear } from '../../shopping-year.ts';
import { DataUnusable } from '../../wishes/data-unusable.ts';
import { guessFields } from './fields.ts';
import { settleDays } from '../settling/settle-days.ts';

const days = (texts: readonly string[], order?: 'dd/MM/yyyy' | 'MM/dd/yyyy') =>
  settleDays(new Map(texts.map((text) => [text, 1])), order);

describe('days', () => {
  test('with a number above twelve settle the order of the column', () => {
    expect(days(['03/04/2023', '25/04/2023']).days).toEqual([19_450, 19_472]);
    expect(days(['03/04/2023', '04/25/2023']).days).toEqual([19_420, 19_472]);
  });

  test('that could be either are never guessed', () => {
    expect(() => days(['03/04/2023'])).toThrow(DataUnusable);
    expect(() => days(['03/04/2023', '25/04/2023', '04/25/2023'])).toThrow(/mixes both orders/);
  });

  test('equal in both readings need no choice', () => {
    expect(days(['05/05/2023']).days).toEqual([19_482]);
  });

  test('told in one order refuse what only the other can read', () => {
    expect(days(['03/04/2023', '04/25/2023'], 'dd/MM/yyyy').texts).toEqual(['03/04/2023']);
  });

  test('of two digits are of this century', () => {
    expect(days(['25/12/10']).days).toEqual([14_968]);
  });

  test('that are none are no days', () => {
    expect(() => days(['', 'soon', '2023-02-30'])).toThrow(/No value of the date column is a date/);
  });
});

describe('columns', () => {
  const guess = (columns: readonly string[], rows: readonly (readonly string[])[]) =>
    guessFields({ fileName: 'x.csv', columns, rows, isObjects: false, hasHeader: true }).map;

  test('are known by their names, Chinese ones too', () => {
    expect(guess(['会员编号', '下单时间', '实付金额', '品类'], [['1', '2024-01-01', '5.00', '茶']])).toEqual({
      customer: '会员编号',
      date: '下单时间',
      amount: '实付金额',
      category: '品类',
    });
  });

  test('without names that tell are known by their values', () => {
    const rows = [
      ['K1', '2024-01-01', '5.50'],
      ['K2', '2024-01-02', '6.50'],
      ['K1', '2024-01-09', '7.25'],
    ];
    expect(guess(['a', 'b', 'c'], rows)).toEqual({ customer: 'a', date: 'b', amount: 'c' });
  });
});

test('holidays are those of the country named most, else of the currency, else of the script of the header', () => {
  expect(guessShoppingYear({ country: 'United Kingdom', currency: 'CNY', columns: [] })).toBe('united-kingdom');
  expect(guessShoppingYear({ country: '', currency: 'CNY', columns: [] })).toBe('china');
  expect(guessShoppingYear({ country: '', currency: '', columns: ['金额'] })).toBe('china');
  expect(guessShoppingYear({ country: '', currency: '', columns: ['amount'] })).toBe('none');
});
