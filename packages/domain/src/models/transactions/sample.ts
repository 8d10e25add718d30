import { createTransactions } from './transactions.ts';
import type { Transactions } from './transactions.ts';

/** The lines of some customers only, without what they were of; customers keep their numbers, the others have none. */
export function transactionsOfCustomers(transactions: Transactions, isKept: (who: number) => boolean): Transactions {
  const keep = Uint8Array.from({ length: transactions.customerCount }, (_, who) => (isKept(who) ? 1 : 0));
  if (keep.every((one) => one === 1)) return transactions;
  const isKeptRow = (_: number, row: number): boolean => keep[transactions.customer[row] ?? 0] === 1;
  return createTransactions({
    customer: transactions.customer.filter(isKeptRow),
    orderedOn: transactions.orderedOn.filter(isKeptRow),
    amount: transactions.amount.filter(isKeptRow),
    isReturn: transactions.isReturn?.filter(isKeptRow),
    returnOf: transactions.returnOf?.filter(isKeptRow),
    dictionaries: { customers: transactions.dictionaries.customers },
  });
}
