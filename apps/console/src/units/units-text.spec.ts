import { expect, it } from 'vitest';
import { createFormatter } from '../format/format.ts';
import { movedText, unitsOfTyped, unitsText } from './units-text.ts';

const format = createFormatter({ locale: 'en', zone: 'Asia/Shanghai', currency: 'CNY' });

it('shows units with the point where the wallet has it', () => {
  expect(unitsText(1_234_567, 0, format)).toBe('1,234,567');
  expect(unitsText(1_205, 2, format)).toBe('12.05');
  expect(unitsText(-40, 0, format)).toBe('-40');
});

it('shows movements with their sign, and none of what did not move', () => {
  expect(movedText(500, 0, format)).toBe('+500');
  expect(movedText(-1_250, 2, format)).toBe('−12.5');
  expect(movedText(0, 0, format)).toBe('0');
});

it('takes what is typed for whole units, and what is finer than a unit for nothing', () => {
  expect(unitsOfTyped(0.29, 2)).toBe(29);
  expect(unitsOfTyped(-3, 0)).toBe(-3);
  expect(unitsOfTyped(0.295, 2)).toBeUndefined();
  expect(unitsOfTyped(1.5, 0)).toBeUndefined();
  expect(unitsOfTyped(null, 0)).toBeUndefined();
});
