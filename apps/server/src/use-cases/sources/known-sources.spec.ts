import { describe, expect, it } from 'vitest';
import { joinSources } from './known-sources.ts';

const keyed = [
  { source: 'shop', keys_active: 2 },
  { source: 'web', keys_active: 0 },
];
const counts = new Map([
  ['file', { factsLastDay: 7, lastFactAt: 1000 }],
  ['web', { factsLastDay: 1, lastFactAt: 2000 }],
]);

describe('sources', () => {
  it('that sent facts without a write key are listed beside those that hold one', () => {
    expect(joinSources(keyed, counts, { after: '', limit: 10 })).toEqual([
      { source: 'file', keysActive: 0, factsLastDay: 7, lastFactAt: 1000 },
      { source: 'shop', keysActive: 2, factsLastDay: 0, lastFactAt: null },
      { source: 'web', keysActive: 0, factsLastDay: 1, lastFactAt: 2000 },
    ]);
  });

  it('are paged by name: nothing before or at the last one, no more than asked for', () => {
    expect(joinSources(keyed, counts, { after: 'file', limit: 1 }).map(({ source }) => source)).toEqual(['shop']);
    expect(joinSources([], counts, { after: 'web', limit: 5 })).toEqual([]);
  });
});
