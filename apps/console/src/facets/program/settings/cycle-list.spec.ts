import { categoryCyclesMax } from '@perennial/domain';
import { expect, it } from 'vitest';
import { addCycle, changeCycle, cyclesOfPage, pageSize, removeCycle, whyNotAdded } from './cycle-list.ts';

const cycles = [
  { category: 'skincare/serum', days: 60 },
  { category: 'Food/coffee', days: 14 },
];
const many = Array.from({ length: categoryCyclesMax }, (_, index) => ({ category: `c${index}`, days: 30 }));

it('adds a category first, and none twice, none without a name, none too many', () => {
  expect(addCycle(cycles, ' hair ', 45)[0]).toEqual({ category: 'hair', days: 45 });
  expect(whyNotAdded(cycles, 'skincare/serum ')).toBe('taken');
  expect(whyNotAdded(cycles, '  ')).toBe('empty');
  expect(whyNotAdded(many, 'one more')).toBe('full');
  expect(addCycle(cycles, 'skincare/serum', 1)).toBe(cycles);
});

it('changes and removes the one that is named alone', () => {
  expect(changeCycle(cycles, 'Food/coffee', null).map(({ days }) => days)).toEqual([60, null]);
  expect(removeCycle(cycles, 'skincare/serum')).toEqual([cycles[1]]);
  expect(removeCycle(cycles, 'gone')).toEqual(cycles);
});

it('pages what it finds, and never past the end', () => {
  expect(cyclesOfPage(cycles, 'COFFEE', 1)).toEqual({ rows: [cycles[1]], count: 1 });
  expect(cyclesOfPage(cycles, 'tea', 1)).toEqual({ rows: [], count: 0 });
  expect(cyclesOfPage(many, '', 2).rows[0]?.category).toBe(`c${pageSize}`);
  expect(cyclesOfPage(many, 'c199', 99).rows).toHaveLength(11);
});
