import { DataUnusable } from '../wishes/data-unusable.ts';
import { createDayReader } from '../wishes/day-reader.ts';
import type { DayOrder } from '../wishes/day-reader.ts';

export interface SettledDays {
  /** Texts that are days, and the days: since 1970-01-01. */
  readonly texts: readonly string[];
  readonly days: readonly number[];
  /** Formats seen, the most frequent first, with the rows of each. */
  readonly formats: readonly { readonly format: string; readonly rows: number }[];
  readonly notes: readonly string[];
}

const strokes = /^\d{1,2}[/.-]\d{1,2}[/.-](\d{4}|\d{2})$/;

/**
 * Reads the distinct date texts of all files. Which number is the day is told by one above 12 anywhere in the column; where none is, or where both orders are
 * found, only whoever exported the file can know.
 * @throws DataUnusable when day and month could be exchanged and nobody has said which is which, or when nothing is a date.
 */
export function settleDays(texts: ReadonlyMap<string, number>, wanted: DayOrder | undefined): SettledDays {
  const order = wanted ?? orderOf(texts);
  const read = createDayReader(order);
  const rows = new Map<string, number>();
  const known: [string, number][] = [];
  for (const [text, count] of texts) {
    const day = read(text);
    if (day === undefined) continue;
    known.push([text, day.day]);
    rows.set(day.format, (rows.get(day.format) ?? 0) + count);
  }
  if (known.length === 0) throw noDates(texts);
  const formats = [...rows]
    .map(([format, count]) => ({ format, rows: count }))
    .sort((one, other) => other.rows - one.rows || (one.format < other.format ? -1 : 1));
  const notes =
    formats.length > 1
      ? [
          `Dates are written in ${formats.length} ways: ${formats.map(({ format, rows: count }) => `${format} (${count.toLocaleString('en-US')})`).join(', ')}.`,
        ]
      : [];
  return { texts: known.map(([text]) => text), days: known.map(([, day]) => day), formats, notes };
}

function noDates(texts: ReadonlyMap<string, number>): DataUnusable {
  const [example = ''] = [...texts.keys()].filter((text) => text !== '');
  return new DataUnusable(
    'no-dates',
    `No value of the date column is a date${example === '' ? ': it is empty' : `, such as "${example.slice(0, 40)}"`}. ` +
      'Read are 2024-12-31, 2024/12/31, 20241231, 31.12.2024, 12/31/2024, 31 Dec 2024, Dec 31, 2024, 2024年12月31日 and seconds or milliseconds since 1970. ' +
      'Say which column holds the date: --map COLUMN=date.',
  );
}

/** Throws where both orders are possible for some day and the others do not tell. */
function orderOf(texts: ReadonlyMap<string, number>): DayOrder {
  let dayFirst = 0;
  let monthFirst = 0;
  let either = 0;
  let example = '';
  for (const [text, count] of texts) {
    if (!strokes.test(text)) continue;
    const [first = 0, second = 0] = text.split(/[/.-]/).map(Number);
    if (first === second) continue;
    if (first > 12 && second <= 12) dayFirst += count;
    else if (second > 12 && first <= 12) monthFirst += count;
    else if (first <= 12 && second <= 12) {
      either += count;
      if (example === '' || text < example) example = text;
    }
  }
  if (either === 0 || dayFirst > 0 !== monthFirst > 0) return monthFirst > dayFirst ? 'MM/dd/yyyy' : 'dd/MM/yyyy';
  throw ambiguous({ example, either, dayFirst, monthFirst });
}

function ambiguous({
  example,
  either,
  dayFirst,
  monthFirst,
}: {
  example: string;
  either: number;
  dayFirst: number;
  monthFirst: number;
}): DataUnusable {
  const [first = '', second = '', year = ''] = example.split(/[/.-]/);
  const reading = (day: string, month: string): string =>
    `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const why =
    dayFirst > 0
      ? `The date column mixes both orders: ${dayFirst} row(s) can only be day/month, ${monthFirst} only month/day, and ${either} could be either`
      : `In every row day and month could be exchanged (${either} rows)`;
  return new DataUnusable(
    'dates-ambiguous',
    `${why}. "${example}" is\n` +
      `  ${reading(first, second)}  if the day comes first:   --date-format dd/MM/yyyy\n` +
      `  ${reading(second, first)}  if the month comes first: --date-format MM/dd/yyyy\n` +
      'Say which, and analyse again. Rows that cannot be read that way will be listed.',
  );
}
