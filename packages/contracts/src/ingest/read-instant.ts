/** Date and time with an offset: a time without one means another instant on every machine. */
const isoShape = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
/** Every month has as many days. */
const shortestMonthDays = 28;

/** Epoch milliseconds of an ISO 8601 date and time with offset or of a number; null when it is neither. */
export function readInstant(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.floor(value) : null;
  if (typeof value !== 'string') return null;
  const parts = isoShape.exec(value);
  if (parts === null || !isDayOfCalendar(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return null;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? null : parsed;
}

/** `Date.parse` takes 30 February for 2 March: a sender's slip would become another day without a word. */
function isDayOfCalendar(year: number, month: number, day: number): boolean {
  return day <= shortestMonthDays || new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}
