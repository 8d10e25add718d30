import { civilDayOf, dayNumberOf, weekdayOf } from '../../../../models/statistics/months.ts';
import type { CapPeriod } from '../documents/earning-rule.ts';

/** The first day of the period that a day lies in; 0 of what is for ever. */
export function startOfPeriod(period: CapPeriod, day: number): number {
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return day - weekdayOf(day);
    case 'month': {
      const { year, month } = civilDayOf(day);
      return dayNumberOf(year, month, 1);
    }
    case 'year':
      return dayNumberOf(civilDayOf(day).year, 1, 1);
    case 'ever':
      return 0;
  }
}
