import { expect, it } from 'vitest';
import { leftOutOf } from './left-out.ts';

it('names what a reader dropped, entry by entry of lists and records, and nothing that it kept or that was empty', () => {
  const raw = { asOf: 'yesterday', days: '90', stage: ['a', ''], moved: { to: 'silent', odd: 'x' }, q: '', other: 'y' };
  const read = { days: 90, stage: ['a'], moved: { to: 'silent' } };
  expect(leftOutOf(raw, read)).toEqual([
    { name: 'asOf', value: 'yesterday' },
    { name: 'moved.odd', value: 'x' },
    { name: 'other', value: 'y' },
  ]);
  expect(leftOutOf(read, read)).toEqual([]);
});
