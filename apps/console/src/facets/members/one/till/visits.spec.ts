import { expect, it } from 'vitest';
import { lastVisitOf, numberOf } from './visits.ts';

const early = '2026-03-01T08:00:00.000Z';
const late = '2026-03-02T08:00:00.000Z';

it('takes for the last visit whichever was last of a purchase, a visit and a check-in', () => {
  const metrics = [
    { field: 'purchase.last', value: early },
    { field: 'store_visit.last', value: late },
    { field: 'check_in.last', value: null },
    { field: 'page_view.last', value: '2026-03-09T08:00:00.000Z' },
  ];
  expect(lastVisitOf({ metrics })).toBe(late);
  expect(lastVisitOf({ metrics: metrics.slice(0, 1) })).toBe(early);
});

it('says nothing of who was never there', () => {
  expect(lastVisitOf({ metrics: [{ field: 'purchase.last', value: null }] })).toBeUndefined();
  expect(numberOf({ metrics: [{ field: 'purchase.count', value: null }] }, 'purchase.count')).toBe(0);
});
