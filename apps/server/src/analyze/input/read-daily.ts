import type { ScratchStore } from '@perennial/clickhouse';
import { createTransactions, NO_DAY } from '@perennial/domain/models';
import type { Transactions } from '@perennial/domain/models';
import { amountScale } from './lines-table.ts';

/** Width of a row: customer, day, whether it is a return, amount, day of what is returned. */
const rowBytes = 4 + 4 + 1 + 8 + 4;

/** One row a customer and day of purchase, one more for what was given back on a day of what was bought on another. */
export async function readDaily(store: ScratchStore, customers: readonly string[]): Promise<Transactions> {
  // `is_back` and not `is_return`: an alias would take the column's place in the condition.
  const bytes = await store.binary(`
    select who, day, is_back, amount, return_of from (
      select who, day, toUInt8(0) as is_back, sum(minor) / ${amountScale} as amount, toInt32(${NO_DAY}) as return_of from sales where is_return = 0 group by who, day
      union all
      select who, day, toUInt8(1), -sum(minor) / ${amountScale}, return_of from given_back group by who, day, return_of
    ) order by who, day, is_back, return_of`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.byteLength / rowBytes;
  const customer = new Uint32Array(count);
  const orderedOn = new Int32Array(count);
  const isReturn = new Uint8Array(count);
  const amount = new Float64Array(count);
  const returnOf = new Int32Array(count);
  for (let row = 0, at = 0; row < count; row++, at += rowBytes) {
    customer[row] = view.getUint32(at, true);
    orderedOn[row] = view.getInt32(at + 4, true);
    isReturn[row] = view.getUint8(at + 8);
    amount[row] = view.getFloat64(at + 9, true);
    returnOf[row] = view.getInt32(at + 17, true);
  }
  return createTransactions({ customer, orderedOn, isReturn, amount, returnOf, dictionaries: { customers } });
}
