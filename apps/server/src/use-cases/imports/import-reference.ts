import { readReferenceRow } from '@perennial/engine/import';
import type { ReadReference, ReferenceKind, ReferenceRow, RowReader } from '@perennial/engine/import';
import type { Run } from './import-run.ts';

export interface ReferenceImport {
  readonly run: Run;
  readonly reader: RowReader;
  readonly kind: ReferenceKind;
}

/** Rows of products, stores, staff or rates, each a new version where it differs from the current one. */
export async function importReference({ run, reader, kind }: ReferenceImport): Promise<void> {
  const { options } = run;
  for await (const batch of run.rows('facts')) {
    const rows: ReferenceRow[] = [];
    for (const row of batch.rows) {
      const read = ownCurrencyRefused(readReferenceRow(reader, kind, row), options.currency);
      if (read.kind === 'row') rows.push(read.row);
      else options.rejects.add([{ line: row.line, ...read.problem }]);
    }
    const rejected = batch.rows.length - rows.length;
    const { written } = await options.reference.write(rows);
    // Of rows with the same id the last one counts: the others bring nothing new either.
    run.noteCounts({ accepted: written, duplicates: rows.length - written, rejected });
  }
}

/** Rates say what other currencies are worth in the program's. */
function ownCurrencyRefused(read: ReadReference, programCurrency: string): ReadReference {
  if (read.kind !== 'row' || read.row.kind !== 'rates' || read.row.currency !== programCurrency) return read;
  const reason = `the program counts in ${programCurrency} already`;
  return { kind: 'problem', problem: { code: 'rate.program_currency', reason } };
}
