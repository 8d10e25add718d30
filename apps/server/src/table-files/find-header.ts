import { guessInstantFormat } from '@perennial/domain/reading';
import type { TextRecord } from './read-records.ts';

/** Titles, filters and days of issue above a table take some lines, not many. */
const linesAboveMax = 40;
const looked = 200;
/** A header names most of its columns; a title has one or two cells. */
const namedShareMin = 0.6;

/** The record that names the columns: the first that is as wide as the table and names its columns. Null where the first one does, or none. */
export function findHeader(records: readonly TextRecord[]): TextRecord | null {
  const [first] = records;
  if (first === undefined) return null;
  const width = usualWidth(records.slice(0, looked));
  if (width < 2 || isHeader(first, width)) return null;
  const found = records.slice(0, linesAboveMax).find((record) => isHeader(record, width));
  if (found === undefined) return null;
  const above = records.slice(0, records.indexOf(found));
  return above.every((record) => isTitle(record, width)) ? found : null;
}

function usualWidth(records: readonly TextRecord[]): number {
  const counts = new Map<number, number>();
  for (const { values } of records) counts.set(values.length, (counts.get(values.length) ?? 0) + 1);
  const [most] = [...counts].sort(([oneWidth, one], [otherWidth, other]) => other - one || otherWidth - oneWidth);
  return most?.[0] ?? 0;
}

function isHeader({ values }: TextRecord, width: number): boolean {
  const named = values.filter((value) => value.trim() !== '');
  return (
    values.length === width &&
    named.length >= Math.max(2, width * namedShareMin) &&
    new Set(named).size === named.length &&
    !named.some(looksLikeData)
  );
}

function isTitle({ values }: TextRecord, width: number): boolean {
  return values.length !== width || values.filter((value) => value.trim() !== '').length <= 2;
}

/** Names of columns are no numbers and no dates. */
export function looksLikeData(value: string): boolean {
  const text = value.trim();
  return /^[-+]?\d+([.,]\d+)?$/.test(text) || guessInstantFormat([text]).format !== undefined;
}
