import type { ImportMapping } from '@perennial/contracts/staff';
import { namesThing } from '@perennial/engine';
import { identityFields } from '@perennial/engine/import';
import { maskText, maskWords } from '../personal-data/mask-text.ts';
import { maskIdentity } from '../personal-data/masking.ts';

interface Previewed {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly mapping: Pick<ImportMapping, 'columns'>;
}

/** The first rows of a file for who may not see what is personal: of each cell what its column says that it is. */
export function maskRows({ columns, rows, mapping }: Previewed): string[][] {
  const fields = new Map(Object.entries(mapping.columns).map(([field, column]) => [column, field]));
  const masks = columns.map((column) => maskOf(column, fields.get(column)));
  return rows.map((row) => row.map((cell, at) => (cell === '' ? '' : (masks[at] ?? maskWords)(cell))));
}

/** A customer's number is one that she is known by, whatever its column is called. */
function maskOf(column: string, field: string | undefined): (cell: string) => string {
  if (identityFields.some((one) => one === field)) return (cell) => maskIdentity('number', cell);
  return namesThing(field ?? column) ? (cell) => cell : maskWords;
}

/** Line and code of a reject, which are ours. */
const ownPart = /^\d+,\w+,/;

/** The file of the rejects without what looks personal. A reason may have several lines, of which the first alone has a number. */
export async function* maskRejects(parts: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const part of parts) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) yield lines.map((line) => `${maskLine(line)}\n`).join('');
  }
  if (rest !== '') yield maskLine(rest);
}

function maskLine(line: string): string {
  const [own = ''] = ownPart.exec(line) ?? [];
  return own + maskText(line.slice(own.length));
}
