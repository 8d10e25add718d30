import dayjs from 'dayjs';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { dateOf, dayOf, followZone } from './follow-zone.ts';

/** As the calendars ask for today. */
function today(): string {
  const now: dayjs.Dayjs & { readonly tz?: () => dayjs.Dayjs } = dayjs();
  return dateOf(now.tz?.() ?? now);
}

beforeEach(() => vi.useFakeTimers());
afterAll(() => vi.useRealTimers());

it('has the day of the program, wherever the machine is, on both sides of its midnight and where its clocks change', () => {
  const days = [
    ['Asia/Shanghai', '2026-11-21T15:59:59Z', '2026-11-21'],
    ['Asia/Shanghai', '2026-11-21T16:00:00Z', '2026-11-22'],
    ['Pacific/Auckland', '2026-09-26T11:59:59Z', '2026-09-26'],
    ['Pacific/Auckland', '2026-09-26T12:00:00Z', '2026-09-27'],
    ['America/Los_Angeles', '2026-11-01T06:59:59Z', '2026-10-31'],
    ['America/Los_Angeles', '2026-11-02T07:59:59Z', '2026-11-01'],
    ['America/Santiago', '2026-09-06T04:00:00Z', '2026-09-06'],
  ] as const;
  for (const [zone, at, day] of days) {
    vi.setSystemTime(at);
    followZone(zone);
    expect([zone, at, today()]).toEqual([zone, at, day]);
  }
});

it('holds a day and gives it back', () => {
  for (const day of ['2026-03-08', '2026-03-29', '2026-09-06', '2026-11-01']) expect(dateOf(dayOf(day))).toBe(day);
});
