import { expect, it } from 'vitest';
import { readProgramSearch, withNothingOpen } from './search.ts';

it('keeps what is open of a program', () => {
  expect(readProgramSearch({ tab: 'identities', item: 'external_id:*', q: 'x' })).toEqual({
    tab: 'identities',
    item: 'external_id:*',
  });
  expect(readProgramSearch({ item: ['a', 'b'], draft: '' })).toEqual({});
});

it('reads which version is looked at, and what it is compared with', () => {
  expect(readProgramSearch({ tab: 'versions', version: '12', against: '9' })).toEqual({
    tab: 'versions',
    version: 12,
    against: 9,
  });
});

it.each(['0', '-1', '1.5', '012', '1e3', '2147483648', 'latest', '', ['1', '2']])(
  'takes no version from %j',
  (version) => {
    expect(readProgramSearch({ version, against: version })).toEqual({});
  },
);

it('takes nothing along to another tab that was open on this one', () => {
  expect(
    withNothingOpen({ tab: 'versions', draft: 'd', version: 3, against: 1, item: 'new', list: 'l', who: 'w' }),
  ).toEqual({
    tab: 'versions',
    draft: 'd',
  });
});
