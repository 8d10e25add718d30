import type { FactValue } from '../../../../kernel/base/payload.ts';
import { isObject } from '../../../../kernel/documents/read-json.ts';
import { messageNameOf } from '../../../../kernel/steps/message-name.ts';
import type { FactStep } from '../../../../kernel/steps/steps.ts';
import { orderAmountMinorMax } from '../../../../money/order-amount.ts';
import type { EarningOrderRow } from './rows.ts';

/** Evidence of one order's facts, joined without order: commutative, associative and idempotent (E3). */

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

/** Of a line or a tender: no more than a whole order may be, so that sums of many stay exact. */
function amountOf(minor: number): number {
  return Math.min(orderAmountMinorMax, Math.max(0, Math.round(minor)));
}
