import { daysPerUnit } from './history.ts';
import type { TimeUnit } from './history.ts';
import type { PurchaseRows, PurchaseSummaries, SummaryOptions } from './purchase-rows.ts';

/** Days from the first to the last row beyond which a date is surely wrong: about 270 years. */
const daySpanMax = 100_000;

/**
 * Purchase histories and spend of each customer from single orders. Orders of one customer on
 * one day are one purchase whose amounts add up; rows after `endDay` are not seen. Rows may come
 * in any order: they are counted into place by day, then by customer, without comparisons.
 * @throws RangeError when columns differ in length, no row is by `endDay`, an amount is negative
 *   or not a number, or days lie more than 100,000 apart.
 */
export function summarizePurchases<U extends TimeUnit>(
  rows: PurchaseRows,
  options: SummaryOptions<U>,
): PurchaseSummaries<U> {
  checkRows(rows);
  const order = orderRows(rows);
  const summaries = createSummaries(countCustomers(rows, options.endDay), options.unit);
  const perUnit = daysPerUnit[options.unit];
  let filled = -1;
  let firstAmount = 0;
  for (let at = 0; at < rows.customer.length; at += 1) {
    const row = order === null ? at : (order[at] ?? 0);
    const day = rows.day[row] ?? 0;
    if (day > options.endDay) continue;
    const customer = rows.customer[row] ?? 0;
    const amount = rows.amount[row] ?? 0;
    if (filled < 0 || summaries.customer[filled] !== customer) {
      if (filled >= 0) finish(summaries, filled, firstAmount);
      filled += 1;
      firstAmount = amount;
      open(summaries, filled, { customer, day, age: (options.endDay - day) / perUnit });
    } else if (summaries.lastDay[filled] === day) {
      if (day === summaries.firstDay[filled]) firstAmount += amount;
    } else {
      summaries.lastDay[filled] = day;
      const { frequency, recency } = summaries.histories;
      frequency[filled] = (frequency[filled] ?? 0) + 1;
      recency[filled] = (day - (summaries.firstDay[filled] ?? 0)) / perUnit;
    }
    summaries.totalSpend[filled] = (summaries.totalSpend[filled] ?? 0) + amount;
  }
  finish(summaries, filled, firstAmount);
  return summaries;
}

function open(
  summaries: PurchaseSummaries,
  index: number,
  { customer, day, age }: { customer: number; day: number; age: number },
): void {
  summaries.customer[index] = customer;
  summaries.firstDay[index] = day;
  summaries.lastDay[index] = day;
  summaries.histories.age[index] = age;
}

function finish(summaries: PurchaseSummaries, index: number, firstAmount: number): void {
  const repeats = summaries.histories.frequency[index] ?? 0;
  if (repeats === 0) return;
  const repeatSpend = (summaries.totalSpend[index] ?? 0) - firstAmount;
  summaries.averageRepeatSpend[index] = Math.max(0, repeatSpend) / repeats;
}

function createSummaries<U extends TimeUnit>(count: number, unit: U): PurchaseSummaries<U> {
  return {
    customer: new Uint32Array(count),
    firstDay: new Int32Array(count),
    lastDay: new Int32Array(count),
    histories: {
      unit,
      frequency: new Float64Array(count),
      recency: new Float64Array(count),
      age: new Float64Array(count),
    },
    totalSpend: new Float64Array(count),
    averageRepeatSpend: new Float64Array(count),
  };
}

function countCustomers({ customer, day }: PurchaseRows, endDay: number): number {
  const seen = new Uint8Array(largest(customer) + 1);
  let count = 0;
  for (let row = 0; row < customer.length; row += 1) {
    const who = customer[row] ?? 0;
    if ((day[row] ?? 0) > endDay || seen[who] === 1) continue;
    seen[who] = 1;
    count += 1;
  }
  if (count === 0) throw new RangeError(`no purchase lies on or before day ${endDay}`);
  return count;
}

/** Places of the rows by customer, then by day; null where they already are in that order. */
function orderRows({ customer, day }: PurchaseRows): Uint32Array | null {
  let isOrdered = true;
  let isByDay = true;
  let firstDay = day[0] ?? 0;
  for (let row = 1; row < customer.length; row += 1) {
    const isSame = customer[row] === customer[row - 1];
    const isLater = (day[row] ?? 0) >= (day[row - 1] ?? 0);
    if (!isLater) isByDay = false;
    if (isSame ? !isLater : (customer[row] ?? 0) < (customer[row - 1] ?? 0)) isOrdered = false;
    firstDay = Math.min(firstDay, day[row] ?? 0);
  }
  if (isOrdered) return null;
  const byDay = isByDay ? null : countingSort(day, { from: firstDay, order: null });
  return countingSort(customer, { from: 0, order: byDay });
}

/** A stable counting sort of `order` (the rows as they come, where null) by an integer key. */
function countingSort(
  keys: Int32Array | Uint32Array,
  { from, order }: { from: number; order: Uint32Array | null },
): Uint32Array {
  const places = new Uint32Array(largest(keys) - from + 2);
  for (let row = 0; row < keys.length; row += 1) {
    const after = (keys[row] ?? 0) - from + 1;
    places[after] = (places[after] ?? 0) + 1;
  }
  for (let key = 1; key < places.length; key += 1) {
    places[key] = (places[key] ?? 0) + (places[key - 1] ?? 0);
  }
  const sorted = new Uint32Array(keys.length);
  for (let at = 0; at < keys.length; at += 1) {
    const row = order === null ? at : (order[at] ?? 0);
    const key = (keys[row] ?? 0) - from;
    const place = places[key] ?? 0;
    sorted[place] = row;
    places[key] = place + 1;
  }
  return sorted;
}

function checkRows({ customer, day, amount }: PurchaseRows): void {
  if (day.length !== customer.length || amount.length !== customer.length) {
    throw new RangeError('the columns customer, day and amount differ in length');
  }
  if (customer.length === 0) throw new RangeError('there are no purchases: the columns are empty');
  let firstDay = Infinity;
  let lastDay = -Infinity;
  for (let row = 0; row < customer.length; row += 1) {
    const one = amount[row] ?? Number.NaN;
    if (!(one >= 0 && one < Infinity)) {
      throw new RangeError(`row ${row}: an amount must be finite, zero or more: got ${one}`);
    }
    firstDay = Math.min(firstDay, day[row] ?? 0);
    lastDay = Math.max(lastDay, day[row] ?? 0);
  }
  if (lastDay - firstDay > daySpanMax) {
    throw new RangeError(`the days ${firstDay} and ${lastDay} are more than ${daySpanMax} apart`);
  }
}

function largest(values: Int32Array | Uint32Array): number {
  let most = values[0] ?? 0;
  for (let i = 1; i < values.length; i += 1) most = Math.max(most, values[i] ?? 0);
  return most;
}
