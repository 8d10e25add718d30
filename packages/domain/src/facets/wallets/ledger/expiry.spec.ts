import { describe, expect, it } from 'vitest';
import type { EndRounding, ExpiryPolicy } from '../documents/wallet-document.ts';
import { expiryOf } from './expiry.ts';

const zone = 'Asia/Shanghai';

function instant(text: string, where: string): number {
  return Temporal.PlainDateTime.from(text).toZonedDateTime(where).epochMilliseconds;
}

/** When units that start at a local time expire, as local time with its offset. */
function endOf(policy: ExpiryPolicy, startsAt: string, where = zone): string | null {
  const at = expiryOf(policy, instant(startsAt, where), where);
  if (at === null) return null;
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(where)
    .toString({ timeZoneName: 'never', smallestUnit: 'millisecond' })
    .replace(':00.000', '')
    .replace('+08:00', '');
}

function term(count: number, unit: 'days' | 'months' | 'years', roundTo: EndRounding = 'none'): ExpiryPolicy {
  return { kind: 'term', length: { unit, count }, roundTo };
}

describe('a fixed term', () => {
  it.each([
    ['2026-01-31T10:00', '2026-02-28T10:00'],
    ['2024-01-31T10:00', '2024-02-29T10:00'],
    ['2026-03-31T00:00', '2026-04-30T00:00'],
    ['2026-02-28T23:59', '2026-03-28T23:59'],
    ['2026-12-31T10:00', '2027-01-31T10:00'],
  ])('of a month from %s ends %s', (startsAt, expected) => {
    expect(endOf(term(1, 'months'), startsAt)).toBe(expected);
  });

  it.each([
    ['2024-02-29T10:00', 1, '2025-02-28T10:00'],
    ['2024-02-29T10:00', 4, '2028-02-29T10:00'],
    ['2023-02-28T10:00', 1, '2024-02-28T10:00'],
  ])('from %s of %i years ends %s', (startsAt, count, expected) => {
    expect(endOf(term(count, 'years'), startsAt)).toBe(expected);
  });

  it('of months is counted from the start, not month by month', () => {
    expect(endOf(term(2, 'months'), '2026-01-31T10:00')).toBe('2026-03-31T10:00');
    expect(endOf(term(13, 'months'), '2026-01-31T10:00')).toBe('2027-02-28T10:00');
  });

  it.each<[EndRounding, string, string]>([
    ['day', '2026-05-14T10:00', '2026-06-15T00:00'],
    ['month', '2026-05-14T10:00', '2026-07-01T00:00'],
    ['quarter', '2026-05-14T10:00', '2026-07-01T00:00'],
    ['half_year', '2026-05-14T10:00', '2026-07-01T00:00'],
    ['year', '2026-05-14T10:00', '2027-01-01T00:00'],
    ['quarter', '2026-06-14T10:00', '2026-10-01T00:00'],
    ['half_year', '2026-06-14T10:00', '2027-01-01T00:00'],
    ['month', '2026-11-30T10:00', '2027-01-01T00:00'],
    ['year', '2026-12-01T00:00', '2028-01-01T00:00'],
  ])('of a month is rounded to the end of the %s: %s', (roundTo, startsAt, expected) => {
    expect(endOf(term(1, 'months', roundTo), startsAt)).toBe(expected);
  });

  it('that ends at midnight is rounded to the end of the day that begins then', () => {
    expect(endOf(term(1, 'days', 'day'), '2026-05-14T00:00')).toBe('2026-05-16T00:00');
    expect(endOf(term(1, 'months', 'month'), '2026-05-01T00:00')).toBe('2026-07-01T00:00');
  });

  it('of a leap day’s month ends with the month', () => {
    expect(endOf(term(1, 'months', 'month'), '2024-01-31T10:00')).toBe('2024-03-01T00:00');
  });

  it('of days keeps the time of day over a change of clocks, and is longer or shorter then', () => {
    const policy = term(1, 'days');
    expect(endOf(policy, '2026-03-07T10:00', 'America/New_York')).toBe('2026-03-08T10:00-04:00');
    const length = (startsAt: string) =>
      (expiryOf(policy, instant(startsAt, 'America/New_York'), 'America/New_York') ?? 0) -
      instant(startsAt, 'America/New_York');
    expect([length('2026-03-07T10:00'), length('2026-10-31T10:00')]).toEqual([23 * 3_600_000, 25 * 3_600_000]);
  });

  it('that ends at a time that does not exist ends at the first instant after the gap', () => {
    expect(endOf(term(1, 'days'), '2026-03-07T02:30', 'America/New_York')).toBe('2026-03-08T03:30-04:00');
    // Clocks went from 23:59:59 of the 3rd to 01:00 of the 4th.
    expect(endOf(term(1, 'months', 'day'), '2018-10-03T12:00', 'America/Sao_Paulo')).toBe('2018-11-04T01:00-02:00');
    expect(endOf(term(1, 'days', 'none'), '2018-11-03T00:00', 'America/Sao_Paulo')).toBe('2018-11-04T01:00-02:00');
    expect(endOf(term(1, 'days', 'day'), '2026-04-22T12:00', 'Africa/Cairo')).toBe('2026-04-24T01:00+03:00');
    expect(endOf(term(1, 'days', 'day'), '2026-04-23T12:00', 'Africa/Cairo')).toBe('2026-04-25T00:00+03:00');
  });

  it('that ends at a time that occurs twice ends at the earlier one', () => {
    expect(endOf(term(1, 'days'), '2026-10-31T01:30', 'America/New_York')).toBe('2026-11-01T01:30-04:00');
  });

  it('is one of the zone: the same instant ends on another day elsewhere', () => {
    const at = Date.UTC(2026, 4, 14, 20);
    const [there, here] = [expiryOf(term(1, 'days', 'day'), at, 'UTC'), expiryOf(term(1, 'days', 'day'), at, zone)];
    expect([there, here]).toEqual([Date.UTC(2026, 4, 16), Date.UTC(2026, 4, 16, 16)]);
  });
});

describe('days of the year', () => {
  const dates = (days: readonly string[], daysMin = 0): ExpiryPolicy => ({ kind: 'dates', dates: days, daysMin });

  it.each([
    ['2026-05-14T10:00', '2026-07-01T00:00'],
    ['2026-06-30T23:59', '2026-07-01T00:00'],
    ['2026-07-01T00:00', '2027-01-01T00:00'],
    ['2026-12-31T23:59', '2027-01-01T00:00'],
  ])('end units that start %s after the next of them, through it: %s', (startsAt, expected) => {
    expect(endOf(dates(['12-31', '06-30']), startsAt)).toBe(expected);
  });

  it('are at least so many days away, the last of which counts', () => {
    const policy = dates(['06-30', '12-31'], 30);
    expect(endOf(policy, '2026-05-31T23:59')).toBe('2026-07-01T00:00');
    expect(endOf(policy, '2026-06-01T00:00')).toBe('2027-01-01T00:00');
    expect(endOf(dates(['06-30'], 30), '2026-06-01T00:00')).toBe('2027-07-01T00:00');
    expect(endOf(dates(['06-30'], 400), '2026-06-01T00:00')).toBe('2028-07-01T00:00');
  });

  it('have 29 February, which is the 28th where there is none', () => {
    const policy = dates(['02-29']);
    expect(endOf(policy, '2024-02-28T10:00')).toBe('2024-03-01T00:00');
    expect(endOf(policy, '2024-02-29T10:00')).toBe('2024-03-01T00:00');
    expect(endOf(policy, '2024-03-01T00:00')).toBe('2025-03-01T00:00');
    expect(endOf(policy, '2025-02-28T23:59')).toBe('2025-03-01T00:00');
    expect(endOf(policy, '2027-03-01T10:00')).toBe('2028-03-01T00:00');
  });

  it('end with the day, though the next one begins late', () => {
    expect(endOf(dates(['11-03']), '2018-10-03T12:00', 'America/Sao_Paulo')).toBe('2018-11-04T01:00-02:00');
  });
});

it('units that never expire, or together with others, have no end of their own', () => {
  expect(endOf({ kind: 'never' }, '2026-05-14T10:00')).toBeNull();
  expect(
    endOf({ kind: 'sliding', length: { unit: 'days', count: 1 }, roundTo: 'none' }, '2026-05-14T10:00'),
  ).toBeNull();
});
