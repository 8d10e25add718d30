import { expect, it } from 'vitest';
import { createFormatter } from '../../format/format.ts';
import { categoryAxis, valueAxis } from './chart-style.ts';

const format = createFormatter({ locale: 'en', zone: 'Asia/Shanghai', currency: 'CNY' });

it('an axis of counts has whole ticks with separators, one of amounts no parts of what is shown', () => {
  const counts = valueAxis('light', format.short);
  expect(counts.minInterval).toBe(1);
  expect(counts.axisLabel.formatter(4_321)).toBe('4,321');
  expect(valueAxis('light', format.moneyShort, 100)).toMatchObject({ minInterval: 100 });
});

it('places have names for tooltips, and shorter ones under the axis', () => {
  const axis = categoryAxis('light', ['Nov 2026 · only Nov 1 – 12, 2026', 'Dec 2026'], ['Nov 2026\n1–12']);
  expect(axis.data[0]).toContain('only');
  expect(axis.axisLabel.formatter('Nov 2026 · only Nov 1 – 12, 2026', 0)).toBe('Nov 2026\n1–12');
  expect(axis.axisLabel.formatter('Dec 2026', 1)).toBe('Dec 2026');
});
