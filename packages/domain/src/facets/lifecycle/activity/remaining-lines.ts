import { splitUnits } from '../../../money/largest-remainder.ts';
import { proportion } from '../../../money/proportion.ts';
import { refundedLinesOf } from './refunded-lines.ts';
import type { RefundedLine } from './refunded-lines.ts';
import type { OrderLineRow, OrderRow, RefundRow } from './rows.ts';

/** A line as it was sold. */
export interface SoldLine {
  /** Unique within the order. */
  readonly line: string;
  readonly productId: string;
  readonly category: string;
  readonly quantityMilli: number;
  /** As the line says. */
  readonly amountMinor: number;
}

/** A line with its part of what was paid for the order, and what is left of that. */
export interface RemainingLine extends SoldLine {
  readonly paidMinor: number;
  readonly remainingMinor: number;
}

export interface Refund {
  readonly refundId: string;
  /** The lines that it names; none: it is of an amount, of whichever lines. */
  readonly lines: readonly RefundedLine[];
  /** All that it gives back; null: what the lines are worth. */
  readonly amountMinor: number | null;
}

export interface SoldOrder {
  readonly amountMinor: number;
  readonly isCancelled: boolean;
  readonly lines: readonly SoldLine[];
  readonly refunds: readonly Refund[];
}

/** An order as what is known of it has it, with its lines and refunds. */
export function soldOrder(order: OrderRow, lines: readonly OrderLineRow[], refunds: readonly RefundRow[]): SoldOrder {
  return {
    amountMinor: order.amountMinor,
    isCancelled: order.cancelledAt !== null,
    lines,
    refunds: refunds.map(({ refundId, amountMinor, ...refund }) => {
      const named = refundedLinesOf(refund);
      // What the lines sum up to is no sum of its own.
      const summed = named.reduce((sum, [, , , minor]) => sum + (minor ?? 0), 0);
      return { refundId, lines: named, amountMinor: named.length > 0 && amountMinor === summed ? null : amountMinor };
    }),
  };
}

/** What of an order is in no line stands as a line of its own, without a product. */
const wholeLine = { line: '', productId: '', category: '', quantityMilli: 0 } as const;

interface Open {
  readonly sold: SoldLine;
  readonly paidMinor: number;
  remainingMinor: number;
  refundedMinor: number;
  refundedMilli: number;
}

/**
 * What is left of each line of an order: a function of the set of its refunds, not of the order in which they came.
 *
 * What was paid for the order is spread over its lines by largest remainder, so that a discount or the shipping is in them. Refunds by
 * line come first, each up to what was paid for the line; a line of which all units came back, or all that it was sold for, is gone.
 * What refunds give back beyond their lines, and what they give back of no line, is spread over what is left. So what is left in all is
 * the amount less what was given back, never below zero, and nothing is left when all lines were returned.
 */
export function remainingLines(order: SoldOrder): readonly RemainingLine[] {
  const open = openLines(order);
  if (order.isCancelled) for (const line of open) line.remainingMinor = 0;
  else giveBack(open, order.refunds);
  return open.map(({ sold, paidMinor, remainingMinor }) => ({ ...sold, paidMinor, remainingMinor }));
}

function openLines({ amountMinor, lines }: SoldOrder): readonly Open[] {
  const sorted = lines.filter((line) => line.amountMinor > 0).toSorted((a, b) => (a.line < b.line ? -1 : 1));
  const sold = sorted.length > 0 ? sorted : [{ ...wholeLine, amountMinor }];
  const paid = splitUnits(
    amountMinor,
    sold.map(({ line, amountMinor: weight }) => ({ key: line, weight })),
  );
  return sold.map((one, index) => {
    const paidMinor = paid[index] ?? 0;
    return { sold: one, paidMinor, remainingMinor: paidMinor, refundedMinor: 0, refundedMilli: 0 };
  });
}

/**
 * What is left of each line that was sold for something, of its units and of its own amount, without lines that are gone: what somebody has
 * bought. Only what a refund gives back of a line takes from it: money that is given back for an order brings no unit back.
 */
export function keptLines(order: SoldOrder): readonly SoldLine[] {
  const lines = order.lines.filter(({ amountMinor }) => amountMinor > 0);
  if (order.isCancelled || lines.length === 0) return [];
  const open = openLines({ ...order, lines });
  noteRefunds(open, order.refunds);
  return open
    .filter((line) => !isGone(line))
    .map(({ sold, paidMinor, refundedMinor, refundedMilli }) => {
      const times = Math.max(0, paidMinor - refundedMinor);
      const amountMinor =
        paidMinor === 0 ? sold.amountMinor : proportion(sold.amountMinor, { times, per: paidMinor }, 'nearest');
      return { ...sold, amountMinor, quantityMilli: Math.max(0, sold.quantityMilli - refundedMilli) };
    });
}

function giveBack(open: readonly Open[], refunds: readonly Refund[]): void {
  let beyond = noteRefunds(open, refunds);
  for (const line of open) {
    const { paidMinor, refundedMinor } = line;
    line.remainingMinor = isGone(line) ? 0 : paidMinor - refundedMinor;
    beyond += Math.max(0, refundedMinor - paidMinor);
  }
  takeFromRest(open, beyond);
}

/** Notes with each line what refunds give back of it; answers what they give back of none. */
function noteRefunds(open: readonly Open[], refunds: readonly Refund[]): number {
  let beyond = 0;
  for (const refund of refunds.toSorted((a, b) => (a.refundId < b.refundId ? -1 : 1))) {
    if (refund.lines.length === 0) beyond += refund.amountMinor ?? 0;
    else beyond += noteLines(open, refund);
  }
  return beyond;
}

/** All its units came back, or all that it was sold for. */
function isGone({ sold, paidMinor, refundedMinor, refundedMilli }: Open): boolean {
  const isReturned = sold.quantityMilli > 0 && refundedMilli >= sold.quantityMilli;
  return isReturned || (refundedMinor > 0 && refundedMinor >= Math.min(paidMinor, sold.amountMinor));
}

function takeFromRest(open: readonly Open[], units: number): void {
  const rest = open.reduce((sum, { remainingMinor }) => sum + remainingMinor, 0);
  const taken = splitUnits(
    Math.min(units, rest),
    open.map(({ sold, remainingMinor }) => ({ key: sold.line, weight: remainingMinor })),
  );
  for (const [index, line] of open.entries()) line.remainingMinor -= taken[index] ?? 0;
}

/** Notes what a refund gives back of lines; answers what it gives back of none of them. */
function noteLines(open: readonly Open[], { lines, amountMinor }: Refund): number {
  const parts = lines.flatMap((line) => partsOf(open, line));
  const said = parts.reduce((sum, { minor }) => sum + minor, 0);
  const unknown = lines.reduce((sum, line) => (matchesOf(open, line).length === 0 ? sum + (line[3] ?? 0) : sum), 0);
  const isOther = amountMinor !== null && amountMinor !== said + unknown;
  // The refund says another sum than its lines: it is what was given back, and they say for what.
  const sums = isOther
    ? splitUnits(
        said === 0 ? 0 : amountMinor,
        parts.map(({ minor }, index) => ({ key: String(index).padStart(6, '0'), weight: minor })),
      )
    : parts.map(({ minor }) => minor);
  for (const [index, { line, milli }] of parts.entries()) {
    line.refundedMinor += sums[index] ?? 0;
    line.refundedMilli += milli;
  }
  if (isOther) return said === 0 ? amountMinor : 0;
  return unknown;
}

interface Part {
  readonly line: Open;
  readonly minor: number;
  readonly milli: number;
}

function matchesOf(open: readonly Open[], [lineId, productId]: RefundedLine): readonly Open[] {
  const byId = lineId === '' ? [] : open.filter(({ sold }) => sold.line === lineId);
  if (byId.length > 0 || productId === '') return byId;
  return open.filter(({ sold }) => sold.productId === productId);
}

/** Which lines a line of a refund is of: several where one product was sold in several lines, filled one after the other. */
function partsOf(open: readonly Open[], refunded: RefundedLine): readonly Part[] {
  const [, , quantityMilli, amountMinor] = refunded;
  const matches = matchesOf(open, refunded);
  const parts: Part[] = [];
  let [milliLeft, minorLeft] = [quantityMilli, amountMinor];
  for (const [index, line] of matches.entries()) {
    const isLast = index === matches.length - 1;
    const milliOpen = Math.max(0, line.sold.quantityMilli - line.refundedMilli);
    const milli = milliLeft === null ? 0 : isLast ? milliLeft : Math.min(milliLeft, milliOpen);
    const minorOpen = Math.max(0, line.paidMinor - line.refundedMinor);
    const worth = worthOf(line, quantityMilli === null ? null : milli);
    const minor = minorLeft === null ? worth : isLast ? minorLeft : Math.min(minorLeft, minorOpen);
    if (milliLeft !== null) milliLeft -= milli;
    if (minorLeft !== null) minorLeft -= minor;
    if (minor > 0 || milli > 0) parts.push({ line, minor, milli });
  }
  return parts;
}

/** What so many units were paid; all that is open where the refund does not say how many. */
function worthOf({ sold, paidMinor, refundedMinor }: Open, milli: number | null): number {
  if (milli === null || sold.quantityMilli === 0) return Math.max(0, paidMinor - refundedMinor);
  return proportion(paidMinor, { times: Math.min(milli, sold.quantityMilli), per: sold.quantityMilli }, 'nearest');
}
