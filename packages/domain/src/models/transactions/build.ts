import { createTransactions, NO_CODE, NO_DAY } from './transactions.ts';
import type { Transactions } from './transactions.ts';

/** One line as an object, for small inputs: examples, tests, a member's own page. */
export interface TransactionLine {
  readonly customer: string;
  /** Days since 1970-01-01. */
  readonly orderedOn: number;
  /** Units of currency; negative for returns. */
  readonly amount: number;
  readonly quantity?: number;
  /** Defaults to `amount < 0`. */
  readonly isReturn?: boolean;
  readonly returnOf?: number;
  readonly order?: string;
  readonly product?: string;
  readonly category?: string;
  readonly channel?: string;
  readonly store?: string;
}

/**
 * Columns from objects in any order. Customers are numbered by their key in code-unit order, and lines of the same customer and day keep
 * their given order, so that the same set of lines gives the same columns up to lines within a day. Not for millions of rows.
 * @throws TransactionsInvalid when a line breaks the rules of `TransactionColumns`.
 */
export function transactionsFromLines(lines: readonly TransactionLine[]): Transactions {
  const customers = dictionaryOf(lines.map((line) => line.customer));
  const rows = lines.map((line) => ({ line, who: customers.code(line.customer) }));
  rows.sort((a, b) => a.who - b.who || a.line.orderedOn - b.line.orderedOn);
  const sorted = rows.map((row) => row.line);
  const orders = optionalDictionary(sorted.map((line) => line.order));
  const products = optionalDictionary(sorted.map((line) => line.product));
  const categories = optionalDictionary(sorted.map((line) => line.category));
  const channels = optionalDictionary(sorted.map((line) => line.channel));
  const stores = optionalDictionary(sorted.map((line) => line.store));
  const hasQuantity = sorted.some((line) => line.quantity !== undefined);
  return createTransactions({
    customer: Uint32Array.from(rows, (row) => row.who),
    orderedOn: Int32Array.from(sorted, (line) => line.orderedOn),
    amount: Float64Array.from(sorted, (line) => line.amount),
    isReturn: Uint8Array.from(sorted, (line) => ((line.isReturn ?? line.amount < 0) ? 1 : 0)),
    quantity: hasQuantity ? Float64Array.from(sorted, (line) => line.quantity ?? 0) : undefined,
    returnOf: Int32Array.from(sorted, (line) => line.returnOf ?? NO_DAY),
    order: orders?.codes,
    product: products?.codes,
    category: categories?.codes,
    channel: channels?.codes,
    store: stores?.codes,
    dictionaries: {
      customers: customers.keys,
      ...(orders && { orders: orders.keys }),
      ...(products && { products: products.keys }),
      ...(categories && { categories: categories.keys }),
      ...(channels && { channels: channels.keys }),
      ...(stores && { stores: stores.keys }),
    },
  });
}

function dictionaryOf(values: readonly string[]): {
  keys: readonly string[];
  code: (value: string) => number;
} {
  const keys = [...new Set(values)].sort();
  const codes = new Map(keys.map((key, code) => [key, code]));
  return { keys, code: (value) => codes.get(value) ?? NO_CODE };
}

function optionalDictionary(
  values: readonly (string | undefined)[],
): { keys: readonly string[]; codes: Uint32Array } | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  const { keys, code } = dictionaryOf(known);
  return {
    keys,
    codes: Uint32Array.from(values, (value) => (value === undefined ? NO_CODE : code(value))),
  };
}
