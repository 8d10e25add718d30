import { readNamedDay, toFullYear } from './month-names.ts';

/**
 * How instants may be written; `dd MMM yyyy` is any order with the month's English name, `serial` the days since 1899-12-30 that a
 * spreadsheet counts. A time of day (`14:05`, `14:05:09.5`, `2:05 PM`) may follow each but the numbers. Years of two digits are of this century.
 */
export const instantFormats = [
  'iso',
  'yyyyMMdd',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'dd MMM yyyy',
  'serial',
  'epoch_s',
  'epoch_ms',
] as const;
export type InstantFormat = (typeof instantFormats)[number];

/** Reads one instant as epoch milliseconds; NaN when the text is none. */
export type ReadInstant = (text: string) => number;

/** The formats that a mapping names: one, or those that stand in one column, with bars between them (`iso | dd MMM yyyy`). Undefined when one is unknown. */
export function toInstantFormats(text: string): readonly InstantFormat[] | undefined {
  const formats = text.split('|').map((one) => toInstantFormat(one));
  return formats.some((one) => one === undefined) ? undefined : formats.filter((one) => one !== undefined);
}

/** A format by its name, with or without the time of day that it shows: `dd/MM/yyyy HH:mm`. */
function toInstantFormat(text: string): InstantFormat | undefined {
  if (/^dd MMM yyyy\b/.test(text.trim())) return 'dd MMM yyyy';
  const [date = ''] = text.trim().split(/[ T]/);
  const name = date.replaceAll(/[.-]/g, '/');
  return instantFormats.find((format) => format === name || format === text.trim());
}

const shapes: Readonly<Record<Exclude<InstantFormat, 'epoch_s' | 'epoch_ms' | 'dd MMM yyyy' | 'serial'>, RegExp>> = {
  iso: /^(?<y>\d{4})[-/.年](?<m>\d{1,2})[-/.月](?<d>\d{1,2})(?!\d)日?/,
  yyyyMMdd: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})/,
  'dd/MM/yyyy': /^(?<d>\d{1,2})[/.-](?<m>\d{1,2})[/.-](?<y>\d{4}|\d{2})(?!\d)/,
  'MM/dd/yyyy': /^(?<m>\d{1,2})[/.-](?<d>\d{1,2})[/.-](?<y>\d{4}|\d{2})(?!\d)/,
};
const timeShape =
  /^[ T]*(?:(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(am|pm)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;

/** Makes the reader of a column that is written in these formats: the first that fits a text reads it. */
export function createInstantsReader(formats: readonly InstantFormat[], zone: string): ReadInstant {
  const [first, ...others] = formats.map((format) => createInstantReader(format, zone));
  if (first === undefined) return () => Number.NaN;
  if (others.length === 0) return first;
  return (text) => {
    const at = first(text);
    if (!Number.isNaN(at)) return at;
    for (const read of others) {
      const other = read(text);
      if (!Number.isNaN(other)) return other;
    }
    return Number.NaN;
  };
}

/** Makes the reader of one format. Instants without an offset are local to `zone` (IANA); days begin at midnight there. */
export function createInstantReader(format: InstantFormat, zone: string): ReadInstant {
  if (format === 'epoch_s' || format === 'epoch_ms') {
    const unit = format === 'epoch_s' ? 1000 : 1;
    return (text) => (/^\d{1,16}(\.\d+)?$/.test(text) ? Math.round(Number(text) * unit) : Number.NaN);
  }
  if (format === 'serial') return createSerialReader(zone);
  const readDay = format === 'dd MMM yyyy' ? readNamedDay : createDayReader(shapes[format]);
  const toInstant = createLocalClock(zone);
  return (text) => {
    const found = readDay(text);
    if (found === null) return Number.NaN;
    const day = utcDay(...found.ymd);
    const time = timeShape.exec(halvesNamed(text.slice(found.length)));
    return time === null || Number.isNaN(day) ? Number.NaN : withTime(day, time, toInstant);
  };
}

/** `下午 2:05`, as Chinese spreadsheets write it, is `2:05 PM`. */
function halvesNamed(time: string): string {
  const match = /^\s*(上午|下午|凌晨|晚上)\s*(.+)$/.exec(time);
  if (match === null) return time;
  return ` ${match[2] ?? ''} ${match[1] === '上午' || match[1] === '凌晨' ? 'AM' : 'PM'}`;
}

function createDayReader(shape: RegExp): typeof readNamedDay {
  return (text) => {
    const match = shape.exec(text);
    if (match === null) return null;
    const { y, m, d } = match.groups ?? {};
    return { length: match[0].length, ymd: [toFullYear(y), Number(m), Number(d)] };
  };
}

const dayMs = 86_400_000;

/** Days from 1954 to 2119 as a spreadsheet counts them, with the time of day behind the point. */
const serialShape = /^[2-7]\d{4}(?:[.,]\d+)?$/;
/** 1970-01-01 by that count. */
const serialEpoch = 25_569;

function createSerialReader(zone: string): ReadInstant {
  const toInstant = createLocalClock(zone);
  return (text) => {
    if (!serialShape.test(text)) return Number.NaN;
    const days = Number(text.replace(',', '.'));
    const day = Math.floor(days);
    // A spreadsheet keeps the time of day as a fraction, which is exact to some microseconds.
    return toInstant(day - serialEpoch, Math.min(dayMs - 1, Math.round((days - day) * 86_400) * 1000));
  };
}

/** Days since 1970-01-01; NaN for the 31st of February. */
function utcDay(year: number, month: number, day: number): number {
  const at = Date.UTC(year, month - 1, day);
  const date = new Date(at);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at / dayMs : Number.NaN;
}

function withTime(day: number, time: RegExpExecArray, toInstant: LocalClock): number {
  const [, hourText = '0', minute = '0', second = '0', fraction = '', half, offset] = time;
  let hour = Number(hourText);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  }
  // ISO 8601 writes the end of a day as 24:00.
  const isEnd = hour === 24 && Number(minute + second + fraction) === 0;
  if ((hour > 23 && !isEnd) || Number(minute) > 59 || Number(second) > 59) return Number.NaN;
  const ms =
    ((hour * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Math.floor(Number(`0.${fraction || '0'}`) * 1000);
  return offset === undefined ? toInstant(day, ms) : day * dayMs + ms - offsetMs(offset);
}

function offsetMs(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

/** Epoch milliseconds of a local day (days since 1970-01-01) and milliseconds since its midnight. */
type LocalClock = (day: number, ms: number) => number;

/** One zone computation a day: Temporal costs some microseconds, and files come sorted. Days on which the offset changes pay it each time. */
function createLocalClock(zone: string): LocalClock {
  const offsets = new Map<number, number | null>();
  const midnight = (day: number): number => plainOf(day, 0).toZonedDateTime(zone).epochMilliseconds;
  return (day, ms) => {
    let offset = offsets.get(day);
    if (offset === undefined) {
      const start = midnight(day);
      offset = midnight(day + 1) - start === dayMs ? day * dayMs - start : null;
      offsets.set(day, offset);
    }
    return offset === null ? plainOf(day, ms).toZonedDateTime(zone).epochMilliseconds : day * dayMs + ms - offset;
  };
}

function plainOf(day: number, ms: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(day * dayMs + ms)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
}
