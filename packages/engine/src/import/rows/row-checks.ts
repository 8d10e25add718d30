import { identityFields } from '../mapping/import-fields.ts';
import { rowProblem, type FileRow, type RowProblem, type RowReader } from './row-reader.ts';

/** `1.38E+10` as spreadsheets show long numbers and then save them; codes such as `1E5` have no plus. */
const roundedNumber = /^\d(\.\d+)?E\+\d+$/i;
const idFields = ['orderId', 'productId', ...identityFields] as const;

/** All orders, products or customers whose numbers begin alike would become one, so such a row is not taken. */
export function roundedProblem(reader: RowReader, row: FileRow): RowProblem | null {
  const field = idFields.find((one) => roundedNumber.test(reader.text(row, one)));
  if (field === undefined) return null;
  const reason = `${field} was rounded by a spreadsheet: format its column as text, and export the file anew`;
  return rowProblem('id_rounded', reason);
}

/** Earlier instants are seconds mistaken for milliseconds, or empty dates. */
const earliestAt = Date.UTC(1990, 0, 1);

export function instantProblem(reader: RowReader, row: FileRow): RowProblem | null {
  const at = reader.instant(row, 'occurredAt');
  if (at === undefined) return rowProblem('field_empty', 'the instant is empty');
  // A column that was mapped by mistake may hold anything about anybody: reasons quote no values.
  if (Number.isNaN(at)) return rowProblem('instant_invalid', 'the value is no instant in the format of the mapping');
  return at < earliestAt ? rowProblem('instant_invalid', 'before 1990-01-01') : null;
}

export function numberProblem(reader: RowReader, row: FileRow): RowProblem | null {
  for (const field of ['quantity', 'unitPrice', 'amount'] as const) {
    const value = reader.decimal(row, field);
    if (value !== undefined && !(Math.abs(value) < 1e12)) return rowProblem('number_invalid', `${field} is no number`);
  }
  return null;
}
