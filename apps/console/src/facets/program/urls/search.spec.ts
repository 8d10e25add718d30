import { expect, it } from 'vitest';
import { readProgramSearch } from './search.ts';

it('keeps what is open of a program', () => {
  expect(readProgramSearch({ tab: 'identities', item: 'external_id:*', q: 'x' })).toEqual({
    tab: 'identities',
    item: 'external_id:*',
  });
  expect(readProgramSearch({ item: ['a', 'b'], draft: '' })).toEqual({});
});
