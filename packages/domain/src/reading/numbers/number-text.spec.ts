import { describe, expect, it } from 'vitest';
import { currencyOfMark } from './currency-signs.ts';
import { toMinor } from './minor.ts';
import { createNumberEvidence, describeNumberQuestion, settleNumbers } from './number-format.ts';
import { parseNumber, readNumber } from './number-text.ts';

describe('a number', () => {
  it.each([
    ['1,234.50', 1234.5],
    ['12,34,567.50', 1234567.5],
    ['4\u00A0225.00', 4225],
    ['4\u202F225', 4225],
    ["1'234.50", 1234.5],
    ['1’234', 1234],
    ['¥ 88', 88],
    ['￥１，２３４．５', 1234.5],
    ['R$ 12.00', 12],
    ['12.00 kr', 12],
    ['$-5.00', -5],
    ['-$5.00', -5],
    ['($5.00)', -5],
    ['(3.00)', -3],
    ['5.00-', -5],
    ['−7', -7],
    ['-2', -2],
    ['.5', 0.5],
    ['1.2万', 12_000],
    ['3亿元', 300_000_000],
    ['USD 4.20', 4.2],
    ['88元', 88],
    ["'12.50", 12.5],
    ['="12.50"', 12.5],
    ['1e3', 1000],
    ['1.5E+2', 150],
  ])('with points before its decimals: %s', (text, value) => {
    expect(readNumber(text, 'point')).toBe(value);
  });

  it.each([
    ['1.234,50', 1234.5],
    ['4 225,00', 4225],
    ['12,5', 12.5],
    ['1.234', 1234],
    ['12,50 €', 12.5],
    ['5,-', 5],
    ['5,--', 5],
    ["1'234,50", 1234.5],
    ['-3,10', -3.1],
  ])('with commas before its decimals: %s', (text, value) => {
    expect(readNumber(text, 'comma')).toBe(value);
  });

  it.each([
    '',
    'abc',
    '1.2.3',
    '--1',
    '0x10',
    'NaN',
    'Infinity',
    '12,5',
    '1,23,4',
    '5.',
    '(5',
    '5)',
    '1 2',
    '12 abc',
    '-5-',
    '€5$',
    '0,500',
  ])('is none by points: "%s"', (text) => {
    expect(readNumber(text, 'point')).toBeNaN();
  });

  it('keeps the mark of its currency, which the expected one explains where it can', () => {
    expect(parseNumber('5.00 €')?.mark).toBe('€');
    expect([
      currencyOfMark('$', 'CAD'),
      currencyOfMark('$', 'CNY'),
      currencyOfMark('¥', 'JPY'),
      currencyOfMark('', 'EUR'),
    ]).toEqual(['CAD', 'USD', 'JPY', '']);
  });

  it('rounds to the minor unit of the currency', () => {
    expect([toMinor(2.55, 2), toMinor(1.005, 2), toMinor(-1.005, 2), toMinor(99.6, 0), toMinor(-0.001, 2)]).toEqual([
      255, 101, -101, 100, 0,
    ]);
  });
});

describe('a column of numbers', () => {
  const column = (values: readonly string[], field = 'amount', isMoney = true) => {
    const evidence = createNumberEvidence();
    for (const value of values) evidence.add(value);
    return { field, isMoney, evidence };
  };
  const settled = (values: readonly string[], currencyDigits?: number) =>
    settleNumbers([column(values)], { currencyDigits }).get('amount');

  it.each([
    [['12.50', '1,234.00'], 'point'],
    [['12,50', '1.234,00', '7'], 'comma'],
    [['500', '1.734', '2.968'], 'comma'],
    [['3.000', '12.500', '1.250'], 'comma'],
    [['1,734', '12'], 'point'],
    [['0.500', '1.250'], 'point'],
    [['33.333', '12.5', '7.25', '8.0004'], 'point'],
    [['1.234.567'], 'comma'],
    [['12.5000', '7.2500'], 'point'],
    [['4 225,00', '525,00'], 'comma'],
    [['1', '20'], 'point'],
  ])('settles %j by all of its values', (values, decimal) => {
    expect(settled(values, 2)).toEqual({ kind: 'settled', decimal });
  });

  it.each([
    [['12,50', '12.50'], 2],
    [['1.234', '1,234'], 2],
    [['12.50', '7.25', '1.234'], 2],
    [['1.250', '3.500'], 3],
  ])('asks what %j means', (values, digits) => {
    expect(settled(values, digits)).toMatchObject({ kind: 'ask', field: 'amount' });
  });

  it('leaves a slip among many to be told as no number', () => {
    const values = Array.from({ length: 99 }, (_, at) => `${at}.50`);
    expect(settled([...values, '12,50'], 2)).toEqual({ kind: 'settled', decimal: 'point' });
  });

  it('is explained by the columns beside it, and pieces are not taken for thousands', () => {
    const settle = (...columns: readonly ReturnType<typeof column>[]) => settleNumbers(columns, { currencyDigits: 2 });
    expect(settle(column(['12,50']), column(['1.000', '3.500'], 'quantity', false)).get('quantity')).toEqual({
      kind: 'settled',
      decimal: 'comma',
    });
    expect(settle(column(['1.000', '2.000'], 'quantity', false)).get('quantity')).toEqual({
      kind: 'settled',
      decimal: 'point',
    });
    expect(settle(column(['1.250', '2.000'], 'quantity', false)).get('quantity')).toMatchObject({ kind: 'ask' });
    expect(settle(column(['1.250']), column(['0.5'], 'price')).get('amount')).toMatchObject({ kind: 'ask' });
  });

  it('asks with both readings of a value', () => {
    const question = settled(['1.250', '3.500'], 3);
    expect(question?.kind === 'ask' && describeNumberQuestion(question, '--decimal')).toContain('1.250  if the point');
    expect(question?.kind === 'ask' && describeNumberQuestion(question, '--decimal')).toContain('1250  if the comma');
  });
});
