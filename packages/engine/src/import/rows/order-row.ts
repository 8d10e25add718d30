import type { FileRow } from './file-row.ts';
import { readOrderHead, type OrderHead } from './order-head.ts';
import { instantProblem, numberProblem, roundedProblem } from './row-checks.ts';
import { rowProblem, type IdentityValue, type RowProblem, type RowReader } from './row-reader.ts';

/** A row that is a whole order, read. */
export interface OrderRow {
  /** Epoch milliseconds. */
  readonly at: number;
  /** As stated, below zero for a refund; units of the currency. */
  readonly amount: number;
  /** Never below zero. */
  readonly amountMinor: number;
  readonly isRefund: boolean;
  readonly quantity: number | undefined;
  readonly identities: readonly IdentityValue[];
  readonly head: OrderHead;
}

export type ReadOrderRow =
  | { readonly kind: 'order'; readonly order: OrderRow }
  | { readonly kind: 'problem'; readonly problem: RowProblem };

const orderIdLengthMax = 90;

export function readOrderRow(reader: RowReader, row: FileRow): ReadOrderRow {
  const problem = instantProblem(reader, row) ?? numberProblem(reader, row) ?? orderIdProblem(reader, row);
  if (problem !== null) return { kind: 'problem', problem };
  const head = readOrderHead(reader, row);
  const isUnsold = head.standing === 'cancelled' || head.standing === 'unpaid';
  // What was never paid for has no amount in some exports.
  const amount = reader.decimal(row, 'amount') ?? (isUnsold ? 0 : undefined);
  if (amount === undefined) return { kind: 'problem', problem: rowProblem('field_empty', 'the amount is empty') };
  return {
    kind: 'order',
    order: {
      at: reader.instant(row, 'occurredAt') ?? 0,
      amount,
      amountMinor: reader.minor(Math.abs(amount), reader.currency(row)),
      isRefund: amount < 0,
      quantity: reader.decimal(row, 'quantity'),
      identities: reader.identities(row),
      head,
    },
  };
}

function orderIdProblem(reader: RowReader, row: FileRow): RowProblem | null {
  const isTooLong = reader.text(row, 'orderId').length > orderIdLengthMax;
  if (isTooLong) return rowProblem('field_too_long', `orderId has more than ${orderIdLengthMax} characters`);
  return roundedProblem(reader, row);
}
