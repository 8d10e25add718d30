import dayjs from 'dayjs';
import type { Dayjs } from 'dayjs';
import { dateOfInstant } from './zoned-days.ts';

let zone: string | undefined;

/**
 * Lets "today" in every calendar be that of the program's zone, wherever the browser is. The calendars ask the instant of now for itself
 * by its default zone, where it can tell one; the library's own zones move instants by an offset, and lose or repeat days where the clocks
 * of the browser change.
 */
export function followZone(next: string): void {
  zone = next;
}

dayjs.extend((_, base) => {
  Object.assign(base.prototype, {
    tz(this: Dayjs): Dayjs {
      return zone === undefined ? this : dayOf(dateOfInstant(this.valueOf(), zone));
    },
  });
});

/** A plain date as the calendars hold it: its noon in the browser's zone, which no change of the clocks takes away. */
export function dayOf(date: string): Dayjs {
  return dayjs(`${date}T12:00:00`);
}

export function dateOf(day: Dayjs): string {
  return day.format('YYYY-MM-DD');
}
