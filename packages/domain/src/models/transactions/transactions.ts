/**
 * The one input of every customer analysis: purchase and return lines as columns.
 *
 * Columns rather than objects because a million customers pass through here: ten million rows take 200 MB as typed arrays and
 * several gigabytes as objects. Rows are sorted by customer, then day, so that every analysis is one pass with no hashing.
 */

/** Says "not known" in a dictionary-coded column (order, product, category, channel, store). */
export const NO_CODE = 0xffff_ffff;

/** Says "not known" in a day column. */
export const NO_DAY = -0x8000_0000;

/** First and last day accepted: 1900-01-01 and 2199-12-31. Anything else is a parsing mistake, not a purchase. */
export const DAY_MIN = -25_567;
export const DAY_MAX = 84_005;

/** What the codes of the columns stand for. A column without its dictionary keeps bare codes and shows them as numbers. */
export interface TransactionDictionaries {
  readonly customers: readonly string[];
  readonly orders?: readonly string[];
  readonly products?: readonly string[];
  readonly categories?: readonly string[];
  readonly channels?: readonly string[];
  readonly stores?: readonly string[];
}

/**
 * Columns of equal length, one element a line.
 *
 * - `customer`: index into `dictionaries.customers`, non-decreasing.
 * - `orderedOn`: days since 1970-01-01 in the zone of the analysis, non-decreasing within a customer.
 * - `amount`: money of the line in units of one currency (yuan, pounds; not cents). Sales are ≥ 0, returns ≤ 0.
 * - `isReturn`: 1 for a return, cancellation or negative correction, else 0. Absent: no line is a return.
 * - `quantity`: pieces, ≥ 0 for sales, ≤ 0 for returns. Absent: unknown.
 * - `returnOf`: for a return, the day on which what it returns was bought, or `NO_DAY`.
 * - `order`, `product`, `category`, `channel`, `store`: codes, or `NO_CODE`.
 */
export interface TransactionColumns {
  readonly customer: Uint32Array;
  readonly orderedOn: Int32Array;
  readonly amount: Float64Array;
  readonly isReturn?: Uint8Array | undefined;
  readonly quantity?: Float64Array | undefined;
  readonly returnOf?: Int32Array | undefined;
  readonly order?: Uint32Array | undefined;
  readonly product?: Uint32Array | undefined;
  readonly category?: Uint32Array | undefined;
  readonly channel?: Uint32Array | undefined;
  readonly store?: Uint32Array | undefined;
  readonly dictionaries: TransactionDictionaries;
}

/** Checked columns. `start[c] … start[c + 1]` are the rows of customer `c`; a customer may have none. */
export interface Transactions extends TransactionColumns {
  readonly rowCount: number;
  readonly customerCount: number;
  /** Length `customerCount + 1`. */
  readonly start: Uint32Array;
  /** Day of the earliest and of the latest row; both `NO_DAY` when there are no rows. */
  readonly firstOn: number;
  readonly lastOn: number;
}

/** Columns that are not what `TransactionColumns` promises. `column` and `row` say where; `row` is −1 for a whole column. */
export class TransactionsInvalid extends Error {
  readonly column: string;
  readonly row: number;
  constructor(column: string, row: number, reason: string) {
    super(row < 0 ? `Column ${column}: ${reason}.` : `Column ${column}, row ${row}: ${reason}.`);
    this.name = 'TransactionsInvalid';
    this.column = column;
    this.row = row;
  }
}

/**
 * Checks the columns and indexes them by customer. Takes the arrays as they are (no copy).
 * @throws TransactionsInvalid naming the column and the first offending row.
 */
export function createTransactions(columns: TransactionColumns): Transactions {
  const rowCount = columns.customer.length;
  const customerCount = columns.dictionaries.customers.length;
  checkLengths(columns, rowCount);
  checkCodes(columns);
  checkAmounts(columns);
  const start = indexCustomers(columns, customerCount);
  let firstOn = rowCount > 0 ? DAY_MAX : NO_DAY;
  let lastOn = rowCount > 0 ? DAY_MIN : NO_DAY;
  for (const day of columns.orderedOn) {
    if (day < firstOn) firstOn = day;
    if (day > lastOn) lastOn = day;
  }
  return { ...columns, rowCount, customerCount, start, firstOn, lastOn };
}

const OPTIONAL_COLUMNS = [
  'isReturn',
  'quantity',
  'returnOf',
  'order',
  'product',
  'category',
  'channel',
  'store',
] as const;

function checkLengths(columns: TransactionColumns, rowCount: number): void {
  for (const name of ['orderedOn', 'amount', ...OPTIONAL_COLUMNS] as const) {
    const column = columns[name];
    if (column !== undefined && column.length !== rowCount) {
      throw new TransactionsInvalid(name, -1, `has ${column.length} elements where customer has ${rowCount}`);
    }
  }
}

const CODED_COLUMNS = [
  ['order', 'orders'],
  ['product', 'products'],
  ['category', 'categories'],
  ['channel', 'channels'],
  ['store', 'stores'],
] as const;

function checkCodes(columns: TransactionColumns): void {
  for (const [name, dictionaryName] of CODED_COLUMNS) {
    const codes = columns[name];
    const dictionary = columns.dictionaries[dictionaryName];
    if (codes === undefined || dictionary === undefined) continue;
    const size = dictionary.length;
    const row = codes.findIndex((code) => code >= size && code !== NO_CODE);
    if (row >= 0) throw new TransactionsInvalid(name, row, `code ${codes[row]} is not in the dictionary of ${size}`);
  }
}

function checkAmounts(columns: TransactionColumns): void {
  const { amount, isReturn, quantity } = columns;
  for (let row = 0; row < amount.length; row++) {
    const value = amount[row] ?? Number.NaN;
    if (!Number.isFinite(value)) throw new TransactionsInvalid('amount', row, `${value} is not a finite number`);
    const flag = isReturn?.[row] ?? 0;
    if (flag > 1) throw new TransactionsInvalid('isReturn', row, `${flag} is neither 0 nor 1`);
    if (flag === 0 && value < 0)
      throw new TransactionsInvalid('amount', row, `a sale of ${value} is negative; mark it as a return`);
    if (flag === 1 && value > 0) throw new TransactionsInvalid('amount', row, `a return of ${value} is positive`);
    const pieces = quantity?.[row] ?? 0;
    if (!Number.isFinite(pieces)) throw new TransactionsInvalid('quantity', row, `${pieces} is not a finite number`);
    if (flag === 0 ? pieces < 0 : pieces > 0)
      throw new TransactionsInvalid('quantity', row, `${pieces} has the wrong sign`);
  }
}

function indexCustomers(columns: TransactionColumns, customerCount: number): Uint32Array {
  const { customer, orderedOn } = columns;
  const start = new Uint32Array(customerCount + 1);
  let before = 0;
  let dayBefore = DAY_MIN;
  for (let row = 0; row < customer.length; row++) {
    const who = customer[row] ?? 0;
    const day = orderedOn[row] ?? NO_DAY;
    if (who >= customerCount)
      throw new TransactionsInvalid('customer', row, `${who} is not in the dictionary of ${customerCount}`);
    if (day < DAY_MIN || day > DAY_MAX)
      throw new TransactionsInvalid('orderedOn', row, `day ${day} is outside 1900 to 2199`);
    if (who < before) throw new TransactionsInvalid('customer', row, 'rows are not sorted by customer');
    if (who > before) dayBefore = DAY_MIN;
    if (day < dayBefore) throw new TransactionsInvalid('orderedOn', row, 'days of a customer are not in order');
    start[who + 1] = row + 1;
    before = who;
    dayBefore = day;
  }
  for (let who = 1; who <= customerCount; who++) {
    if ((start[who] ?? 0) < (start[who - 1] ?? 0)) start[who] = start[who - 1] ?? 0;
  }
  return start;
}
