/** `YYYY-MM`, so many months before. */
export function monthBefore(month: string, count: number): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const index = year * 12 + number - 1 - count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The month that an instant lies in, by a zone. */
export function monthIn(ms: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit' });
  return parts.format(ms).slice(0, 7);
}

/** The first day, by which months are named. */
export function dayOf(month: string): string {
  return `${month}-01`;
}
