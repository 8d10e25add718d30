import { messageNameOf } from '../../../kernel/steps/message-name.ts';
import type { FactPayload, FactValue } from '../../../kernel/base/payload.ts';
import type { FactStep } from '../../../kernel/steps/steps.ts';
import { orderAmountMinorMax } from '../../../money/order-amount.ts';
import { emptyOrder } from './evidence-rows.ts';
import type { OrderFactType } from './fact-rules.ts';
import { refundedLinesText } from './refunded-lines.ts';
import type { OrderLineRow, OrderRow, RefundRow } from './rows.ts';

/** The order that a fact is about; its message when the shop gave no order id, so that it stands for itself. */
export function orderIdOf(step: FactStep): string {
  return statedOrderId(step.payload()) ?? messageNameOf(step);
}

/** The order's number as the shop gave it, or null. */
export function statedOrderId(payload: FactPayload): string | null {
  return textOf(payload['orderId']);
}

/** What kind of order fact it is, and which order it is about. */
export interface OrderPlace {
  readonly type: OrderFactType;
  /** In which the order's number counts. */
  readonly space: string;
  readonly orderId: string;
}

/** What a fact says of its order, as a row to be joined with what others said. */
export function orderEvidence(step: FactStep, { type, space, orderId }: OrderPlace): OrderRow {
  const { occurredAt: at } = step;
  const rank = amountRankOf(type);
  const amount = rank === 0 ? noAmount : amountOf(step, rank);
  return {
    space,
    orderId,
    // An order that is changed had been placed by then.
    placedAt: type === 'order.placed' || type === 'order.updated' ? at : null,
    paidAt: type === 'order.paid' ? at : null,
    fulfilledAt: type === 'order.fulfilled' ? at : null,
    cancelledAt: type === 'order.cancelled' ? at : null,
    amountMinor: amount.amountMinor,
    amountRank: amount.amountRank,
    amountAt: amount.amountAt,
    amountMessage: amount.amountMessage,
    itemCount: amount.itemCount,
    category: amount.category,
    channel: amount.channel,
    storeId: amount.storeId,
  };
}

/**
 * What a refund gives back. One that states neither an amount nor lines is of the whole order, as Segment's "Order Refunded"
 * has it: the greatest amount there is, of which the order's story takes what is left of the order.
 */
export function refundEvidence(step: FactStep, { space, orderId }: OrderPlace): RefundRow {
  const payload = step.payload();
  const lines = linesOf(payload);
  const isWhole = integerOf(payload['amountMinor']) === null && lines.length === 0;
  return {
    space,
    orderId,
    refundId: textOf(payload['refundId']) ?? messageNameOf(step),
    refundedAt: step.occurredAt,
    amountMinor: isWhole ? orderAmountMinorMax : wholeAmount(payload, lines),
    lines: refundedLinesText(payload),
  };
}

/** Ranks of what an amount or lines came from; a change replaces what was paid before it, and is replaced by what is paid after it. */
const amountRanks: Readonly<Partial<Record<OrderFactType, number>>> = {
  'order.placed': 1,
  'order.updated': 2,
  'order.paid': 2,
};

/** 0 of facts that say neither an amount nor lines. */
function amountRankOf(type: OrderFactType): number {
  return amountRanks[type] ?? 0;
}

/** Lines that one order may have; a fact with more keeps the first ones. */
const linesMax = 500;
const milli = 1000;

/** Whether the fact says what was bought. */
export function namesLines(step: FactStep, type: OrderFactType): boolean {
  return amountRankOf(type) > 0 && linesOf(step.payload()).length > 0;
}

/** The lines that a placed, updated or paid fact names. */
export function lineEvidence(step: FactStep, { type, space, orderId }: OrderPlace): readonly OrderLineRow[] {
  const factRank = amountRankOf(type);
  if (factRank === 0) return noLineRows;
  const lines = linesOf(step.payload());
  if (lines.length === 0) return noLineRows;
  const factMessage = messageNameOf(step);
  const seen = new Map<string, number>();
  const rows: OrderLineRow[] = [];
  for (const line of lines) {
    if (rows.length === linesMax) break;
    const productId = textOf(line['productId']) ?? '';
    rows.push({
      space,
      orderId,
      line: lineName(seen, textOf(line['lineId']) ?? productId),
      productId,
      category: textOf(line['category']) ?? '',
      quantityMilli: Math.round(quantityOf(line) * milli),
      amountMinor: lineAmount(line),
      factRank,
      factAt: step.occurredAt,
      factMessage,
    });
  }
  return rows;
}

const noLineRows: readonly OrderLineRow[] = [];

/** The same name a second time is another line: `sku#2`. */
function lineName(seen: Map<string, number>, name: string): string {
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  return count === 1 ? name : `${name}#${count}`;
}

type AmountFields = Pick<
  OrderRow,
  'amountMinor' | 'amountRank' | 'amountAt' | 'amountMessage' | 'itemCount' | 'category' | 'channel' | 'storeId'
>;

function amountOf(step: FactStep, amountRank: number): AmountFields {
  const payload = step.payload();
  const lines = linesOf(payload);
  // Logged before the type was known, a change may name neither.
  if (step.type === 'order.updated' && lines.length === 0 && integerOf(payload['amountMinor']) === null)
    return noAmount;
  return {
    amountMinor: wholeAmount(payload, lines),
    amountRank,
    amountAt: step.occurredAt,
    amountMessage: messageNameOf(step),
    itemCount: itemCountOf(lines),
    category: mainCategory(lines),
    channel: step.channel,
    storeId: step.storeId,
  };
}

/** Of facts that say no amount: loses against every other. */
const noAmount: AmountFields = emptyOrder('', '');

const noLines: readonly FactPayload[] = [];

function linesOf(payload: FactPayload): readonly FactPayload[] {
  const lines = payload['lines'];
  if (!Array.isArray(lines)) return noLines;
  return (lines as readonly FactValue[]).filter(isRecord);
}

function isRecord(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const itemCountMax = 1_000_000;

/** The stated amount of the whole, else the sum of the lines. */
function wholeAmount(payload: FactPayload, lines: readonly FactPayload[]): number {
  let amountMinor = integerOf(payload['amountMinor']);
  if (amountMinor === null) {
    amountMinor = 0;
    for (const line of lines) amountMinor += lineAmount(line);
  }
  return Math.min(orderAmountMinorMax, Math.max(0, amountMinor));
}

/** No more than a whole order may be: a price times a quantity is beyond what numbers hold exactly, and so is a sum over many lines. */
function lineAmount(line: FactPayload): number {
  const stated = integerOf(line['amountMinor']);
  const amountMinor = stated ?? Math.round((integerOf(line['priceMinor']) ?? 0) * quantityOf(line));
  return Math.max(-orderAmountMinorMax, Math.min(orderAmountMinorMax, amountMinor));
}

function quantityOf(line: FactPayload): number {
  const quantity = line['quantity'];
  return typeof quantity === 'number' && Number.isFinite(quantity) ? quantity : 1;
}

function itemCountOf(lines: readonly FactPayload[]): number {
  let count = 0;
  for (const line of lines) count += quantityOf(line);
  return Math.min(itemCountMax, Math.max(0, Math.round(count)));
}

/** Category of the line with the largest amount; the first of equals. */
function mainCategory(lines: readonly FactPayload[]): string {
  let category = '';
  let largest = -1;
  for (const line of lines) {
    const amount = lineAmount(line);
    const own = textOf(line['category']);
    if (own !== null && amount > largest) {
      category = own;
      largest = amount;
    }
  }
  return category;
}

function integerOf(value: FactValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : null;
}

function textOf(value: FactValue | undefined): string | null {
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : null;
}
