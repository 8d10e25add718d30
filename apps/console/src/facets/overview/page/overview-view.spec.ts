import { expect, it } from 'vitest';
import { createOverviewView, staleDataDay } from './overview-view.ts';

const zone = 'Asia/Shanghai';
const nowMs = Date.parse('2026-11-21T20:00:00Z');

it('ends the period today in the program zone when no day is chosen', () => {
  const view = createOverviewView({ zone, nowMs });
  expect(view.to).toBe('2026-11-22');
  expect(view.from).toBe('2026-10-24');
});

it('ends the period on the as-of day and shows longer periods by month', () => {
  const view = createOverviewView({ zone, nowMs, asOf: '2011-12-09', days: 90 });
  expect(view).toMatchObject({ from: '2011-09-11', to: '2011-12-09', seriesFrom: '2010-12-01', bucket: 'month' });
});

it('begins its series with a whole month or a whole week', () => {
  expect(createOverviewView({ zone, nowMs, asOf: '2024-02-29', days: 30 }).seriesFrom).toBe('2023-02-01');
  for (const asOf of ['2026-11-22', '2026-11-23', '2026-11-24'])
    expect(createOverviewView({ zone, nowMs: Date.parse('2026-12-24T00:00:00Z'), asOf, days: 7 })).toMatchObject({
      bucket: 'week',
      // A Sunday belongs to the week before.
      seriesFrom: asOf === '2026-11-22' ? '2026-08-24' : '2026-08-31',
    });
});

it('takes today and days to come for now', () => {
  const now = createOverviewView({ zone, nowMs });
  expect(createOverviewView({ zone, nowMs, asOf: '2026-11-22' })).toEqual(now);
  expect(createOverviewView({ zone, nowMs, asOf: '2027-01-01' })).toEqual(now);
});

it('offers the last day of data that ended long ago, but not over a day that was chosen', () => {
  const old = '2011-12-09T12:50:00Z';
  expect(staleDataDay(old, createOverviewView({ zone, nowMs }), zone)).toBe('2011-12-09');
  expect(staleDataDay(old, createOverviewView({ zone, nowMs, asOf: '2011-12-09' }), zone)).toBeUndefined();
  expect(staleDataDay('2026-11-20T00:00:00Z', createOverviewView({ zone, nowMs }), zone)).toBeUndefined();
});
