import { expect, it } from 'vitest';
import { readMembersSearch } from './search.ts';

it('drops what it does not know and never throws', () => {
  expect(readMembersSearch({ stage: 'silent', where: ['x'], q: { a: 1 } })).toEqual({ stage: ['silent'] });
  expect(readMembersSearch({ condition: ['x'], moved: 'x', limit: 20 })).toEqual({ limit: '20' });
});
