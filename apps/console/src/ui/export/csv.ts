import { decimalText, minorDigits, unitTitle } from '@perennial/contracts';
import { guardCell } from '@perennial/domain/reading';
import type { FormatSettings } from '../../format/format.ts';

/** Columns and rows behind a chart or a table, as they are shown and as they are exported. */
export interface RowTable {
  readonly columns: readonly RowColumn[];
  readonly rows: readonly (readonly CellValue[])[];
}

export interface RowColumn {
  readonly title: string;
  /** Numbers are right-aligned and written with separators. */
  readonly kind: 'text' | 'integer' | 'money';
}

export type CellValue = string | number | null;

/** RFC 4180 text with a byte-order mark, without which spreadsheets read Chinese as Latin-1. Amounts stand in the currency's unit. */
export function toCsv({ columns, rows }: RowTable, settings: Pick<FormatSettings, 'locale' | 'currency'>): string {
  const header = columns.map((column) => toCell(titleOf(column, settings)));
  const digits = minorDigits(settings.currency);
  const toLine = (row: readonly CellValue[]) =>
    row.map((value, at) =>
      columns[at]?.kind === 'money' && typeof value === 'number' ? decimalText(value, digits) : toCell(value),
    );
  return `\uFEFF${[header, ...rows.map(toLine)].map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** Away from the page an amount has to say its currency. */
function titleOf(
  { title, kind }: RowColumn,
  { locale, currency }: Pick<FormatSettings, 'locale' | 'currency'>,
): string {
  return kind === 'money' ? unitTitle(title, currency, locale === 'zh-CN' ? 'zh' : 'en') : title;
}

function toCell(value: CellValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = guardCell(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
