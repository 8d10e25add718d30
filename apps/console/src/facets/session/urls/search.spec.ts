import { expect, it } from 'vitest';
import { readSignInSearch } from './search.ts';

it('never leads to another site after signing in', () => {
  expect(readSignInSearch({ next: '//evil.example' })).toEqual({});
  expect(readSignInSearch({ next: 'https://evil.example' })).toEqual({});
  expect(readSignInSearch({ next: '/\\evil.example' })).toEqual({});
  expect(readSignInSearch({ next: '/members' })).toEqual({ next: '/members' });
});
