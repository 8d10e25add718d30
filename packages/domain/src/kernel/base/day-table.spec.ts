import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDayTable } from './day-table.ts';
import { dayMs } from './instants.ts';

describe.each(['Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia', 'UTC'])(
  'the days of %s',
  (zone) => {
    const days = createDayTable(zone);

    it('are those of the calendar, in any order of asking', () => {
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { minLength: 1, maxLength: 8 }),
          (instants) => {
            for (const at of instants) {
              const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
              expect(days.dayOf(at)).toBe(Temporal.PlainDate.from('1970-01-01').until(date).days);
            }
          },
        ),
      );
    });

    it('begin where the table says', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 40_000 }), (day) => {
          // Apia left out 30 December 2011, so that day begins with the next one.
          if (zone === 'Pacific/Apia' && day === 15_338) return;
          expect(days.dayOf(days.startOf(day))).toBe(day);
          expect(days.dayOf(days.startOf(day) - 1)).toBeLessThan(day);
        }),
      );
    });
  },
);

describe('a day table', () => {
  it('knows days of twenty-three and twenty-five hours', () => {
    const days = createDayTable('Europe/Berlin');
    const length = (date: string) => {
      const day = Temporal.PlainDate.from('1970-01-01').until(Temporal.PlainDate.from(date)).days;
      return (days.startOf(day + 1) - days.startOf(day)) / (dayMs / 24);
    };
    expect([length('2026-03-29'), length('2026-10-25'), length('2026-06-01')]).toEqual([23, 25, 24]);
  });

  it('refuses an unknown zone', () => {
    expect(() => createDayTable('Asia/Nowhere')).toThrow(RangeError);
  });
});
