import { expect, it } from 'vitest';
import { createEasing } from './easing.ts';

it('does less in a rush and more again after it, never nothing and never more than all', async () => {
  let isRush = false;
  const easing = createEasing(async () => isRush);
  expect(await easing()).toBe(1);
  isRush = true;
  const parts: number[] = [];
  for (let n = 0; n < 12; n += 1) parts.push(await easing());
  expect(parts.slice(0, 2)).toEqual([0.7, 0.7 * 0.7]);
  expect(parts.at(-1)).toBe(0.05);
  isRush = false;
  expect(await easing()).toBeCloseTo(0.0575);
  for (let n = 0; n < 30; n += 1) await easing();
  expect(await easing()).toBe(1);
});
