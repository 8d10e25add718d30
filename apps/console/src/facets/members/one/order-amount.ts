import { isRecord } from '../../../api/is-record.ts';
import type { TimelineEntry } from './member-queries.ts';

/** Facts whose payload says an amount. */
const withAmounts: ReadonlySet<string> = new Set(['order.placed', 'order.updated', 'order.paid', 'order.refunded']);

export interface OrderAmount {
  readonly amountMinor: number;
  /** As the fact says; undefined for the program's. */
  readonly currency: string | undefined;
}

/** What an order came to, or what was given back, as the fact says; undefined where it says none, as of a refund of the whole. */
export function orderAmountOf({
  kind,
  type,
  payload,
}: Pick<TimelineEntry, 'kind' | 'type' | 'payload'>): OrderAmount | undefined {
  if (kind !== 'fact' || !withAmounts.has(type) || !isRecord(payload)) return undefined;
  const { amountMinor, currency, lines } = payload;
  const amount = typeof amountMinor === 'number' ? amountMinor : sumOf(Array.isArray(lines) ? lines : []);
  return amount === undefined
    ? undefined
    : { amountMinor: amount, currency: typeof currency === 'string' ? currency : undefined };
}

/** The sum of lines that all have an amount, or a price for their quantity. */
function sumOf(lines: readonly unknown[]): number | undefined {
  const amounts = lines.map(amountOfLine);
  return amounts.length === 0 || amounts.includes(undefined)
    ? undefined
    : amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0);
}

function amountOfLine(line: unknown): number | undefined {
  if (!isRecord(line)) return undefined;
  const { amountMinor, priceMinor, quantity = 1 } = line;
  if (typeof amountMinor === 'number') return amountMinor;
  return typeof priceMinor === 'number' && typeof quantity === 'number' ? Math.round(priceMinor * quantity) : undefined;
}
