import { expect, it } from 'vitest';
import { readAmountText, toAmountText } from './decimal-amount.ts';

it.each([
  ['99.00', 2, 9_900],
  ['99', 2, 9_900],
  ['99.5', 2, 9_950],
  ['0.05', 2, 5],
  ['-3.10', 2, -310],
  ['1200', 0, 1_200],
  [' 7.125 ', 3, 7_125],
])('reads %j with %i digits as %i minor units', (text, digits, minor) => {
  expect(readAmountText(text, digits)).toBe(minor);
});

it.each(['9,90', '1e3', '99.001', '12 000', '--1', '.5', '1234567890123', 'free'])('takes %j for no amount', (text) => {
  expect(readAmountText(text, 2)).toBeUndefined();
});

it('takes an empty text for no statement, and writes it so', () => {
  expect(readAmountText('  ', 2)).toBeNull();
  expect(toAmountText(null, 2)).toBe('');
});

it('writes what it reads', () => {
  for (const minor of [0, 5, 99, 100, 123_456, -310]) expect(readAmountText(toAmountText(minor, 2), 2)).toBe(minor);
  expect(toAmountText(1_200, 0)).toBe('1200');
});
