import type { ScratchStore } from '@perennial/clickhouse';
import { sqlText } from '@perennial/clickhouse';
import type { AnalyzeWishes } from '../wishes/wishes.ts';
import type { SettledDays } from './settle-days.ts';

export interface LinesOptions {
  readonly dates: SettledDays;
  readonly currency: string;
  readonly wishes: AnalyzeWishes;
  /** Days since 1970-01-01. */
  readonly today: number;
  readonly files: readonly unknown[];
}

/** Earlier days are seconds mistaken for milliseconds, or empty dates: 1990-01-01. */
const earliestDay = 7_305;
const daysPerInsert = 4_000;

/** Amounts are kept as whole ten-thousandths of a unit, so that sums do not depend on the order in which threads add them. */
export const amountScale = 10_000;

/**
 * Makes of `raw` the tables `lines` (every line with what is wrong with it, if anything), `people` (customers by number) and `sales` (the lines of known customers).
 * A quantity below zero or a `C` invoice is a return, as is an amount below zero where an amount is stated; a price below zero is a correction of accounts.
 */
export async function createLinesTable(store: ScratchStore, options: LinesOptions): Promise<void> {
  const { dates, wishes } = options;
  await store.execute('create table days (text String, day Int32) engine = Memory');
  for (let from = 0; from < dates.texts.length; from += daysPerInsert) {
    const rows = dates.texts
      .slice(from, from + daysPerInsert)
      .map((text, at) => `(${sqlText(text)}, ${dates.days[from + at]})`);
    await store.execute(`insert into days values ${rows.join(', ')}`);
  }
  await store.execute(`create table lines engine = MergeTree order by (file, line) as
    with coalesce(amount, price * coalesce(quantity, 1)) as value_,
      coalesce(quantity < 0, 0) or (startsWith(order_id, 'C') and match(order_id, '^C\\\\d')) or coalesce(amount < 0, 0) as is_return_
    select file, line, extra, customer, coalesce(found.day, 0) as day, order_id, product, product_name, category, store, channel,
      toUInt8(is_return_) as is_return, abs(coalesce(quantity, 0)) as units,
      toInt64(round(abs(coalesce(value_, 0)) * ${amountScale})) as minor, fingerprint,
      cast(${problemSql(options)} as LowCardinality(String)) as problem,
      multiIf(problem in ('date-invalid', 'date-early'), toString(date_text), problem = 'number-invalid', bad_number, problem = 'column-count', toString(cells), '') as detail
    from raw left any join (select text, day, 1 as is_known from days) as found on raw.date_text = found.text
    where not (cells = 1 and customer = '' and date_text = '' and order_id = '' and product = '' and bad_number = '')`);
  await store.execute('drop table raw sync');
  if (wishes.dropsDuplicates) await dropDuplicates(store);
  await store.execute(`create table people engine = MergeTree order by customer as
    select customer, toUInt32(rowNumberInAllBlocks()) as who from (select customer from lines where problem = '' and customer != '' group by customer order by customer)`);
  await store.execute(`create table sales engine = MergeTree order by (who, day, file, line) as
    select who, day, file, line, product, product_name, category, store, channel, is_return, units, minor
    from lines inner join people on lines.customer = people.customer where problem = '' and lines.customer != '' settings join_algorithm = 'hash'`);
}

/** The first reason for which a line does not count, or ''. */
function problemSql({ currency, wishes, today }: LinesOptions): string {
  const cases: [string, string][] = [
    ['cells != 0', 'column-count'],
    [`date_text = ''`, 'date-empty'],
    ['found.is_known = 0', 'date-invalid'],
    [`found.day < ${earliestDay}`, 'date-early'],
    [`bad_number != ''`, 'number-invalid'],
    ['isNull(value_)', 'amount-empty'],
    ['is_return_ and value_ = 0', 'stock-correction'],
    ['not is_return_ and value_ < 0', 'account-correction'],
    ['quantity = 0 and value_ = 0', 'nothing-sold'],
    [`found.day > ${today}`, 'future'],
  ];
  if (wishes.asOf !== undefined) cases.push([`found.day > ${wishes.asOf}`, 'after-as-of']);
  if (currency !== '') cases.push([`currency not in ('', ${sqlText(currency)})`, 'other-currency']);
  return `multiIf(${cases.map(([condition, code]) => `${condition}, '${code}'`).join(', ')}, '')`;
}

async function dropDuplicates(store: ScratchStore): Promise<void> {
  await store.execute(`create table repeated engine = Memory as
    select file, line from (select file, line, row_number() over (partition by fingerprint order by file, line) as nth from lines
      where problem = '' and fingerprint in (select fingerprint from lines where problem = '' group by fingerprint having count() > 1)) where nth > 1`);
  await store.execute('system start merges');
  await store.execute(
    `alter table lines update problem = 'duplicate' where (file, line) in (select file, line from repeated) settings mutations_sync = 1`,
  );
}
