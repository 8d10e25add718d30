import type { MemberId } from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { moneyOf } from './lines.ts';
import { createMonths } from './months.ts';
import { createOpened } from './opened.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
const idOf = (n: number) => `00000000-0000-7000-8000-00000000000${n}` as MemberId;

describe('months', () => {
  it('begin and end by the clocks of the zone, in whatever order one asks', () => {
    const months = createMonths('Asia/Shanghai', { fromAt: at('2025-01-15T00:00'), untilAt: at('2025-03-31T23:59') });
    expect(months.last).toBe(3);
    const asked = ['2025-03-31T23:59', '2025-01-31T23:59', '2025-02-01T00:00', '2025-01-14T23:59', '2025-01-15T00:00'];
    expect(asked.map((text) => months.numberOf(at(text)))).toEqual([3, 1, 2, 0, 1]);
    expect([1, 2, 3].map((month) => months.nameOf(month))).toEqual(['2025-01', '2025-02', '2025-03']);
  });

  it('reach back as far as anybody can have sent facts about, and no further', () => {
    const months = createMonths('Asia/Shanghai', { fromAt: null, untilAt: at('2025-01-01T00:00') });
    expect(months.nameOf(months.last)).toBe('2025-01');
    expect([months.numberOf(0), months.nameOf(1)]).toEqual([1, '1990-01']);
  });
});

describe('the worth of units', () => {
  it('is rounded to the nearest minor unit, halves away from nothing', () => {
    const third = { units: 3, minor: 1 };
    expect([1, 2, -2, 0].map((units) => moneyOf(units, third))).toEqual([0, 1, -1, 0]);
    expect([1, -1].map((units) => moneyOf(units, { units: 2, minor: 1 }))).toEqual([1, -1]);
  });

  it('is exact beyond what numbers hold', () => {
    expect(moneyOf(9_007_199_254_740_991, { units: 9_007_199_254_740_991, minor: 4 })).toBe(4);
  });
});

describe('the members of a line', () => {
  it('are those with the greatest differences, and all are counted', () => {
    const opened = createOpened(2);
    for (const [n, draft] of [5, -9, 1, 9, 7].entries()) opened.add(idOf(n), 0, draft);
    expect([opened.members, opened.amount]).toEqual([5, 31]);
    expect(opened.list().items.map(({ draft }) => draft)).toEqual([-9, 9]);
  });

  it('are the same whoever has counted them', () => {
    const [all, one, other] = [createOpened(3), createOpened(3), createOpened(3)];
    for (const [n, draft] of [5, 2, 8, 8, 1, 3].entries()) {
      all.add(idOf(n), 0, draft);
      (n % 2 === 0 ? one : other).add(idOf(n), 0, draft);
    }
    one.join(other.part());
    expect([one.members, one.amount, one.list()]).toEqual([all.members, all.amount, all.list()]);
  });
});
