import { guardCell } from '@perennial/domain/reading';

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

/** RFC 4180 text with a byte-order mark, without which spreadsheets read Chinese as Latin-1. */
export function toCsv(table: RowTable): string {
  const lines = [table.columns.map(({ title }) => title), ...table.rows];
  return `\uFEFF${lines.map((line) => line.map(toCell).join(',')).join('\r\n')}\r\n`;
}

function toCell(value: CellValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = guardCell(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
