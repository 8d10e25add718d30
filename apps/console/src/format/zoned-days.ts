/** Plain dates (`2026-11-21`) against instants, in a named zone. The console counts in days; the API in instants. */

const dayMs = 86_400_000;

/** Calendar day of an instant in a zone. */
export function dateOfInstant(instantMs: number, zone: string): string {
  // The Swedish locale writes ISO dates, which spares taking the parts apart.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instantMs);
}

/** Adds calendar days to a plain date. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** Whole days from one plain date to another; negative when the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);
}

/** The same day some months on; the last day of the month where it has no such day. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

/** First instant of a calendar day in a zone. */
export function startOfDay(date: string, zone: string): number {
  return startOfMinute(`${date}T00:00`, zone);
}

/** The instant of a wall time, `2026-11-21T18:30`, in a zone. Two rounds settle the offset, also across a change of the clocks. */
export function startOfMinute(wallTime: string, zone: string): number {
  const wanted = Date.parse(`${wallTime}:00Z`);
  const guess = wanted - offsetAt(wanted, zone);
  return wanted - offsetAt(guess, zone);
}

/** Last millisecond of a calendar day: what "as of that day" means. */
export function endOfDay(date: string, zone: string): number {
  return startOfDay(addDays(date, 1), zone) - 1;
}

/** Whether a text is a day of the calendar: the 30th of February is read by engines as the 2nd of March, and is none. */
export function isPlainDate(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) && addDays(value, 0) === value
  );
}

function offsetAt(instantMs: number, zone: string): number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  const wall = Date.parse(`${format.format(instantMs).replace(' ', 'T')}Z`);
  return wall - Math.floor(instantMs / 1000) * 1000;
}
