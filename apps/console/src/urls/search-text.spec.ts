import { expect, it } from 'vitest';
import { readSearch, writeSearch } from './search-text.ts';

it('reads back what it wrote', () => {
  const search = { asOf: '2026-01-01', stage: ['a', 'b'], where: { city: '上海', minSpend: '10' } };
  expect(readSearch(writeSearch(search))).toEqual(search);
});
