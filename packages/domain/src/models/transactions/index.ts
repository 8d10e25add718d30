export { transactionsFromLines } from './build.ts';
export type { TransactionLine } from './build.ts';
export { occasionsOf, occasionsOfCustomers } from './occasions.ts';
export type { DaySpan, Occasions } from './occasions.ts';
export { createTransactions, DAY_MAX, DAY_MIN, NO_CODE, NO_DAY, TransactionsInvalid } from './transactions.ts';
export type { TransactionColumns, TransactionDictionaries, Transactions } from './transactions.ts';
