import { instantProblem, numberProblem, roundedProblem } from '../rows/row-checks.ts';
import { rowProblem, type FileRow, type IdentityValue, type RowProblem, type RowReader } from '../rows/row-reader.ts';

/** One line of an invoice, read. `quantity` and `amountMinor` are never below zero; `isReturn` says which way they count. */
export interface OrderLine {
  readonly line: number;
  readonly orderId: string;
  readonly identities: readonly IdentityValue[];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly productId: string;
  readonly productName: string;
  readonly category: string;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly storeId: string;
  readonly channel: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly isReturn: boolean;
}

export type ReadLine =
  | { readonly kind: 'line'; readonly line: OrderLine }
  | { readonly kind: 'problem'; readonly problem: RowProblem };

/** Invoice numbers of cancellations in the shop systems that mark them by a letter: `C536379`. */
const cancellationNumber = /^C\d/;
/** Two of them and a prefix must fit a message id. */
const idLengthMax = 90;

/**
 * Reads a row as a line of an order. A quantity below zero, or a `C` invoice, is a return. What moves stock or accounts and is
 * neither sold nor given back (no amount and a quantity below zero, an amount below zero) is no sale, and says so.
 */
export function readOrderLine(reader: RowReader, row: FileRow): ReadLine {
  const problem = findProblem(reader, row);
  if (problem !== null) return { kind: 'problem', problem };
  const orderId = reader.text(row, 'orderId');
  const quantity = reader.decimal(row, 'quantity') ?? 1;
  const amount = lineAmount(reader, row, quantity);
  const isReturn = quantity < 0 || cancellationNumber.test(orderId);
  const noSale = noSaleReason(amount, quantity, isReturn);
  if (noSale !== null) return { kind: 'problem', problem: noSale };
  return {
    kind: 'line',
    line: {
      line: row.line,
      orderId,
      identities: reader.identities(row),
      at: reader.instant(row, 'occurredAt') ?? 0,
      productId: reader.text(row, 'productId'),
      productName: reader.text(row, 'productName'),
      category: reader.text(row, 'category'),
      quantity: Math.abs(quantity),
      amountMinor: reader.minor(Math.abs(amount)),
      currency: reader.text(row, 'currency'),
      storeId: reader.text(row, 'storeId'),
      channel: reader.text(row, 'channel'),
      attributes: reader.attributes(row),
      isReturn,
    },
  };
}

function noSaleReason(amount: number, quantity: number, isReturn: boolean): RowProblem | null {
  if (isReturn)
    return amount === 0
      ? rowProblem('no_sale', 'a quantity below zero without an amount: a correction of stock, no return')
      : null;
  if (amount < 0)
    return rowProblem('no_sale', 'an amount below zero for a quantity above zero: a correction of accounts, no sale');
  return quantity === 0 ? rowProblem('no_sale', 'a quantity of zero') : null;
}

/** The amount of the line where it is stated, else price times quantity; in units of the currency. */
function lineAmount(reader: RowReader, row: FileRow, quantity: number): number {
  const amount = reader.decimal(row, 'amount');
  if (amount !== undefined) return amount;
  const price = reader.decimal(row, 'unitPrice') ?? 0;
  return (Math.round(price * 1e6) * quantity) / 1e6;
}

function findProblem(reader: RowReader, row: FileRow): RowProblem | null {
  for (const field of ['orderId', 'productId'] as const) {
    const value = reader.text(row, field);
    if (value === '') return rowProblem('field_empty', `${field} is empty`);
    if (value.length > idLengthMax)
      return rowProblem('field_too_long', `${field} has more than ${idLengthMax} characters`);
  }
  return roundedProblem(reader, row) ?? instantProblem(reader, row) ?? numberProblem(reader, row);
}
