import { expect, it } from 'vitest';
import { toInternationalPhone } from './international-phone.ts';

it.each([
  ['07700 900123', 'GB', '+447700900123'],
  ['(020) 7946-0018', 'GB', '+442079460018'],
  ['0044 7700 900123', 'GB', '+447700900123'],
  ['+1 202 555 0143', 'GB', '+1 202 555 0143'],
  ['13800138000', 'CN', '+8613800138000'],
  ['010 6552 9988', 'CN', '+861065529988'],
])('reads %s as dialled in %s', (text, country, international) => {
  expect(toInternationalPhone(text, country)).toBe(international);
});

it('makes no number of another country of one that the country does not have', () => {
  expect(toInternationalPhone('13800138000', 'GB')).toBe('+4413800138000');
});

it.each(['', 'unknown', '11111111111', '138****0000', '1234'])('leaves %j as it is', (text) => {
  expect(toInternationalPhone(text, 'GB')).toBe(text);
});
