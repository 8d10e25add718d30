import { expect, it } from 'vitest';
import { readOverviewSearch } from './search.ts';

it('drops what it does not know and never throws', () => {
  expect(readOverviewSearch({ asOf: 'yesterday', days: 'many', lifecycle: '', other: 1 })).toEqual({});
  expect(readOverviewSearch({ asOf: '2026-01-31', days: '90' })).toEqual({ asOf: '2026-01-31', days: 90 });
  expect(readOverviewSearch({ days: '1e9' })).toEqual({});
});
