import type { FactPayload, FactValue } from '../../../../kernel/base/payload.ts';
import { isObject } from '../../../../kernel/documents/read-json.ts';
import { messageNameOf } from '../../../../kernel/steps/message-name.ts';
import type { FactStep } from '../../../../kernel/steps/steps.ts';
import { orderAmountMinorMax } from '../../../../money/order-amount.ts';
import type { EarningOrderRow, RefundedLinesRow } from './rows.ts';

/** Evidence of one order's facts, joined without order: commutative, associative and idempotent (E3). */

/** A line that a refund names; null: it does not say how many, or how much of money. */
export type RefundedLine = readonly [
  lineId: string,
  productId: string,
  quantityMilli: number | null,
  amountMinor: number | null,
];
export type Tender = readonly [tender: string, amountMinor: number];

interface OrderName {
  readonly space: string;
  readonly orderId: string;
}

export function emptyEarningOrder({ space, orderId }: OrderName): EarningOrderRow {
  return { space, orderId, decidedAt: null, tenders: '', tendersRank: 0, tendersAt: 0, tendersMessage: '' };
}

/** As amounts rank: what was paid or changed stands before what was placed. */
const tenderRanks: ReadonlyMap<string, number> = new Map([
  ['order.placed', 1],
  ['order.updated', 2],
  ['order.paid', 2],
]);
/** Means of payment of one order; more are not read. */
const tendersMax = 20;
const linesMax = 500;

/** How the fact says that the order was paid; what is left out says nothing. */
export function withTenders(row: EarningOrderRow, step: FactStep): EarningOrderRow {
  const tendersRank = tenderRanks.get(step.type);
  const given = tendersRank === undefined ? undefined : step.payload()['tenders'];
  if (tendersRank === undefined || !Array.isArray(given)) return row;
  const tenders = JSON.stringify(readTenders(given));
  return joinEarningOrders(row, {
    ...row,
    tenders,
    tendersRank,
    tendersAt: step.occurredAt,
    tendersMessage: messageNameOf(step),
  });
}

export function joinEarningOrders(a: EarningOrderRow, b: EarningOrderRow): EarningOrderRow {
  const winner = compareTenders(a, b) >= 0 ? a : b;
  const decidedAt = a.decidedAt ?? b.decidedAt;
  return winner.decidedAt === decidedAt ? winner : { ...winner, decidedAt };
}

function compareTenders(a: EarningOrderRow, b: EarningOrderRow): number {
  if (a.tendersRank !== b.tendersRank) return a.tendersRank - b.tendersRank;
  if (a.tendersAt !== b.tendersAt) return a.tendersAt - b.tendersAt;
  if (a.tendersMessage === b.tendersMessage) return 0;
  return a.tendersMessage < b.tendersMessage ? -1 : 1;
}

function readTenders(given: readonly FactValue[]): readonly Tender[] {
  return given.slice(0, tendersMax).flatMap((item): readonly Tender[] => {
    if (!isObject(item)) return [];
    const [tender, amount] = [item['tender'], item['amountMinor']];
    return typeof tender === 'string' && typeof amount === 'number' && amount > 0 ? [[tender, amountOf(amount)]] : [];
  });
}

/** The one place where the text of a row becomes tenders again; the fold alone writes it. */
export function tendersOf({ tenders }: EarningOrderRow): readonly Tender[] {
  return tenders === '' ? [] : (JSON.parse(tenders) as readonly Tender[]);
}

/** What the refund names; null where it names no lines. */
export function refundedLinesOf(step: FactStep, { space, orderId }: OrderName): RefundedLinesRow | null {
  const payload = step.payload();
  const given = payload['lines'];
  if (!Array.isArray(given)) return null;
  const lines = (given as readonly FactValue[]).slice(0, linesMax).flatMap(readLine);
  if (lines.length === 0) return null;
  const refundId = textOf(payload['refundId']) ?? messageNameOf(step);
  return { space, orderId, refundId, refundedAt: step.occurredAt, lines: JSON.stringify(lines) };
}

const milli = 1000;

/** Of a line or a tender: no more than a whole order may be, so that sums of many stay exact. */
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

/** The earlier telling of a refund wins, as with its amount; then the smaller text. */
export function joinRefundedLines(a: RefundedLinesRow, b: RefundedLinesRow): RefundedLinesRow {
  if (a.refundedAt !== b.refundedAt) return a.refundedAt < b.refundedAt ? a : b;
  return a.lines <= b.lines ? a : b;
}

/** The one place where the text of a row becomes lines again; the fold alone writes it. */
export function linesOfRefund({ lines }: RefundedLinesRow): readonly RefundedLine[] {
  return JSON.parse(lines) as readonly RefundedLine[];
}
