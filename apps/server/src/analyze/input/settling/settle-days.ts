import { createInstantReader, describeInstantQuestion, settleInstants } from '@perennial/domain/reading';
import type { DayOrder, InstantFormat } from '@perennial/domain/reading';
import { DataUnusable } from '../../wishes/data-unusable.ts';

export interface SettledDays {
  /** Texts that are days, and the days: since 1970-01-01. */
  readonly texts: readonly string[];
  readonly days: readonly number[];
  /** Formats seen, the most frequent first, with the rows of each. */
  readonly formats: readonly { readonly format: string; readonly rows: number }[];
  readonly notes: readonly string[];
}

const dayMs = 86_400_000;

/**
 * Reads the different date texts of all files, by the import's own rules.
 * @throws DataUnusable when day and month could be exchanged and nobody has said which is which, or when nothing is a date.
 */
export function settleDays(texts: ReadonlyMap<string, number>, wanted: DayOrder | undefined): SettledDays {
  const settled = settleInstants(texts, wanted);
  if (settled.kind === 'ask')
    throw new DataUnusable('dates-ambiguous', describeInstantQuestion(settled, '--date-format'));
  const readers = settled.formats.map(({ format }) => createInstantReader(format, 'UTC'));
  const known: [string, number][] = [];
  for (const text of texts.keys()) {
    const at = readers.map((read) => read(text)).find((one) => !Number.isNaN(one));
    if (at !== undefined) known.push([text, Math.floor(at / dayMs)]);
  }
  if (known.length === 0) throw noDates(texts);
  const formats = settled.formats.map(({ format, count }) => ({ format: nameOf(format), rows: count }));
  const list = formats.map(({ format, rows }) => `${format} (${rows.toLocaleString('en-US')})`).join(', ');
  const notes = formats.length > 1 ? [`Dates are written in ${formats.length} ways: ${list}.`] : [];
  return { texts: known.map(([text]) => text), days: known.map(([, day]) => day), formats, notes };
}

function nameOf(format: InstantFormat): string {
  if (format === 'serial') return 'days as a spreadsheet counts them';
  return format === 'iso' ? 'yyyy-MM-dd' : format;
}

function noDates(texts: ReadonlyMap<string, number>): DataUnusable {
  const [example = ''] = [...texts.keys()].filter((text) => text !== '');
  return new DataUnusable(
    'no-dates',
    `No value of the date column is a date${example === '' ? ': it is empty' : `, such as "${example.slice(0, 40)}"`}. ` +
      'Read are 2024-12-31, 2024/12/31, 20241231, 31.12.2024, 12/31/2024, 31 Dec 2024, Dec 31, 2024, 2024年12月31日, 45657 as a spreadsheet counts days, and seconds or milliseconds since 1970. ' +
      'Say which column holds the date: --map COLUMN=date.',
  );
}
