import type { CheckedFact, FactPayload, FactValue } from '@perennial/domain';

/** A line of an order as it was sold; amounts in minor units of the program's currency. */
export interface SoldLine {
  readonly lineId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly amountMinor: number;
}

/** What is known of the order that a fact gives something back of; undefined where the order, or what it held, is not known. */
export type SoldLinesOf = (fact: CheckedFact) => readonly SoldLine[] | undefined;

/** Whether a fact gives back products without saying what they are worth: then the order says it. */
export function isUnpricedReturn({ type, payload }: Pick<CheckedFact, 'type' | 'payload'>): boolean {
  if (type !== 'order.refunded' || typeof payload.amountMinor === 'number') return false;
  return listOf(payload.lines).some((line) => isRecord(line) && isUnpriced(line));
}

function isUnpriced({ amountMinor, priceMinor }: FactPayload): boolean {
  return typeof amountMinor !== 'number' && typeof priceMinor !== 'number';
}

/** The lines that an order's fact names, where each has an amount; none otherwise. */
export function soldLinesOf(payload: FactPayload): readonly SoldLine[] {
  const lines = listOf(payload.lines).filter(isRecord);
  if (lines.some(isUnpriced)) return [];
  return lines.map((line) => {
    const quantity = numberOf(line.quantity) ?? 1;
    const amountMinor = numberOf(line.amountMinor) ?? Math.round((numberOf(line.priceMinor) ?? 0) * quantity);
    return { lineId: textOf(line.lineId), productId: textOf(line.productId), quantity, amountMinor };
  });
}

/** The payload with an amount on each line; undefined where a line is not of the order. A quantity that is not stated is all that was sold. */
export function priceReturn(payload: FactPayload, sold: readonly SoldLine[]): FactPayload | undefined {
  const lines: FactValue[] = [];
  for (const line of listOf(payload.lines)) {
    if (!isRecord(line) || !isUnpriced(line)) lines.push(line);
    else {
      const amountMinor = worthOf(line, sold);
      if (amountMinor === undefined) return undefined;
      lines.push({ ...line, amountMinor });
    }
  }
  return { ...payload, lines };
}

/** Units are taken from the order's lines of the product one after the other, each at what a unit of it was sold for. */
function worthOf(line: FactPayload, sold: readonly SoldLine[]): number | undefined {
  const [lineId, productId] = [textOf(line.lineId), textOf(line.productId)];
  const byId = lineId === '' ? [] : sold.filter((one) => one.lineId === lineId);
  const found = byId.length > 0 ? byId : sold.filter((one) => one.productId === productId);
  if (found.length === 0) return undefined;
  let left = numberOf(line.quantity) ?? Number.POSITIVE_INFINITY;
  let worth = 0;
  for (const one of found) {
    const units = Math.min(left, one.quantity);
    worth += one.quantity > 0 ? (one.amountMinor * units) / one.quantity : 0;
    left -= units;
  }
  return Math.round(worth);
}

function listOf(value: FactValue | undefined): readonly FactValue[] {
  return isList(value) ? value : [];
}

function isList(value: FactValue | undefined): value is readonly FactValue[] {
  return Array.isArray(value);
}

function isRecord(value: FactValue): value is FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(value: FactValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOf(value: FactValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
