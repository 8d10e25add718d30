import { expect, it } from 'vitest';
import { readLadderSearch } from './search.ts';

it('reads how far the forecast looks ahead', () => {
  expect(readLadderSearch({ ahead: 90, x: 'y' })).toEqual({ ahead: '90' });
  expect(readLadderSearch({ ahead: 'furthest' })).toEqual({ ahead: 'furthest' });
});

it.each([{}, { ahead: '' }, { ahead: 31 }, { ahead: ['30', '90'] }])('takes no length from %j', (raw) => {
  expect(readLadderSearch(raw)).toEqual({});
});
