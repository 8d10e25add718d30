import { expect, it } from 'vitest';
import { readLiabilitySearch } from './search.ts';

it('keeps the wallet and a length that can be chosen, and drops the rest', () => {
  expect(readLiabilitySearch({ wallet: 'points', months: '24' })).toEqual({ wallet: 'points', months: 24 });
  expect(readLiabilitySearch({ wallet: '', months: '25', other: 1 })).toEqual({});
});
