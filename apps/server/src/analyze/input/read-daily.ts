import type { ScratchStore } from '@perennial/clickhouse';
import { NO_DAY } from '@perennial/domain/models';
import type { Transactions } from '@perennial/domain/models';
import { decodeTransactions } from './decode-transactions.ts';
import { amountScale } from './lines/lines-table.ts';

/** Without money each day of purchase counts as one. One row a customer and day of purchase, one more for what was given back on a day of what was bought on another. */
export async function readDaily(
  store: ScratchStore,
  { customers, hasMoney }: { readonly customers: readonly string[]; readonly hasMoney: boolean },
): Promise<Transactions> {
  // `is_back` and not `is_return`: an alias would take the column's place in the condition.
  const bytes = await store.binary(`
    select who, day, is_back, amount, return_of from (
      select who, day, toUInt8(0) as is_back, ${hasMoney ? `sum(minor) / ${amountScale}` : '1.'} as amount, toInt32(${NO_DAY}) as return_of from sales where is_return = 0 group by who, day
      union all
      select who, day, toUInt8(1), -sum(minor) / ${amountScale}, return_of from given_back group by who, day, return_of
    ) order by who, day, is_back, return_of`);
  return decodeTransactions(bytes, { customers });
}
