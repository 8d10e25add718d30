import { expect, it } from 'vitest';
import { ribbonSegments } from './ribbon.ts';

const day = (date: string) => `${date}T00:00:00Z`;

it('orders intervals by time, ends the open one now, and shares out the length', () => {
  const segments = ribbonSegments(
    [
      { stage: 'active', from: day('2026-01-11'), to: null },
      { stage: 'new', from: day('2026-01-01'), to: day('2026-01-11') },
    ],
    Date.parse(day('2026-01-31')),
  );
  expect(segments.map(({ stage }) => stage)).toEqual(['new', 'active']);
  expect(segments.map(({ share }) => Math.round(share * 300))).toEqual([100, 200]);
});

it('leaves out what begins after the instant, and divides nothing by nothing', () => {
  expect(ribbonSegments([{ stage: 'new', from: day('2026-02-01'), to: null }], Date.parse(day('2026-01-01')))).toEqual(
    [],
  );
  expect(ribbonSegments([], 0)).toEqual([]);
});
