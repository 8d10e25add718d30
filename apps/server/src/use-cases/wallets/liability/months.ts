/** Calendar months of a zone, counted from January 1970. */

const monthsAYear = 12;
/** Units that expire later are taken to expire in its last month. */
const lastYear = 2099;
export const lastMonth = (lastYear - 1970 + 1) * monthsAYear - 1;

/** The month of `YYYY-MM`. */
export function monthOfLabel(label: string): number {
  const [year = 1970, month = 1] = label.split('-').map(Number);
  return (year - 1970) * monthsAYear + month - 1;
}

export function labelOfMonth(month: number): string {
  const year = 1970 + Math.floor(month / monthsAYear);
  return `${year}-${String(month - (year - 1970) * monthsAYear + 1).padStart(2, '0')}`;
}

export function yearOfMonth(month: number): number {
  return 1970 + Math.floor(month / monthsAYear);
}

/** The month that an instant lies in. */
export function monthAt(at: number, zone: string): number {
  const { year, month } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return (year - 1970) * monthsAYear + month - 1;
}

/** The first instants of all months from January 1970 to the last one that is told apart. */
export function monthStartsIn(zone: string): readonly number[] {
  const first = Temporal.PlainDate.from({ year: 1970, month: 1, day: 1 });
  return Array.from(
    { length: lastMonth + 1 },
    (_, months) => first.add({ months }).toZonedDateTime(zone).epochMilliseconds,
  );
}
