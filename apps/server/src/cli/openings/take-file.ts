import { resolve } from 'node:path';
import type { OpeningsReport } from '@perennial/contracts/staff';
import { FileError } from '../../table-files/scan-file.ts';
import { inLanguage, ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { count } from '../command/amounts.ts';
import { CommandError, UsageError } from '../command/command.ts';

/** A row of a file that cannot be read. */
interface RefusedRow {
  readonly line: number;
  readonly reason: string;
}

interface ReadRows {
  readonly rows: readonly unknown[];
  readonly refused: readonly RefusedRow[];
}

/** As many as are told one by one. */
export const shownMax = 20;

/** What a file says that members had elsewhere: all of its rows, or none. Throws where there is no such file, or one of them cannot be read. */
export async function readWholeFile<Read extends ReadRows>(
  file: string,
  read: (path: string) => Promise<Read>,
): Promise<Read> {
  const found = await readNamed(file, read);
  if (found.refused.length > 0) throw new CommandError(`${file} cannot be taken:\n${firstOf(found.refused)}`);
  if (found.rows.length === 0) throw new CommandError(`${file} has no rows.`);
  return found;
}

async function readNamed<Read>(file: string, read: (path: string) => Promise<Read>): Promise<Read> {
  try {
    return await read(resolve(file));
  } catch (error) {
    if (error instanceof FileError) throw new CommandError(`${file}: ${error.message}`, { cause: error });
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new UsageError(`There is no file ${file}.`, { cause: error });
    throw error;
  }
}

function firstOf(refused: readonly RefusedRow[]): string {
  const lines = refused.slice(0, shownMax).map(({ line, reason }) => `  line ${line}: ${reason}`);
  const more = refused.length - lines.length;
  return [...lines, ...(more > 0 ? [`  and ${count(more)} more`] : [])].join('\n');
}

/** Brings it in; a refusal of all of it is told place by place. */
export async function taken<Report>(run: () => Promise<Report>): Promise<Report> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const details = (error.facts.errors ?? []).map(({ path, message }) => `  ${path}: ${inLanguage(message, 'en')}`);
    throw new CommandError([`Nothing was brought in: ${error.code}`, ...details].join('\n'), { cause: error });
  }
}

/** What became of the rows of a file, or would. */
export function headOf({
  isTaken,
  rows,
  rowsNew,
  rowsThere,
}: Pick<OpeningsReport, 'isTaken' | 'rows' | 'rowsNew' | 'rowsThere'>): string {
  if (!isTaken) return `Dry run of ${count(rows)} rows, ${count(rowsNew)} of them new: nothing was brought in.`;
  const there = rowsThere === 0 ? '' : `; there already: ${count(rowsThere)}`;
  return rowsNew === 0
    ? `Brought in nothing: all ${count(rows)} rows were there already.`
    : `Brought in ${count(rowsNew)} of ${count(rows)} rows${there}.`;
}
