import { expect, it } from 'vitest';
import { isWholeWithin, mustBe } from './form-rules.ts';

const isLimit = isWholeWithin({ min: 1, max: 1000 });

it('takes whole numbers within bounds, and nothing else', () => {
  expect([1, 1000].every(isLimit)).toBe(true);
  expect([0, 1001, 2.5, -1, null, undefined, '5', Number.NaN].some(isLimit)).toBe(false);
});

it('tells the message of what is not as it must be', async () => {
  const rule = mustBe(isLimit, 'From 1 to 1,000');
  await expect(rule.validator(undefined, 5)).resolves.toBeUndefined();
  await expect(rule.validator(undefined, 5000)).rejects.toThrow('From 1 to 1,000');
});
