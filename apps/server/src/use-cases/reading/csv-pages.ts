import type { Versioned } from '@perennial/postgres';
import { toCsvRow } from './csv.ts';

const pageRows = 1_000;

export interface PagedCsv<Row> {
  /** The rows after the last one of the page before. */
  readonly read: (last: Row | undefined, limit: number) => Promise<readonly Row[]>;
  /** What stands before version, instant and author. */
  readonly cells: (row: Row) => readonly string[];
  /** Aborted when the caller hangs up. */
  readonly signal: AbortSignal;
}

/** A table of versioned rows as CSV, page by page, so that a large one never stands in memory. */
export async function* csvByPages<Row extends Versioned>(
  header: readonly string[],
  { read, cells, signal }: PagedCsv<Row>,
): AsyncGenerator<string> {
  yield toCsvRow(header);
  let last: Row | undefined;
  do {
    const rows = await read(last, pageRows);
    yield rows.map((row) => toCsvRow([...cells(row), ...versionCells(row)])).join('');
    last = rows.length < pageRows ? undefined : rows.at(-1);
  } while (last !== undefined && !signal.aborted);
}

function versionCells({ version, updatedAt, updatedBy }: Versioned): readonly string[] {
  return [String(version), new Date(updatedAt).toISOString(), updatedBy];
}
