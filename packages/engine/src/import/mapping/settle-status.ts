import { readOrderStatus } from '@perennial/domain/reading';
import type { FileSample } from './import-mapping.ts';

const toldMax = 5;
const ofOrders = /order|financial|payment|transaction|订单|支付|付款|交易/i;

/** A column that is called status and holds none of an order is left out; single words that are not known count as sold, and are told. */
export function settleStatus(columns: Record<string, string>, sample: FileSample, notes: string[]): void {
  const column = columns['status'];
  if (column === undefined) return;
  const at = sample.columns.indexOf(column);
  const different = new Set(sample.rows.map((row) => (row[at] ?? '').trim()).filter((value) => value !== ''));
  if (different.size === 0) return;
  const unknown = [...different].filter((value) => readOrderStatus(value) === undefined);
  // A name that says no more than status may speak of something else, such as accounts: half of its words must be known.
  const isOfOrders = ofOrders.test(column);
  if (isOfOrders ? unknown.length === different.size : unknown.length * 2 >= different.size) {
    delete columns['status'];
    notes.push(`Column "${column}" holds hardly any status of an order that is known: it is left out.`);
    return;
  }
  if (unknown.length === 0) return;
  const words = unknown.slice(0, toldMax).map((word) => `"${word.slice(0, 40)}"`);
  notes.push(
    `Column "${column}" holds ${words.join(', ')}${unknown.length > toldMax ? ' and more' : ''}, which no known shop writes: such orders count as sold.`,
  );
}
