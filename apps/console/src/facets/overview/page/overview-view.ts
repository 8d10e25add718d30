import type { OverviewView } from '../../../facet/overview-places.ts';
import { addDays, addMonths, dateOfInstant, daysBetween } from '../../../format/zoned-days.ts';

export const periodChoices = [7, 30, 90, 180, 365] as const;
export const periodDaysDefault = 30;

interface Input {
  readonly lifecycle?: string | undefined;
  readonly asOf?: string | undefined;
  readonly days?: number | undefined;
  readonly zone: string;
  readonly nowMs: number;
}

export function createOverviewView({ days = periodDaysDefault, zone, nowMs, ...asked }: Input): OverviewView {
  const today = dateOfInstant(nowMs, zone);
  // Today is not over, and nobody knows what is to come: both are now.
  const asOf = asked.asOf !== undefined && asked.asOf < today ? asked.asOf : undefined;
  const to = asOf ?? today;
  const from = addDays(to, 1 - days);
  // Thirteen months show the same month of last year; a week is seen among weeks.
  const isWeekly = days <= 7;
  // It begins with a whole week or month: a bar of its last days would look like a loss that was none.
  const seriesFrom = isWeekly ? mondayOf(addDays(to, -7 * 12)) : `${addMonths(to, -12).slice(0, 7)}-01`;
  return { lifecycle: asked.lifecycle, asOf, to, from, days, seriesFrom, bucket: isWeekly ? 'week' : 'month' };
}

function mondayOf(date: string): string {
  const sinceMonday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -sinceMonday);
}

/** How many days the data must have ended before "now" for the page to offer its last day. */
const staleAfterDays = 14;

/** The last day of the data when "now" would show mostly silence; else undefined. */
export function staleDataDay(lastFactAt: string | null, view: OverviewView, zone: string): string | undefined {
  if (lastFactAt === null || view.asOf !== undefined) return undefined;
  const lastDay = dateOfInstant(Date.parse(lastFactAt), zone);
  return daysBetween(lastDay, view.to) > staleAfterDays ? lastDay : undefined;
}
