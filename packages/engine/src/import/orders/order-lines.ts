import type { FileRow } from '../rows/file-row.ts';
import { readOrderHead, type OrderHead } from '../rows/order-head.ts';
import { instantProblem, numberProblem, roundedProblem } from '../rows/row-checks.ts';
import { rowProblem, type IdentityValue, type RowProblem, type RowReader } from '../rows/row-reader.ts';

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
  /** False where neither an amount nor a price is stated: the order's total says what it brought. */
  readonly isPriced: boolean;
  /** What the line says of its whole order. */
  readonly head: OrderHead;
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
  const head = readOrderHead(reader, row);
  const orderId = reader.text(row, 'orderId');
  const quantity = reader.decimal(row, 'quantity') ?? 1;
  const amount = lineAmount(reader, row, quantity);
  const isReturn = quantity < 0 || cancellationNumber.test(orderId);
  const currency = reader.currency(row);
  const isPriced = reader.text(row, 'amount') !== '' || reader.text(row, 'unitPrice') !== '';
  // What was never paid for has no amounts in some exports.
  const isUnsold = head.standing === 'cancelled' || head.standing === 'unpaid';
  const noSale = isUnsold ? null : noSaleReason(amount, quantity, isReturn);
  if (noSale !== null) return { kind: 'problem', problem: noSale };
  return {
    kind: 'line',
    line: {
      line: row.line,
      orderId,
      identities: reader.identities(row),
      at: reader.instant(row, 'occurredAt') ?? 0,
      productId: productOf(reader, row),
      productName: reader.text(row, 'productName'),
      category: reader.text(row, 'category'),
      quantity: Math.abs(quantity),
      amountMinor: reader.minor(Math.abs(amount), currency),
      isPriced,
      head,
      currency,
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

/** Some shops number only some of their products: what has no number is known by its name. */
function productOf(reader: RowReader, row: FileRow): string {
  return reader.text(row, 'productId') || reader.text(row, 'productName').slice(0, idLengthMax);
}

/** The amount of the line where it is stated, else price times quantity; less its own discount; in units of the currency. */
function lineAmount(reader: RowReader, row: FileRow, quantity: number): number {
  const stated = reader.decimal(row, 'amount');
  const price = reader.decimal(row, 'unitPrice') ?? 0;
  const amount = stated ?? (Math.round(price * 1e6) * quantity) / 1e6;
  const discount = Math.abs(reader.decimal(row, 'lineDiscount') ?? 0);
  const shipping = Math.abs(reader.decimal(row, 'lineShipping') ?? 0);
  return amount > 0 ? Math.max(0, amount - discount) + shipping : amount;
}

function findProblem(reader: RowReader, row: FileRow): RowProblem | null {
  const ids = [
    ['orderId', reader.text(row, 'orderId')],
    ['productId', productOf(reader, row)],
  ] as const;
  for (const [field, value] of ids) {
    if (value === '') return rowProblem('field_empty', `${field} is empty`);
    if (value.length > idLengthMax)
      return rowProblem('field_too_long', `${field} has more than ${idLengthMax} characters`);
  }
  return (
    roundedProblem(reader, row) ??
    instantProblem(reader, row) ??
    numberProblem(reader, row) ??
    totalProblem(reader, row)
  );
}

function totalProblem(reader: RowReader, row: FileRow): RowProblem | null {
  const isBelowZero = (reader.decimal(row, 'orderTotal') ?? 0) < 0;
  return isBelowZero ? rowProblem('no_sale', 'an order total below zero: a correction of accounts, no sale') : null;
}
