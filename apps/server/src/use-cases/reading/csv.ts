import { guardCell } from '@perennial/domain/reading';

/**
 * One row of CSV (RFC 4180). A cell that a spreadsheet would run as a formula is written behind an apostrophe, because tags
 * and store names come from outside; the import takes the apostrophe off again.
 */
export function toCsvRow(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

function toCell(text: string): string {
  const safe = guardCell(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
