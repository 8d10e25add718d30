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

export function refundEvidence(step: FactStep): RefundRow {
  const payload = step.payload();
  const lines = linesOf(payload);
  return {
    orderId: orderIdOf(step),
    refundId: textOf(payload['refundId']) ?? messageNameOf(step),
    refundedAt: step.occurredAt,
    amountMinor: Math.max(0, integerOf(payload['amountMinor']) ?? sum(lines, 'amountMinor')),
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
    amountMinor: Math.max(0, integerOf(payload['amountMinor']) ?? sum(lines, 'amountMinor')),
    amountRank,
    amountAt: step.occurredAt,
    amountMessage: messageNameOf(step),
    itemCount: sum(lines, 'quantity'),
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

function sum(lines: readonly FactPayload[], field: string): number {
  let total = 0;
  for (const line of lines) total += integerOf(line[field]) ?? 0;
  return total;
}

/** Category of the line with the largest amount; the first of equals. */
function mainCategory(lines: readonly FactPayload[]): string {
  let category = '';
  let largest = -1;
  for (const line of lines) {
    const amount = integerOf(line['amountMinor']) ?? 0;
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
