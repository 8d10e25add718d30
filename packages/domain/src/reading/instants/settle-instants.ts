import { createInstantReader, instantFormats, type InstantFormat } from './instant-text.ts';

/** Which number comes first in `03/04/2024`. Points and dashes in place of the strokes are the same. */
export type DayOrder = 'dd/MM/yyyy' | 'MM/dd/yyyy';

export interface SettledInstants {
  readonly kind: 'settled';
  readonly order: DayOrder;
  /** Formats found, the most frequent first, with the values of each. */
  readonly formats: readonly { readonly format: InstantFormat; readonly count: number }[];
}

/** Only whoever made the file can know. */
export interface InstantQuestion {
  readonly kind: 'ask';
  /** `either`: day and month could be exchanged in every value. `both`: some values can only be one, some only the other. `year`: the year may stand first. */
  readonly why: 'either' | 'both' | 'year';
  readonly example: string;
  readonly dayFirst: number;
  readonly monthFirst: number;
  readonly either: number;
}

const strokes = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?=$|[ T])/;

/**
 * Settles how the days of a column are written, from its different texts and how often each stands there. Which number is the day is told
 * by one above 12 anywhere in the column; where none is, or both orders are found, it asks.
 */
export function settleInstants(
  texts: ReadonlyMap<string, number>,
  wanted?: DayOrder,
): SettledInstants | InstantQuestion {
  const order = wanted ?? orderOf(texts);
  if (typeof order !== 'string') return order;
  const formats: readonly InstantFormat[] = ['iso', 'yyyyMMdd', order, 'dd MMM yyyy', 'serial'];
  const readers = formats.map((format) => ({ format, read: createInstantReader(format, 'UTC') }));
  const counts = new Map<InstantFormat, number>();
  for (const [text, count] of texts) {
    const found = readers.find(({ read }) => !Number.isNaN(read(text)));
    if (found !== undefined) counts.set(found.format, (counts.get(found.format) ?? 0) + count);
  }
  const found = [...counts]
    .map(([format, count]) => ({ format, count }))
    .sort((one, other) => other.count - one.count || (one.format < other.format ? -1 : 1));
  return { kind: 'settled', order, formats: found };
}

function orderOf(texts: ReadonlyMap<string, number>): DayOrder | InstantQuestion {
  let dayFirst = 0;
  let monthFirst = 0;
  let either = 0;
  let example = '';
  const short = { first: new Set<number>(), last: new Set<number>(), example: '' };
  for (const [text, count] of texts) {
    const match = strokes.exec(text);
    if (match === null) continue;
    const [first, second] = [Number(match[1]), Number(match[2])];
    if (match[3]?.length === 2) {
      short.first.add(first);
      short.last.add(Number(match[3]));
      short.example ||= text;
    }
    if (first === second) continue;
    if (first > 12 && second <= 12) dayFirst += count;
    else if (second > 12 && first <= 12) monthFirst += count;
    else if (first <= 12 && second <= 12) {
      either += count;
      if (example === '' || text < example) example = text;
    }
  }
  const counts = { dayFirst, monthFirst, either };
  // Days come in 31 values and years in few: where the last number has more of them than the first, it may be the day.
  if (short.last.size > short.first.size && dayFirst > 0)
    return { kind: 'ask', why: 'year', example: short.example, ...counts };
  if (dayFirst > 0 && monthFirst > 0)
    return { kind: 'ask', why: 'both', example: example || firstOf(texts), ...counts };
  if (either === 0 || dayFirst > 0 || monthFirst > 0) return monthFirst > dayFirst ? 'MM/dd/yyyy' : 'dd/MM/yyyy';
  return { kind: 'ask', why: 'either', example, ...counts };
}

function firstOf(texts: ReadonlyMap<string, number>): string {
  return [...texts.keys()].find((text) => strokes.test(text)) ?? '';
}

/** What of a text tells the day, so that a column has few different ones: without the time of day where no name of a month stands in it. */
export function dayPart(text: string): string {
  return /^\d/.test(text) && !/[A-Za-z]{3}|年/.test(text) ? (/^[^ T]*/.exec(text)?.[0] ?? text) : text;
}

/** The question in a sentence, with both readings. `option` names what answers it. */
export function describeInstantQuestion(question: InstantQuestion, option: string): string {
  const { why, example, dayFirst, monthFirst, either } = question;
  const [first = '', second = '', year = ''] = example.split(/[/.-]/);
  if (why === 'year')
    return `The dates have years of two digits, and "${example}" may begin with the year: write years with four digits, or export the file anew. The order of day and month alone is stated by ${option} dd/MM/yyyy or ${option} MM/dd/yyyy.`;
  const reading = (day: string, month: string): string => {
    const isDay = Number(month) <= 12;
    return isDay
      ? `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
      : 'no day    ';
  };
  const head =
    why === 'both'
      ? `The date column mixes both orders: ${dayFirst} row(s) can only be day/month, ${monthFirst} only month/day, and ${either} could be either`
      : `In every row day and month could be exchanged (${either} rows)`;
  return (
    `${head}. "${example}" is\n` +
    `  ${reading(first, second)}  if the day comes first:   ${option} dd/MM/yyyy\n` +
    `  ${reading(second, first)}  if the month comes first: ${option} MM/dd/yyyy\n` +
    'Say which, dd/MM/yyyy or MM/dd/yyyy. Rows that cannot be read that way will be listed.'
  );
}

export interface FormatGuess {
  readonly format: InstantFormat | undefined;
  /** Day and month could be exchanged in every value seen. */
  readonly isAmbiguous: boolean;
}

/** Finds the one format that reads every value. `dd/MM` and `MM/dd` are told apart by a number above 12. */
export function guessInstantFormat(values: readonly string[]): FormatGuess {
  const present = values.filter((value) => value !== '');
  const fitting = instantFormats.filter(
    (format) => present.length > 0 && present.every((value) => fits(format, value)),
  );
  const isAmbiguous = fitting.includes('dd/MM/yyyy') && fitting.includes('MM/dd/yyyy');
  return { format: fitting[0], isAmbiguous };
}

const readers = new Map<InstantFormat, (text: string) => number>();

function fits(format: InstantFormat, value: string): boolean {
  if (format === 'epoch_s' && !/^\d{9,10}(\.\d+)?$/.test(value)) return false;
  if (format === 'epoch_ms' && !/^\d{12,13}$/.test(value)) return false;
  let read = readers.get(format);
  if (read === undefined) readers.set(format, (read = createInstantReader(format, 'UTC')));
  return !Number.isNaN(read(value));
}
