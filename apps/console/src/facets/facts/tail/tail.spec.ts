import { expect, it } from 'vitest';
import { joinTail, tailLengthMax } from './tail.ts';

it('shows a fact once, newest first, and no more than the list holds', () => {
  expect(joinTail([{ id: 'c' }, { id: 'b' }], [{ id: 'b' }, { id: 'a' }]).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  const many = Array.from({ length: tailLengthMax + 5 }, (_, index) => ({ id: String(index) }));
  expect(joinTail(many, [])).toHaveLength(tailLengthMax);
});
