import { emptyOrder } from '../activity/evidence-rows.ts';
import type { OrderRow, RefundRow } from '../fold/rows.ts';
import type { FactStep } from '../fold/steps.ts';
import type { OrderFactType } from './known-facts.ts';
import type { FactPayload, FactValue } from './payload.ts';

/** The name under which a fact competes with others for a register: unique over all sources. */
export function messageNameOf(step: FactStep): string {
  return `${step.source}/${step.messageId}`;
}

/** The order that a fact is about; its message when the shop gave no order id, so that it stands for itself. */
export function orderIdOf(step: FactStep): string {
  return textOf(step.payload()['orderId']) ?? messageNameOf(step);
}

/** What a fact says of its order, as a row to be joined with what others said. */
export function orderEvidence(step: FactStep, type: OrderFactType): OrderRow {
  const row = emptyOrder(orderIdOf(step));
  switch (type) {
    case 'order.placed':
      return { ...row, placedAt: step.occurredAt, ...amountOf(step, 1) };
    case 'order.paid':
      return { ...row, paidAt: step.occurredAt, ...amountOf(step, 2) };
    case 'order.fulfilled':
      return { ...row, fulfilledAt: step.occurredAt };
    case 'order.cancelled':
      return { ...row, cancelledAt: step.occurredAt };
    case 'order.refunded':
      return row;
  }
}

/**
 * What a refund gives back. One that states neither an amount nor lines is of the whole order, as Segment's "Order Refunded"
 * has it: the greatest amount there is, of which the order's story takes what is left of the order.
 */
export function refundEvidence(step: FactStep): RefundRow {
  const payload = step.payload();
  const lines = linesOf(payload);
  const isWhole = integerOf(payload['amountMinor']) === null && lines.length === 0;
  return {
    orderId: orderIdOf(step),
    refundId: textOf(payload['refundId']) ?? messageNameOf(step),
    refundedAt: step.occurredAt,
    amountMinor: isWhole ? orderAmountMinorMax : wholeAmount(payload, lines),
  };
}

type AmountFields = Pick<
  OrderRow,
  'amountMinor' | 'amountRank' | 'amountAt' | 'amountMessage' | 'itemCount' | 'category' | 'channel' | 'storeId'
>;

function amountOf(step: FactStep, amountRank: number): AmountFields {
  const payload = step.payload();
  const lines = linesOf(payload);
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

const noLines: readonly FactPayload[] = [];

function linesOf(payload: FactPayload): readonly FactPayload[] {
  const lines = payload['lines'];
  if (!Array.isArray(lines)) return noLines;
  return (lines as readonly FactValue[]).filter(isRecord);
}

function isRecord(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Greatest amount of one order or refund, minor units: fifty thousand of them still add up exactly. Ingest refuses more;
 * what comes past it counts as this much.
 */
export const orderAmountMinorMax = 10_000_000_000;
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

function lineAmount(line: FactPayload): number {
  const stated = integerOf(line['amountMinor']);
  return stated ?? Math.round((integerOf(line['priceMinor']) ?? 0) * quantityOf(line));
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
