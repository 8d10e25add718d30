import { expect, it } from 'vitest';
import { windowOfKind } from './window-value.ts';

it('keeps what two kinds of window have in common', () => {
  const personal = windowOfKind('personal', { window: 'days', days: 45 });
  expect(personal).toEqual({ window: 'personal', multiple: 2, minDays: 30, maxDays: 180 });
  expect(windowOfKind('cycle', { ...personal, multiple: 3 })).toEqual({
    window: 'cycle',
    multiple: 3,
    fallbackDays: 90,
  });
  expect(windowOfKind('days', { window: 'days', days: 45, stray: 1 })).toEqual({ window: 'days', days: 45 });
});
