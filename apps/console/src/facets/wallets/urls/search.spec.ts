import { expect, it } from 'vitest';
import { readApprovalsSearch } from './search.ts';

it('reads which proposals are looked at, and on which page', () => {
  expect(readApprovalsSearch({ state: 'pending', cursor: 'c', x: 'y' })).toEqual({ state: 'pending', cursor: 'c' });
});

it.each(['open', '', ['pending', 'failed'], 1])('takes no state from %j', (state) => {
  expect(readApprovalsSearch({ state })).toEqual({});
});
