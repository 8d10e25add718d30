import type { ScratchStore } from '@perennial/clickhouse';
import type { LoadedFile } from './load-lines.ts';
import { amountScale } from './lines-table.ts';

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
  /** Sales to nobody known; counted in no model. */
  readonly anonymous: LineTotals & { readonly returns: LineTotals };
  readonly problems: readonly Problem[];
  /** Lines equal to an earlier one in every column; they count like any other unless dropped. */
  readonly duplicates: LineTotals;
  readonly orders: number;
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

const examplesMax = 200;

export async function readQuality(
  store: ScratchStore,
  given: { readonly names: readonly string[]; readonly loaded: readonly LoadedFile[] },
): Promise<Quality> {
  const money = (condition: string): string => `sumIf(minor, ${condition}) / ${amountScale}`;
  const [sums] = await store.rows<Record<string, number>>(`select count() as lines,
    countIf(problem = '' and customer != '' and is_return = 0) as sales, ${money(`problem = '' and customer != '' and is_return = 0`)} as salesAmount,
    countIf(problem = '' and customer != '' and is_return = 1) as returns, ${money(`problem = '' and customer != '' and is_return = 1`)} as returnsAmount,
    countIf(problem = '' and customer = '' and is_return = 0) as nobody, ${money(`problem = '' and customer = '' and is_return = 0`)} as nobodyAmount,
    countIf(problem = '' and customer = '' and is_return = 1) as nobodyBack, ${money(`problem = '' and customer = '' and is_return = 1`)} as nobodyBackAmount,
    uniqExactIf(cityHash64(order_id), problem = '' and order_id != '') as orders, uniqExactIf(cityHash64(product), problem = '' and product != '') as products
    from lines`);
  const at = (key: string): number => Number(sums?.[key] ?? 0);
  const uncut = given.loaded.reduce((sum, one) => sum + one.uncutCount, 0);
  return {
    lines: at('lines') + uncut,
    sales: { lines: at('sales'), amount: at('salesAmount') },
    returns: { lines: at('returns'), amount: at('returnsAmount') },
    anonymous: {
      lines: at('nobody'),
      amount: at('nobodyAmount'),
      returns: { lines: at('nobodyBack'), amount: at('nobodyBackAmount') },
    },
    problems: [...(await problemsOf(store, given.names)), ...uncutProblems(given.loaded)].sort(
      (a, b) => b.count - a.count || (a.code < b.code ? -1 : 1),
    ),
    duplicates: await duplicatesOf(store),
    orders: at('orders'),
    products: at('products'),
    breakdowns: await Promise.all(
      (['category', 'store', 'channel'] as const).map(async (by) => ({ by, rows: await breakdown(store, by) })),
    ),
  };
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
  return store.rows(`select toString(${by}) as name, uniqExact(who) as people, sum(if(is_return = 1, -minor, minor)) / ${amountScale} as sales
    from sales where ${by} != '' group by name order by sales desc, name limit 20`);
}
