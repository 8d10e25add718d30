import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDayTable } from '../../../kernel/base/day-table.ts';
import type { HolidayCalendar, Schedule } from './documents.ts';
import { compileSchedule, isWithin } from './is-within.ts';

const name = { en: 'x', zh: 'x' };
const china: HolidayCalendar = {
  id: 'cn',
  name,
  publishedUntil: '2026-12-31',
  holidays: [
    { id: 'new-year', name, from: '2026-01-01', to: '2026-01-03', workdays: ['2026-01-04'] },
    { id: 'spring-festival', name, from: '2026-02-15', to: '2026-02-23', workdays: ['2026-02-14', '2026-02-28'] },
    { id: 'national-day', name, from: '2026-10-01', to: '2026-10-07', workdays: ['2026-09-20', '2026-10-10'] },
  ],
};
const calendars = new Map([[china.id, china]]);

/** Whether it holds at a UTC instant, with the program in a zone. */
function within(schedule: Schedule, instant: string, zone = 'UTC') {
  return isWithin(schedule, Temporal.Instant.from(instant).epochMilliseconds, {
    days: createDayTable(zone),
    calendars,
  });
}

describe('a schedule', () => {
  it('holds always when it says nothing', () => {
    expect(within({}, '1990-06-01T12:00Z')).toBe('yes');
  });

  it('holds from the first instant of a day through the last of another, in the zone', () => {
    const week = { from: '2026-11-01', until: '2026-11-07' };
    const at = (instant: string) => within(week, instant, 'Asia/Shanghai');
    expect([at('2026-10-31T15:59:59.999Z'), at('2026-10-31T16:00Z')]).toEqual(['no', 'yes']);
    expect([at('2026-11-07T15:59:59.999Z'), at('2026-11-07T16:00Z')]).toEqual(['yes', 'no']);
  });

  it('holds from a minute up to a minute', () => {
    const sale = { from: '2026-11-10T20:00', until: '2026-11-11T02:00' };
    expect([within(sale, '2026-11-10T19:59:59.999Z'), within(sale, '2026-11-10T20:00Z')]).toEqual(['no', 'yes']);
    expect([within(sale, '2026-11-11T01:59:59.999Z'), within(sale, '2026-11-11T02:00Z')]).toEqual(['yes', 'no']);
  });

  it('holds where all of its parts do, and not where one does not', () => {
    const saturdays = { weekdays: [6], months: [5], hours: { from: '09:00', to: '12:00' } };
    expect(within(saturdays, '2026-05-02T09:00Z')).toBe('yes');
    expect(within(saturdays, '2026-05-02T12:00Z')).toBe('no');
    expect(within(saturdays, '2026-05-03T09:00Z')).toBe('no');
    expect(within(saturdays, '2026-06-06T09:00Z')).toBe('no');
  });

  it('takes hours over midnight for those of the day on which they begin', () => {
    const fridayNight = { weekdays: [5], hours: { from: '22:00', to: '02:00' } };
    expect(within(fridayNight, '2026-05-01T22:00Z')).toBe('yes');
    expect(within(fridayNight, '2026-05-02T01:59Z')).toBe('yes');
    expect(within(fridayNight, '2026-05-02T02:00Z')).toBe('no');
    expect(within(fridayNight, '2026-05-01T01:00Z')).toBe('no');
    expect(within(fridayNight, '2026-05-02T22:00Z')).toBe('no');
  });

  it('ends hours at the end of the day', () => {
    const evening = { hours: { from: '18:00', to: '24:00' } };
    expect([within(evening, '2026-05-01T23:59:59.999Z'), within(evening, '2026-05-02T00:00Z')]).toEqual(['yes', 'no']);
  });

  it('takes a day that the month does not have for its last one', () => {
    expect(within({ monthDays: [31] }, '2026-02-28T12:00Z')).toBe('yes');
    expect(within({ monthDays: [31] }, '2028-02-28T12:00Z')).toBe('no');
    expect(within({ monthDays: [30] }, '2028-02-29T12:00Z')).toBe('yes');
    expect(within({ monthDays: [30] }, '2026-01-31T12:00Z')).toBe('no');
    expect(within({ monthDays: [8, 18] }, '2026-01-18T12:00Z')).toBe('yes');
    expect(within({ monthDays: [8, 18] }, '2026-01-31T12:00Z')).toBe('no');
  });
});

describe('hours on a day on which the clocks are changed', () => {
  it('begin and end with the first instant after the gap where the time does not exist', () => {
    // Berlin has no time from 02:00 to 03:00 on 29 March 2026: it goes on at 01:00 UTC.
    const inGap = (from: string, to: string, instant: string) =>
      within({ hours: { from, to } }, instant, 'Europe/Berlin');
    expect(inGap('02:30', '04:00', '2026-03-29T00:59:59.999Z')).toBe('no');
    expect(inGap('02:30', '04:00', '2026-03-29T01:00Z')).toBe('yes');
    expect(inGap('01:00', '02:30', '2026-03-29T00:59:59.999Z')).toBe('yes');
    expect(inGap('01:00', '02:30', '2026-03-29T01:00Z')).toBe('no');
    expect(inGap('02:10', '02:50', '2026-03-29T01:00Z')).toBe('no');
  });

  it('begin and end with the earlier of two equal times', () => {
    // The hour from 02:00 comes twice on 25 October 2026: at 00:00 and at 01:00 UTC.
    const inTwice = (from: string, to: string, instant: string) =>
      within({ hours: { from, to } }, instant, 'Europe/Berlin');
    expect(inTwice('02:30', '04:00', '2026-10-25T00:30Z')).toBe('yes');
    expect(inTwice('01:00', '02:30', '2026-10-25T01:15Z')).toBe('no');
    expect(inTwice('01:00', '02:30', '2026-10-25T00:29Z')).toBe('yes');
    expect(inTwice('02:30', '04:00', '2026-10-25T03:00Z')).toBe('no');
  });

  it('and a start in a missing midnight are those of what there is', () => {
    const day = { from: '2021-03-28', until: '2021-03-28' };
    expect(within(day, '2021-03-27T21:59:59.999Z', 'Asia/Beirut')).toBe('no');
    expect(within(day, '2021-03-27T22:00Z', 'Asia/Beirut')).toBe('yes');
    expect(within({ from: '2021-03-28T00:30' }, '2021-03-27T22:00Z', 'Asia/Beirut')).toBe('yes');
  });
});

describe('a schedule of holidays', () => {
  const holidays = { holidays: { calendar: 'cn' } };
  const springFestival = { holidays: { calendar: 'cn', ids: ['spring-festival'] } };

  it('holds on days off, all of them or those that it names', () => {
    expect([within(holidays, '2026-10-07T12:00Z'), within(springFestival, '2026-10-07T12:00Z')]).toEqual(['yes', 'no']);
    expect(within(springFestival, '2026-02-23T23:59:59.999Z')).toBe('yes');
    expect(within(springFestival, '2026-02-24T00:00Z')).toBe('no');
  });

  it('does not hold on other days, nor on days that are worked for it', () => {
    expect(within(holidays, '2026-03-08T12:00Z')).toBe('no');
    expect(within(holidays, '2026-01-04T12:00Z')).toBe('no');
    expect(within({ ...holidays, weekdays: [7] }, '2026-01-04T12:00Z')).toBe('no');
  });

  it('is unknown beyond the years that are published, and never without holidays', () => {
    expect(within(holidays, '2026-12-31T23:59:59.999Z')).toBe('no');
    expect(within(holidays, '2027-01-01T00:00Z')).toBe('unknown');
    expect(within(springFestival, '2027-06-01T12:00Z')).toBe('unknown');
    expect(within(holidays, '2025-12-31T12:00Z')).toBe('unknown');
  });

  it('is unknown only where nothing else says no', () => {
    expect(within({ ...holidays, months: [2] }, '2027-02-06T12:00Z')).toBe('unknown');
    expect(within({ ...holidays, months: [3] }, '2027-02-06T12:00Z')).toBe('no');
    expect(within({ ...holidays, until: '2026-12-31' }, '2027-02-06T12:00Z')).toBe('no');
  });

  it('is unknown where the calendar is not there', () => {
    expect(within({ holidays: { calendar: 'us' } }, '2026-03-08T12:00Z')).toBe('unknown');
  });

  it('asks the day on which hours over midnight began', () => {
    const night = { ...holidays, hours: { from: '20:00', to: '04:00' } };
    expect(within(night, '2026-10-08T03:00Z')).toBe('yes');
    expect(within(night, '2026-10-01T03:00Z')).toBe('no');
    expect(within(night, '2027-01-01T03:00Z')).toBe('no');
    expect(within(night, '2027-01-01T20:00Z')).toBe('unknown');
  });
});

describe('a compiled schedule', () => {
  const subset = (max: number) =>
    fc.uniqueArray(fc.integer({ min: 1, max }), { minLength: 1, maxLength: Math.min(max, 8) });
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
  const schedules: fc.Arbitrary<Schedule> = fc.record(
    {
      weekdays: subset(7),
      months: subset(12),
      monthDays: subset(31),
      hours: fc.record({ from: time, to: time }).filter(({ from, to }) => from !== to),
      holidays: fc.constant({ calendar: 'cn' }),
    },
    { requiredKeys: [] },
  );
  const first = Temporal.Instant.from('2026-01-01T00:00Z').epochMilliseconds;
  const instants = fc.array(fc.integer({ min: first, max: first + 500 * 86_400_000 }), { minLength: 1, maxLength: 20 });

  it('says the same whatever it was asked before', () => {
    const world = { days: createDayTable('Europe/Berlin'), calendars };
    fc.assert(
      fc.property(schedules, instants, (schedule, asked) => {
        const compiled = compileSchedule(schedule, world);
        for (const at of asked) expect(compiled(at)).toBe(isWithin(schedule, at, world));
      }),
    );
  });

  it('holds in less the more it says', () => {
    const world = { days: createDayTable('America/New_York'), calendars };
    const rank = { no: 0, unknown: 1, yes: 2 };
    fc.assert(
      fc.property(schedules, subset(7), instants, (schedule, weekdays, asked) => {
        fc.pre(schedule.weekdays === undefined);
        for (const at of asked)
          expect(rank[isWithin({ ...schedule, weekdays }, at, world)]).toBeLessThanOrEqual(
            rank[isWithin(schedule, at, world)],
          );
      }),
    );
  });

  it('counts wall time on days that have every minute once', () => {
    const world = { days: createDayTable('Asia/Shanghai'), calendars };
    fc.assert(
      fc.property(time, time, instants, (from, to, asked) => {
        fc.pre(from < to);
        for (const at of asked) {
          const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Asia/Shanghai').toPlainTime();
          const shown = wall.toString().slice(0, 5);
          expect(isWithin({ hours: { from, to } }, at, world)).toBe(shown >= from && shown < to ? 'yes' : 'no');
        }
      }),
    );
  });
});
