import type { ScratchStore } from '@perennial/clickhouse';
import { NO_CODE, NO_DAY } from '@perennial/domain/models';
import type { Transactions } from '@perennial/domain/models';
import { decodeTransactions } from './decode-transactions.ts';
import { amountScale } from './lines/lines-table.ts';
import type { FieldMap } from './columns/fields.ts';

/** Beyond so many lines the order of purchases is looked at for a fixed sample of customers: shares of tens of thousands of them are sharp enough. */
const linesMax = 2_000_000;
/** So many items are followed by name; all others of a day are one row without a name. Rare items tell nothing of what is bought next. */
const itemsMax = 200;

export interface Items {
  readonly column: 'product' | 'category';
  readonly transactions: Transactions;
  /** One in so many customers is in `transactions`. */
  readonly oneIn: number;
  /** Of everybody: sales and returns of the items that came back most. */
  readonly returned: readonly { readonly name: string; readonly sales: number; readonly returned: number }[];
}

/** Sales by customer, day and item, for what is bought first and next; `null` where no file tells products or categories. */
export async function readItems(
  store: ScratchStore,
  { people, files }: { readonly people: readonly string[]; readonly files: readonly { readonly map: FieldMap }[] },
): Promise<Items | null> {
  const column = files.some(({ map }) => map.product !== undefined)
    ? 'product'
    : files.some(({ map }) => map.category !== undefined)
      ? 'category'
      : null;
  if (column === null) return null;
  await store.execute(`create table items engine = Memory as
    select item, toUInt32(rowNumberInAllBlocks()) as code from (
      select toString(${column}) as item from sales where is_return = 0 and ${column} != '' group by item order by uniqExact(who) desc, item limit ${itemsMax}) order by code`);
  const names = await itemNames(store, column);
  if (names.length === 0) return null;
  const returned = column === 'product' ? 'product' : `''`;
  const [size] = await store.rows<{ lines: number }>('select count() as lines from sales');
  const oneIn = Math.max(1, Math.ceil((size?.lines ?? 0) / linesMax));
  const isTaken = `intHash32(who) % ${oneIn} = 0`;
  const bytes = await store.binary(`
    select who, day, is_back, sum(minor) / ${amountScale} as amount, return_of, code from (
      select who, day, is_back, minor, return_of, if(known.is_known = 1, known.code, toUInt32(${NO_CODE})) as code from (
        select who, day, toUInt8(0) as is_back, minor, toInt32(${NO_DAY}) as return_of, toString(${column}) as item from sales where is_return = 0 and ${isTaken}
        union all
        select who, day, toUInt8(1), -minor, return_of, ${returned} from given_back where ${isTaken}) as one
      left any join (select item, code, 1 as is_known from items) as known on one.item = known.item)
    group by who, day, is_back, return_of, code order by who, day, is_back, return_of, code`);
  return {
    column,
    oneIn,
    transactions: decodeTransactions(bytes, { customers: people, products: names }),
    returned: await returnedItems(store, column),
  };
}

async function returnedItems(store: ScratchStore, column: string): Promise<Items['returned']> {
  return store.rows(`select toString(${column}) as item, if(max(product_name) = '', item, max(product_name)) as name,
    sumIf(minor, is_return = 0) / ${amountScale} as sales, (sumIf(minor, is_return = 1) + sum(refund)) / ${amountScale} as returned
    from sales where ${column} in (select ${column} from sales where (is_return = 1 or refund > 0) and ${column} != '' group by ${column} order by sumIf(minor, is_return = 1) + sum(refund) desc, ${column} limit 50)
    group by item order by returned desc, item`);
}

async function itemNames(store: ScratchStore, column: string): Promise<readonly string[]> {
  const rows = await store.rows<{ name: string }>(`
    select if(best.title = '', items.item, best.title) as name from items left any join (
      select item, argMax(title, (lines, title)) as title from (
        select toString(${column}) as item, product_name as title, count() as lines from sales where product_name != '' and ${column} in (select item from items) group by item, title)
      group by item) as best on items.item = best.item order by items.code`);
  return rows.map(({ name }) => name);
}
