import { readNumber, type DecimalSign } from '@perennial/domain/reading';
import type { FileSample } from './import-mapping.ts';

/** That lines of one order are equal by chance so seldom is taken for a rule. */
const chanceMax = 0.001;

interface SeenOrder {
  readonly value: string;
  readonly isSame: boolean;
  readonly lines: number;
  /** Of price times quantity. */
  readonly sum: number;
}

/**
 * Exports often repeat the total of the order on each of its lines; summed up it would count as often as there are lines. Tells the
 * columns apart by what they hold: one that is the same on all lines of every order is the order's, one that differs is the lines'.
 */
export function settleTotals(columns: Record<string, string>, sample: FileSample, notes: string[]): void {
  const { orderId, amount, orderTotal } = columns;
  if (orderId === undefined) {
    if (orderTotal !== undefined && amount === undefined) moveColumn(columns, 'orderTotal', 'amount');
    return;
  }
  if (orderTotal !== undefined) {
    const several = ordersOf(columns, sample, orderTotal).filter(({ lines }) => lines > 1);
    if (amount !== undefined || several.every(({ isSame }) => isSame)) return;
    moveColumn(columns, 'orderTotal', 'amount');
    notes.push(
      `Column "${orderTotal}" differs between the lines of an order, so it is taken as the amount of each line.`,
    );
    return;
  }
  if (amount === undefined) return;
  const several = ordersOf(columns, sample, amount).filter(({ lines }) => lines > 1);
  if (several.length === 0 || !several.every(({ isSame }) => isSame)) return;
  const hasPrice = columns['unitPrice'] !== undefined;
  const isTotal = hasPrice
    ? several.every(({ value, sum, lines }) => numberOf(value) > (sum / lines) * 1.01)
    : chanceOf(several, ordersOf(columns, sample, amount)) < chanceMax;
  if (!isTotal) {
    if (!hasPrice)
      notes.push(
        `Column "${amount}" is the same on all lines of each order seen. It is added up; if it is the total of the order, map it as that.`,
      );
    return;
  }
  moveColumn(columns, 'amount', 'orderTotal');
  notes.push(`Column "${amount}" repeats the total of the order on each of its lines: it is counted once an order.`);
}

/** How likely the lines of these orders are equal when amounts fall as they do in the file: where few prices are, equal ones are no wonder. */
function chanceOf(several: readonly SeenOrder[], all: readonly SeenOrder[]): number {
  const counts = new Map<string, number>();
  for (const { value } of all) counts.set(value, (counts.get(value) ?? 0) + 1);
  const pair = [...counts.values()].reduce((sum, count) => sum + (count / all.length) ** 2, 0);
  return pair ** several.reduce((lines, order) => lines + order.lines - 1, 0);
}

function moveColumn(columns: Record<string, string>, from: string, to: string): void {
  const column = columns[from];
  delete columns[from];
  if (column !== undefined) columns[to] = column;
}

function ordersOf(columns: Readonly<Record<string, string>>, sample: FileSample, amount: string): readonly SeenOrder[] {
  const at = (name: string | undefined) => sample.columns.indexOf(name ?? '');
  const [order, value, price, quantity] = [columns['orderId'], amount, columns['unitPrice'], columns['quantity']].map(
    at,
  );
  const orders = new Map<string, SeenOrder>();
  let above = '';
  for (const row of sample.rows) {
    const number = (row[order ?? -1] ?? '').trim() || above;
    above = number;
    const text = (row[value ?? -1] ?? '').trim();
    const pieces = (quantity ?? -1) < 0 ? 1 : numberOf(row[quantity ?? -1] ?? '');
    const known = orders.get(number);
    orders.set(number, {
      // What is left blank on a line below is that of the line above.
      isSame: known === undefined || (known.isSame && (text === '' || text === known.value)),
      value: known?.value || text,
      lines: (known?.lines ?? 0) + 1,
      sum: (known?.sum ?? 0) + numberOf(row[price ?? -1] ?? '') * pieces,
    });
  }
  return [...orders.values()];
}

const signs: readonly DecimalSign[] = ['point', 'comma'];

/** By whichever sign it can be read: two values of one column are only compared. */
function numberOf(text: string): number {
  return signs.map((sign) => readNumber(text.trim(), sign)).find((value) => !Number.isNaN(value)) ?? Number.NaN;
}
