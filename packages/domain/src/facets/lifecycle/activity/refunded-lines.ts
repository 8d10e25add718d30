import { isObject } from '../../../kernel/documents/read-json.ts';
import type { FactPayload, FactValue } from '../../../kernel/base/payload.ts';
import { orderAmountMinorMax } from '../../../money/order-amount.ts';
import type { RefundRow } from './rows.ts';

/** A line that a refund names; null: it does not say how many, or how much of money. */
export type RefundedLine = readonly [
  lineId: string,
  productId: string,
  quantityMilli: number | null,
  amountMinor: number | null,
];

/** Lines that one refund may name; a fact with more keeps the first ones. */
const linesMax = 500;
const milli = 1000;

/** What a refund names, as the text of its row; '' where it names no lines. */
export function refundedLinesText(payload: FactPayload): string {
  const given = payload['lines'];
  if (!Array.isArray(given)) return '';
  const lines = (given as readonly FactValue[]).slice(0, linesMax).flatMap(readLine);
  return lines.length === 0 ? '' : JSON.stringify(lines);
}

/** The one place where the text of a row becomes lines again; the fold alone writes it. */
export function refundedLinesOf({ lines }: Pick<RefundRow, 'lines'>): readonly RefundedLine[] {
  return lines === '' ? [] : (JSON.parse(lines) as readonly RefundedLine[]);
}

/** No more than a whole order may be, so that sums of many stay exact. */
function amountOf(minor: number): number {
  return Math.min(orderAmountMinorMax, Math.max(0, Math.round(minor)));
}

function readLine(item: FactValue): readonly RefundedLine[] {
  if (!isObject(item)) return [];
  const [quantity, amount] = [numberOf(item, 'quantity'), numberOf(item, 'amountMinor')];
  const price = numberOf(item, 'priceMinor');
  const worth = amount ?? (price === null ? null : price * (quantity ?? 1));
  return [
    [
      textOf(item['lineId']) ?? '',
      textOf(item['productId']) ?? '',
      quantity === null ? null : Math.max(0, Math.round(quantity * milli)),
      worth === null ? null : amountOf(worth),
    ],
  ];
}

function numberOf(item: FactPayload, key: string): number | null {
  const value = item[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function textOf(value: FactValue | undefined): string | null {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : null;
}
