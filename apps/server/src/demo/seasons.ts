import type { DemoLocale } from './brand.ts';

/** A day on which a brand sells far more than on others. */
export interface Campaign {
  /** Day number since 1970-01-01. */
  readonly day: number;
  /** How far before it purchases wait for it, days, and the share that does. */
  readonly reachDays: number;
  readonly pull: number;
}

/** First day of the lunar year, which no formula of a few lines gives. */
const springFestivals: Readonly<Record<number, string>> = {
  2023: '01-22',
  2024: '02-10',
  2025: '01-29',
  2026: '02-17',
  2027: '02-06',
  2028: '01-26',
  2029: '02-13',
  2030: '02-03',
  2031: '01-23',
  2032: '02-11',
};

const dayMs = 86_400_000;

export function dayNumber(year: number, monthDay: string): number {
  return Date.parse(`${year}-${monthDay}T00:00:00Z`) / dayMs;
}

/** Campaign days of the years given, both included, in order. */
export function campaignsBetween(locale: DemoLocale, fromYear: number, toYear: number): readonly Campaign[] {
  const campaigns: Campaign[] = [];
  for (let year = fromYear; year <= toYear; year += 1)
    campaigns.push(...(locale === 'zh' ? chinese(year) : english(year)));
  return campaigns.sort((one, other) => one.day - other.day);
}

function chinese(year: number): readonly Campaign[] {
  const festival = springFestivals[year];
  const before = festival === undefined ? [] : [{ day: dayNumber(year, festival) - 9, reachDays: 18, pull: 0.35 }];
  return [
    ...before,
    { day: dayNumber(year, '03-08'), reachDays: 7, pull: 0.25 },
    { day: dayNumber(year, '05-20'), reachDays: 6, pull: 0.2 },
    { day: dayNumber(year, '06-18'), reachDays: 18, pull: 0.4 },
    { day: dayNumber(year, '09-10'), reachDays: 6, pull: 0.15 },
    { day: dayNumber(year, '11-11'), reachDays: 24, pull: 0.5 },
    { day: dayNumber(year, '12-12'), reachDays: 9, pull: 0.25 },
  ];
}

function english(year: number): readonly Campaign[] {
  return [
    { day: dayNumber(year, '02-12'), reachDays: 9, pull: 0.2 },
    { day: dayNumber(year, '06-26'), reachDays: 10, pull: 0.2 },
    { day: lastFridayOfNovember(year), reachDays: 18, pull: 0.4 },
    { day: dayNumber(year, '12-16'), reachDays: 20, pull: 0.45 },
    { day: dayNumber(year, '12-27'), reachDays: 5, pull: 0.3 },
  ];
}

function lastFridayOfNovember(year: number): number {
  const last = dayNumber(year, '11-30');
  // 1970-01-01 was a Thursday.
  return last - ((last + 4 - 5 + 7) % 7);
}

/** How likely a purchase that comes up on this day is made: quiet weeks and busy months. */
export function openness(locale: DemoLocale, day: number): number {
  const date = new Date(day * dayMs);
  const month = date.getUTCMonth();
  const base = locale === 'zh' ? chineseMonths[month] : englishMonths[month];
  const festival = springFestivals[date.getUTCFullYear()];
  const isHoliday =
    locale === 'zh' && festival !== undefined && Math.abs(day - dayNumber(date.getUTCFullYear(), festival) - 3) <= 4;
  const isWeekend = date.getUTCDay() % 6 === 0;
  return (base ?? 1) * (isHoliday ? 0.35 : 1) * (isWeekend ? 1.15 : 1);
}

const chineseMonths = [0.95, 0.75, 0.9, 0.85, 0.95, 1.05, 0.8, 0.85, 0.95, 0.95, 1.15, 1.05];
const englishMonths = [0.75, 0.8, 0.85, 0.85, 0.9, 0.9, 0.8, 0.8, 0.9, 0.95, 1.15, 1.2];
