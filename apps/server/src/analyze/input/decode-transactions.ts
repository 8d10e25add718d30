import { createTransactions } from '@perennial/domain/models';
import type { Transactions } from '@perennial/domain/models';

/** Customer, day, whether it is a return, amount, day of what is returned; behind them the product's code where there is one. */
const rowBytes = 4 + 4 + 1 + 8 + 4;
const codeBytes = 4;

/** Rows that the engine gave as `RowBinary`: UInt32, Int32, UInt8, Float64, Int32 and, where products are named, a UInt32 into `products`. */
export function decodeTransactions(
  bytes: Uint8Array,
  { customers, products }: { readonly customers: readonly string[]; readonly products?: readonly string[] },
): Transactions {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = products === undefined ? rowBytes : rowBytes + codeBytes;
  const count = bytes.byteLength / width;
  const customer = new Uint32Array(count);
  const orderedOn = new Int32Array(count);
  const isReturn = new Uint8Array(count);
  const amount = new Float64Array(count);
  const returnOf = new Int32Array(count);
  const product = new Uint32Array(products === undefined ? 0 : count);
  for (let row = 0, at = 0; row < count; row++, at += width) {
    customer[row] = view.getUint32(at, true);
    orderedOn[row] = view.getInt32(at + 4, true);
    isReturn[row] = view.getUint8(at + 8);
    amount[row] = view.getFloat64(at + 9, true);
    returnOf[row] = view.getInt32(at + 17, true);
    if (products !== undefined) product[row] = view.getUint32(at + rowBytes, true);
  }
  const columns = { customer, orderedOn, isReturn, amount, returnOf };
  return products === undefined
    ? createTransactions({ ...columns, dictionaries: { customers } })
    : createTransactions({ ...columns, product, dictionaries: { customers, products } });
}
