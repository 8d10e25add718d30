import { expect, it } from 'vitest';
import { gatherMsAfter } from './gather-ms.ts';

it('lets more come together in a rush alone, and not while steps are left behind', () => {
  expect(gatherMsAfter({ steps: 0, isFull: false })).toBe(0);
  expect(gatherMsAfter({ steps: 499, isFull: false })).toBe(0);
  expect(gatherMsAfter({ steps: 500, isFull: false })).toBe(100);
  expect(gatherMsAfter({ steps: 4_000, isFull: true })).toBe(0);
});
