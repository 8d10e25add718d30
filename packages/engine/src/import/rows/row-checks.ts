import { isRoundedId, isUsableNumber } from '@perennial/domain/reading';
import { identityFields } from '../mapping/import-fields.ts';
import type { FileRow } from './file-row.ts';
import { rowProblem, type RowProblem, type RowReader } from './row-reader.ts';

const idFields = ['orderId', 'productId', ...identityFields] as const;

/** All orders, products or customers whose numbers begin alike would become one, so such a row is not taken. */
export function roundedProblem(reader: RowReader, row: FileRow): RowProblem | null {
  const field = idFields.find((one) => isRoundedId(reader.text(row, one)));
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

/** Fields that hold numbers; of money, all but the first. */
export const numberFields = [
  'quantity',
  'unitPrice',
  'amount',
  'orderTotal',
  'refund',
  'discount',
  'shipping',
  'lineDiscount',
  'lineShipping',
  'price',
  'cost',
] as const;

export function numberProblem(reader: RowReader, row: FileRow): RowProblem | null {
  for (const field of numberFields) {
    const value = reader.decimal(row, field);
    if (value !== undefined && !isUsableNumber(value)) return rowProblem('number_invalid', `${field} is no number`);
  }
  return null;
}
