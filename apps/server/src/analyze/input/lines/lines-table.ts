import type { ScratchStore } from '@perennial/clickhouse';
import { sqlText } from '@perennial/clickhouse';
import type { AnalyzeWishes } from '../../wishes/wishes.ts';
import type { NumberField } from '../columns/fields.ts';
import type { SettledCurrency } from '../settling/settle-currency.ts';
import type { SettledDays } from '../settling/settle-days.ts';
import type { SettledNumbers } from '../settling/settle-numbers.ts';
import { createHeads, headValueSql } from './order-heads.ts';
import { valuedSql } from './valued-sql.ts';

export interface LinesOptions {
  readonly dates: SettledDays;
  readonly numbers: readonly NumberField[];
  readonly settled: SettledNumbers;
  readonly statuses: readonly string[];
  readonly currency: SettledCurrency;
  readonly wishes: AnalyzeWishes;
  /** Days since 1970-01-01. */
  readonly today: number;
  readonly hasMoney: boolean;
  /** Something is stated of whole orders, on one or all of their lines. */
  readonly hasHeads: boolean;
}

/** Earlier days are seconds mistaken for milliseconds, or empty dates: 1990-01-01. */
const earliestDay = 7_305;
const daysPerInsert = 4_000;

/** Amounts are kept as whole ten-thousandths of a unit, so that sums do not depend on the order in which threads add them. */
export const amountScale = 10_000;

/**
 * Makes of `raw` the tables `lines` (every line with what is wrong with it, if anything), `people` (customers by number) and `sales` (the lines of known customers).
 * `minor` is what a line brought or, for a return, gave back; `refund` what a column says was given back of a line that was sold.
 */
export async function createLinesTable(store: ScratchStore, options: LinesOptions): Promise<void> {
  await createDays(store, options.dates);
  const valued = valuedSql(options);
  if (options.hasHeads) {
    await store.execute(`create table valued engine = MergeTree order by (file, line) as ${valued}`);
    await createHeads(store, amountScale);
  }
  const money = options.hasHeads ? headValueSql(amountScale) : ownValueSql;
  const source = options.hasHeads
    ? 'valued left any join heads on valued.file = heads.head_file and valued.order_id = heads.head_order'
    : `(${valued}) as valued`;
  await store.execute(`create table lines engine = MergeTree order by (file, line) as
    with ${money.value} as value_, ${money.standing} as standing_,
      toInt64(round(abs(coalesce(value_, 0)) * ${amountScale})) as minor_
    select file, line, extra, customer, coalesce(found.day, 0) as day, order_id, product, product_name, category, store, channel,
      is_return, abs(if(isFinite(coalesce(quantity, 0)), coalesce(quantity, 0), 0)) as units, minor_ as minor,
      if(is_return = 1, 0, if(standing_ = 'refunded' and ${money.refund} = 0, minor_, ${money.refund})) as refund, fingerprint,
      cast(${problemSql(options)} as LowCardinality(String)) as problem,
      multiIf(problem in ('date-invalid', 'date-early'), toString(date_text), problem = 'number-invalid', bad_number, problem = 'column-count', toString(cells), '') as detail
    from ${source} left any join (select text, day, 1 as is_known from days) as found on valued.date_text = found.text
    where not (cells = 1 and customer = '' and date_text = '' and order_id = '' and product = '')`);
  for (const table of ['raw', ...(options.hasHeads ? ['valued', 'heads'] : [])])
    await store.execute(`drop table ${table} sync`);
  if (options.wishes.dropsDuplicates) await dropDuplicates(store);
  await store.execute(`create table people engine = MergeTree order by customer as
    select customer, toUInt32(rowNumberInAllBlocks()) as who from (select customer from lines where problem = '' and customer != '' group by customer order by customer)`);
  await store.execute(`create table sales engine = MergeTree order by (who, day, file, line) as
    select who, day, file, line, product, product_name, category, store, channel, is_return, units, minor, refund
    from lines inner join people on lines.customer = people.customer where problem = '' and lines.customer != '' settings join_algorithm = 'hash'`);
}

async function createDays(store: ScratchStore, dates: SettledDays): Promise<void> {
  await store.execute('create table days (text String, day Int32) engine = Memory');
  for (let from = 0; from < dates.texts.length; from += daysPerInsert) {
    const rows = dates.texts
      .slice(from, from + daysPerInsert)
      .map((text, at) => `(${sqlText(text)}, ${dates.days[from + at]})`);
    await store.execute(`insert into days values ${rows.join(', ')}`);
  }
}

/** Where nothing is stated of whole orders, each line stands for itself. */
const ownValueSql = {
  value: 'own',
  standing: 'standing',
  refund: `toInt64(round(coalesce(refund, 0) * ${amountScale}))`,
} as const;

/** The first reason for which a line does not count, or ''. */
function problemSql({ currency, wishes, today }: LinesOptions): string {
  const cases: [string, string][] = [
    ['cells != 0', 'column-count'],
    [`standing_ = 'unpaid'`, 'unpaid'],
    [`standing_ = 'cancelled'`, 'cancelled'],
    [`date_text = ''`, 'date-empty'],
    ['found.is_known = 0', 'date-invalid'],
    [`found.day < ${earliestDay}`, 'date-early'],
    [`bad_number != ''`, 'number-invalid'],
    ['isNull(value_)', 'amount-empty'],
    ['is_return = 1 and value_ = 0', 'stock-correction'],
    ['is_return = 0 and value_ < 0', 'account-correction'],
    ['quantity = 0 and value_ = 0', 'nothing-sold'],
    [`found.day > ${today}`, 'future'],
  ];
  if (wishes.asOf !== undefined) cases.push([`found.day > ${wishes.asOf}`, 'after-as-of']);
  if (currency.marks.length > 0)
    cases.push([`mark not in ('', ${currency.marks.map(sqlText).join(', ')})`, 'other-currency']);
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
