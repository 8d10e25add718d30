import { levelRow } from '@perennial/contracts/staff';
import type { LevelRow } from '@perennial/contracts/staff';
import { layOutFile } from '../../table-files/file-layout.ts';
import { readRows } from '../../table-files/read-rows.ts';
import { scanFile } from '../../table-files/scan-file.ts';

export interface ReadLevels {
  readonly rows: readonly LevelRow[];
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
}

export const levelColumns = Object.keys(levelRow.shape);

/** Reads a CSV with these columns in any order, or a JSON object a line. Throws FileError where the file cannot be read. */
export async function readLevels(path: string): Promise<ReadLevels> {
  const scan = await scanFile(path);
  const { layout } = await layOutFile(scan);
  const rows: LevelRow[] = [];
  const refused: { line: number; reason: string }[] = [];
  const unknown = layout.format === 'csv' ? layout.columns.find((name) => !levelColumns.includes(name)) : undefined;
  if (unknown !== undefined)
    refused.push({ line: layout.headerLine ?? 1, reason: `${unknown}: there is no such column` });
  for await (const batch of readRows(scan, layout)) {
    refused.push(...batch.rejects.map(({ line, reason }) => ({ line, reason })));
    for (const { line, values, object } of batch.rows) {
      const read = levelRow.strict().safeParse(object ?? cellsOf(layout.columns, values));
      const [issue] = read.error?.issues ?? [];
      if (read.success) rows.push(read.data);
      else refused.push({ line, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not readable'}` });
    }
  }
  return { rows, refused: refused.toSorted((one, other) => one.line - other.line) };
}

function cellsOf(columns: readonly string[], values: readonly string[]): Record<string, string> {
  const cells = columns.map((name, n) => [name, (values[n] ?? '').trim()] as const);
  return Object.fromEntries(cells.filter(([, text]) => text !== ''));
}
