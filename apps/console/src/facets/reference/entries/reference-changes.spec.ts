import { describe, expect, it } from 'vitest';
import { changesOf } from './reference-changes.ts';
import type { ReferenceEntry } from './reference-kinds.ts';

const entry = (version: number, values: ReferenceEntry['values']): ReferenceEntry => ({
  id: 'p1',
  values,
  version,
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: '',
});

describe('the changes of versions', () => {
  const versions = [
    entry(3, { name: 'Serum', price: '89.00', brand: 'B' }),
    entry(2, { name: 'Serum', price: '89.00' }),
    entry(1, { name: 'Serum', price: '99.00' }),
  ];

  it('name each field that differs from the version before', () => {
    const [third, second, first] = changesOf(versions, ['name', 'price', 'brand'], { isWhole: true });
    expect(third?.changes).toEqual([{ field: 'brand', before: '', after: 'B' }]);
    expect(second?.changes).toEqual([{ field: 'price', before: '99.00', after: '89.00' }]);
    expect(first).toMatchObject({ isFirst: true, changes: [] });
  });

  it('do not take the last one at hand for the first ever', () => {
    expect(changesOf(versions.slice(0, 2), ['price'], { isWhole: false }).at(-1)).toMatchObject({
      isFirst: false,
      isKnown: false,
    });
  });
});
