import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sqlText } from '@perennial/clickhouse';
import type { ScratchStore } from '@perennial/clickhouse';
import { NO_DAY } from '@perennial/domain/models';
import { createPurchaseBook, purchaseKey } from '@perennial/engine/import';
import { createBytes } from './source/row-binary.ts';

interface Row {
  readonly who: number;
  readonly product: string;
  readonly day: number;
  readonly pieces: number;
  readonly minor: number;
}

/**
 * Makes `given_back`: what each return gives back and the day on which that was bought, by the import's own inference: the latest purchase of the same customer and
 * product that fits by quantity (by amount where the files tell no quantity).
 */
export async function matchReturns(store: ScratchStore, folder: string): Promise<void> {
  await store.execute(
    'create table given_back (who UInt32, day Int32, return_of Int32, minor Int64, product String) engine = MergeTree order by (who, day)',
  );
  // What a column says was given back belongs to the very line that says so.
  await store.execute('insert into given_back select who, day, day, refund, product from sales where refund > 0');
  const units = 'if(units > 0, units, toFloat64(minor))';
  const columns = `who, product, day, ${units} as pieces, minor`;
  const returns = await store.rows<Row>(`select ${columns} from sales where is_return = 1 order by day, file, line`);
  if (returns.length === 0) return;
  const purchases = await store.rows<Row>(
    `select ${columns} from sales where is_return = 0 and (who, product) in (select who, product from sales where is_return = 1) order by day, file, line`,
  );
  const book = createPurchaseBook(new Set(returns.map((row) => purchaseKey(lineOf(row)))));
  for (const row of purchases) book.addPurchase(lineOf(row));
  const bytes = createBytes();
  for (const row of returns) {
    for (const part of book.matchReturn(lineOf(row))) {
      bytes.uint32(row.who);
      bytes.int32(row.day);
      bytes.int32(part.isFound ? Number(part.orderId) : NO_DAY);
      bytes.int64(part.amountMinor);
      bytes.text(row.product);
    }
  }
  const path = join(folder, 'given-back.bin');
  writeFileSync(path, bytes.finish());
  await store.execute(
    `insert into given_back select * from file(${sqlText(path)}, 'RowBinary', 'who UInt32, day Int32, return_of Int32, minor Int64, product String')`,
  );
}

/** Here the day stands for the order, because a day is all that is asked of a purchase. */
function lineOf(row: Row) {
  return {
    orderId: String(row.day),
    identities: [{ type: 'customer', value: String(row.who) }],
    at: row.day,
    productId: row.product,
    quantity: row.pieces,
    amountMinor: row.minor,
  };
}
