import { openingRow } from '@perennial/contracts/staff';
import type { OpeningRow } from '@perennial/contracts/staff';
import type { z } from 'zod';
import { layOutFile } from '../../table-files/file-layout.ts';
import { readRows } from '../../table-files/read-rows.ts';
import { scanFile } from '../../table-files/scan-file.ts';

/** What stands in columns whose rows say nothing of it. */
export interface OpeningDefaults {
  readonly wallet: string | undefined;
  readonly reference: string | undefined;
  readonly openedAt: string | undefined;
}

export interface ReadOpenings {
  readonly rows: readonly OpeningRow[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

export const openingColumns = Object.keys(openingRow.shape);
const integers: ReadonlySet<string> = new Set(['units', 'costMinor', 'priority']);
/** How a table says of a lot that it never expires: an empty cell leaves it to the wallet. */
export const never = 'never';

/** Reads a CSV with these columns in any order, or a JSON object a line. Throws FileError where the file cannot be read. */
export async function readOpenings(path: string, defaults: OpeningDefaults): Promise<ReadOpenings> {
  const scan = await scanFile(path);
  const { layout } = await layOutFile(scan);
  const rows: OpeningRow[] = [];
  const refused: { line: number; reason: string }[] = [];
  const unknown = layout.format === 'csv' ? layout.columns.find((name) => !openingColumns.includes(name)) : undefined;
  if (unknown !== undefined)
    refused.push({ line: layout.headerLine ?? 1, reason: `${unknown}: there is no such column` });
  for await (const batch of readRows(scan, layout)) {
    refused.push(...batch.rejects.map(({ line, reason }) => ({ line, reason })));
    for (const { line, values, object } of batch.rows) {
      const cells = object ?? cellsOf(layout.columns, values);
      const read = openingRow.safeParse(withDefaults(cells, defaults));
      const stranger = strangerIn(cells);
      if (!read.success) refused.push({ line, reason: reasonOf(read.error) });
      else if (stranger !== undefined) refused.push({ line, reason: `${stranger}: there is no such column` });
      else rows.push(read.data);
    }
  }
  return { rows, refused: refused.toSorted((one, other) => one.line - other.line) };
}

function cellsOf(columns: readonly string[], values: readonly string[]): Record<string, unknown> {
  const cells: Record<string, unknown> = {};
  for (const [n, name] of columns.entries()) {
    const text = (values[n] ?? '').trim();
    if (text === '') continue;
    if (name === 'expiresAt' && text === never) cells[name] = null;
    else if (name === 'scope') cells[name] = jsonOf(text);
    else cells[name] = integers.has(name) && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  }
  return cells;
}

/** A scope in one cell: {"stores":["s1"]}; what is no JSON is told as what it is not. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withDefaults(cells: unknown, defaults: OpeningDefaults): unknown {
  const given = Object.entries(defaults).filter(([, value]) => value !== undefined);
  return typeof cells === 'object' && cells !== null ? { ...Object.fromEntries(given), ...cells } : cells;
}

/** A name that was misspelt would be an expiry or a cost that is silently another one. */
function strangerIn(cells: unknown): string | undefined {
  if (typeof cells !== 'object' || cells === null) return undefined;
  return Object.keys(cells).find((name) => !openingColumns.includes(name));
}

function reasonOf({ issues }: z.ZodError): string {
  const [first] = issues;
  return first === undefined ? 'not readable' : `${first.path.join('.')}: ${first.message}`;
}
