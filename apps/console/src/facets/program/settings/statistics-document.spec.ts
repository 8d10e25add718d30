import { expect, it } from 'vitest';
import { readStatistics, writeStatistics } from './statistics-document.ts';

const statistics = { brandGapDays: 45, categoryCycles: [{ category: 'skincare/serum', days: 60 }], later: 1 };

it('writes statistics as they were read, unknown parts included', () => {
  expect(writeStatistics(readStatistics({ 'statistics.json': statistics }))).toEqual(statistics);
});

it('reads what is half written without throwing', () => {
  for (const odd of [undefined, null, 1, 'x', [], { metrics: 'no', categoryCycles: [1], types: [{}] }]) {
    expect(readStatistics({ 'statistics.json': odd })).toMatchObject({ brandGapDays: null, categoryCycles: [] });
  }
});
