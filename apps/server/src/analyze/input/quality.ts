import type { ScratchStore } from '@perennial/clickhouse';
import { amountScale } from './lines/lines-table.ts';
import type { LoadedFile } from './raw/load-lines.ts';

export interface ProblemExample {
  readonly file: string;
  readonly line: number;
  /** The value that is wrong, where one is. */
  readonly detail: string;
}

/** Lines left out for one reason. */
export interface Problem {
  readonly code: string;
  /** In English; other languages have the code. */
  readonly text: string;
  readonly count: number;
  /** Sales of the lines, in units of currency; 0 where they cannot be read. */
  readonly amount: number;
  /** The first ones, by file and line. */
  readonly examples: readonly ProblemExample[];
}

export interface LineTotals {
  readonly lines: number;
  readonly amount: number;
}

/** What the files hold and what was left out: every line is in exactly one of these, duplicates beside. */
export interface Quality {
  readonly lines: number;
  readonly sales: LineTotals;
  readonly returns: LineTotals;
  /** Sales of which a column or status says that they were given back, wholly or in part; they are among the sales. */
  readonly refunds: LineTotals;
  /** Sales less returns and refunds of known customers; the same of all. */
  readonly net: { readonly known: number; readonly all: number };
  /** Sales to nobody known; counted in no model. */
  readonly anonymous: LineTotals & {
    readonly returns: LineTotals;
    readonly refunds: LineTotals;
    readonly orders: number | null;
  };
  readonly problems: readonly Problem[];
  /** Lines equal to an earlier one in every column; they count like any other unless dropped. */
  readonly duplicates: LineTotals;
  /** Orders of known customers; null where no column numbers them. */
  readonly orders: number | null;
  /** Orders that were cancelled, by their number or their status; orders that nobody has paid for. */
  readonly cancellations: number | null;
  readonly unpaidOrders: number | null;
  /** Lines that cannot be read, of all lines, 0 to 1: what is left out for another reason is understood. */
  readonly unreadableShare: number;
  readonly products: number;
  readonly breakdowns: readonly Breakdown[];
}

/** Sales by store, channel or category: the largest twenty. */
export interface Breakdown {
  readonly by: 'category' | 'store' | 'channel';
  readonly rows: readonly { readonly name: string; readonly people: number; readonly sales: number }[];
}

export const problemTexts: Readonly<Record<string, string>> = {
  'column-count': 'another number of values than the file has columns',
  unpaid: 'the status says that the order is not paid: no sale',
  cancelled: 'the order was cancelled, failed or closed: no sale',
  'date-empty': 'the date is empty',
  'date-invalid': 'the date is none, or not in the format of the file',
  'date-early': 'the date is before 1990',
  'number-invalid': 'a number cannot be read',
  'amount-empty': 'the amount is empty',
  'stock-correction': 'a quantity below zero without an amount: a correction of stock, no return',
  'account-correction': 'a price below zero: a correction of accounts, no sale',
  'nothing-sold': 'quantity and amount are zero',
  future: 'the date lies in the future',
  'after-as-of': 'after the day of the analysis (--as-of)',
  'other-currency': 'in another currency than the one analysed',
  duplicate: 'the same as an earlier line (--drop-duplicates)',
};

/** Reasons that say that a line is not what the file was taken for. */
const unreadable = new Set([
  'column-count',
  'date-empty',
  'date-invalid',
  'date-early',
  'number-invalid',
  'amount-empty',
  'future',
  'line-unreadable',
]);

const examplesMax = 200;

export interface QualityOptions {
  readonly names: readonly string[];
  readonly loaded: readonly LoadedFile[];
  readonly hasOrders: boolean;
}

export async function readQuality(store: ScratchStore, given: QualityOptions): Promise<Quality> {
  const sums = await sumsOf(store);
  const at = (key: string): number => Number(sums[key] ?? 0);
  const totals = (key: string): LineTotals => ({ lines: at(key), amount: at(`${key}Amount`) });
  const uncut = given.loaded.reduce((sum, one) => sum + one.uncutCount, 0);
  const lines = at('lines') + uncut;
  const ofOrders = (key: string): number | null => (given.hasOrders ? at(key) : null);
  const problems = [...(await problemsOf(store, given.names)), ...uncutProblems(given.loaded)].sort(
    (a, b) => b.count - a.count || (a.code < b.code ? -1 : 1),
  );
  const left = problems.reduce((sum, { code, count }) => sum + (unreadable.has(code) ? count : 0), 0);
  const known = cents(at('soldAmount') - at('returnedAmount') - at('refundedAmount'));
  return {
    lines,
    sales: totals('sold'),
    returns: totals('returned'),
    refunds: totals('refunded'),
    net: { known, all: cents(known + at('nobodyAmount') - at('nobodyBackAmount') - at('nobodyRefundedAmount')) },
    anonymous: {
      ...totals('nobody'),
      orders: ofOrders('nobodyOrders'),
      returns: totals('nobodyBack'),
      refunds: totals('nobodyRefunded'),
    },
    problems,
    unreadableShare: lines === 0 ? 0 : left / lines,
    duplicates: await duplicatesOf(store),
    orders: ofOrders('orders'),
    cancellations: ofOrders('cancellations'),
    unpaidOrders: ofOrders('unpaidOrders'),
    products: at('products'),
    breakdowns: await Promise.all(
      (['category', 'store', 'channel'] as const).map(async (by) => ({ by, rows: await breakdown(store, by) })),
    ),
  };
}

/** Differences of sums of cents, without the dust that doubles leave. */
function cents(value: number): number {
  return Math.round(value * amountScale) / amountScale;
}

async function sumsOf(store: ScratchStore): Promise<Readonly<Record<string, number>>> {
  const of = (name: string, condition: string, amount = 'minor'): string =>
    `countIf(${condition}) as ${name}, sumIf(${amount}, ${condition}) / ${amountScale} as ${name}Amount`;
  const numbers = (name: string, condition: string): string =>
    `uniqExactIf(cityHash64(order_id), ${condition} and order_id != '') as ${name}`;
  const [known, nobody] = [`problem = '' and customer != ''`, `problem = '' and customer = ''`];
  const [sums] = await store.rows<Record<string, number>>(`select count() as lines,
    ${of('sold', `${known} and is_return = 0`)}, ${of('returned', `${known} and is_return = 1`)}, ${of('refunded', `${known} and refund > 0`, 'refund')},
    ${of('nobody', `${nobody} and is_return = 0`)}, ${of('nobodyBack', `${nobody} and is_return = 1`)}, ${of('nobodyRefunded', `${nobody} and refund > 0`, 'refund')},
    ${numbers('orders', `${known} and is_return = 0`)}, ${numbers('nobodyOrders', `${nobody} and is_return = 0`)},
    ${numbers('cancellations', `((problem = '' and is_return = 1) or problem = 'cancelled')`)}, ${numbers('unpaidOrders', `problem = 'unpaid'`)},
    uniqExactIf(cityHash64(product), problem = '' and product != '') as products
    from lines`);
  return sums ?? {};
}

async function problemsOf(store: ScratchStore, names: readonly string[]): Promise<readonly Problem[]> {
  const found = await store.rows<{ code: string; lines: number; amount: number }>(
    `select toString(problem) as code, count() as lines, sum(minor) / ${amountScale} as amount from lines where problem != '' group by problem`,
  );
  if (found.length === 0) return [];
  // Line breaks within quotes of earlier rows push the place of a row down.
  const examples = await store.rows<{ code: string; file: number; line: number; detail: string }>(
    `select toString(problem) as code, file, line + coalesce(pushed.by, 0) as line, detail from (
       select problem, file, line, detail from lines where problem != '' order by file, line limit ${examplesMax} by problem) as one
     left any join (select a.file as file, a.line as at, sum(b.extra) as by
       from (select file, line from lines where problem != '' order by file, line limit ${examplesMax} by problem) as a
       inner join (select file, line, extra from lines where extra > 0) as b on a.file = b.file where b.line < a.line group by file, at) as pushed
     on one.file = pushed.file and one.line = pushed.at order by file, line`,
  );
  return found.map(({ code, lines, amount }) => ({
    code,
    count: lines,
    amount,
    text: problemTexts[code] ?? code,
    examples: examples
      .filter((one) => one.code === code)
      .map(({ file, line, detail }) => ({ line, detail, file: names[file] ?? '' })),
  }));
}

/** What the line-by-line reader could not cut, by its own codes. */
function uncutProblems(loaded: readonly LoadedFile[]): readonly Problem[] {
  const all = loaded.flatMap(({ uncut }) => uncut);
  const total = loaded.reduce((sum, { uncutCount }) => sum + uncutCount, 0);
  if (total === 0) return [];
  const examples = all.slice(0, examplesMax).map(({ file, line, reason }) => ({ file, line, detail: reason }));
  return [{ code: 'line-unreadable', text: 'the line cannot be cut into columns', count: total, amount: 0, examples }];
}

async function duplicatesOf(store: ScratchStore): Promise<LineTotals> {
  const [row] = await store.rows<{ lines: number; amount: number }>(`
    select sum(more) as lines, sum(more * each) / ${amountScale} as amount from (
      select count() - 1 as more, any(minor) as each from lines where problem = '' group by fingerprint having more > 0)`);
  return { lines: row?.lines ?? 0, amount: row?.amount ?? 0 };
}

async function breakdown(store: ScratchStore, by: string): Promise<Breakdown['rows']> {
  return store.rows(`select toString(${by}) as name, uniqExact(who) as people, sum(if(is_return = 1, -minor, minor - refund)) / ${amountScale} as sales
    from sales where ${by} != '' group by name order by sales desc, name limit 20`);
}
