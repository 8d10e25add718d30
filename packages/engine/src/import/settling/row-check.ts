import type { ImportKind } from '../mapping/import-mapping.ts';
import type { FileRow } from '../rows/file-row.ts';
import { readOrderRow } from '../rows/order-row.ts';
import type { ReadOrderRow } from '../rows/order-row.ts';
import { createProblemCount, type ProblemCount } from '../rows/problem-count.ts';
import { memberProblem } from '../rows/build-rows.ts';
import type { RowProblem, RowReader } from '../rows/row-reader.ts';

/** Looks at the rows of a file before any of them is taken. */
export interface RowCheck {
  add(row: FileRow): void;
  readonly problems: ProblemCount;
}

/** For the kinds whose rows stand alone; lines of orders are looked at by their survey. Undefined for what is checked where it is taken. */
export function createRowCheck(kind: ImportKind, reader: RowReader): RowCheck | undefined {
  const problemOf = problemsOf[kind];
  if (problemOf === undefined) return undefined;
  const problems = createProblemCount();
  const fill = reader.createFiller();
  return { problems, add: (row) => problems.add(row.line, problemOf(reader, fill(row))) };
}

const problemsOf: Partial<Record<ImportKind, (reader: RowReader, row: FileRow) => RowProblem | null>> = {
  orders: (reader, row) => problemIn(readOrderRow(reader, row)),
  members: memberProblem,
};

function problemIn(read: ReadOrderRow): RowProblem | null {
  return read.kind === 'problem' ? read.problem : null;
}
