import type { FactPayload } from '@perennial/domain';
import type { ImportMapping } from '../mapping/import-mapping.ts';
import { nothingBuilt, type BuiltFact, type FactBuilder, type RowReject } from '../rows/built-fact.ts';
import type { RowReader } from '../rows/row-reader.ts';
import type { PurchaseBook, ReturnedPart } from './cancellations.ts';
import { readOrderLine, type OrderLine } from './order-lines.ts';

export interface OrderBuilderOptions {
  readonly reader: RowReader;
  readonly mapping: ImportMapping;
  /** Line on which each order ends, from the survey. */
  readonly lastLines: ReadonlyMap<string, number>;
  readonly book: PurchaseBook;
  /** Currency of lines that state none. */
  readonly currency: string;
}

/** Lines of one fact; an order of more lists its products, their quantities added up. */
const linesMax = 1000;
/** Characters of the lines of one fact: what ingestion takes, less what else stands in it. */
const linesLengthMax = 56_000;

/**
 * Lines of one order become one `order.placed`, built when its last line has been read. What a return gives back becomes an
 * `order.refunded` of the order it was bought in; returns wait for the end of the file, because files are not always in order.
 */
export function createOrderBuilder(options: OrderBuilderOptions): FactBuilder {
  const open = new Map<string, OrderLine[]>();
  const returns: OrderLine[] = [];
  const knownAttributes = new Map<string, string>();

  function close(orderId: string): readonly BuiltFact[] {
    const lines = open.get(orderId);
    open.delete(orderId);
    const [first] = lines ?? [];
    if (lines === undefined || first === undefined) return [];
    for (const line of lines) options.book.addPurchase(line);
    return [placed(options, first, lines), ...attributesOf(first, knownAttributes, options)];
  }

  return {
    push(row) {
      const read = readOrderLine(options.reader, row);
      if (read.kind === 'problem') return { facts: [], rejects: [{ line: row.line, ...read.problem }] };
      const { line } = read;
      const reject = line.isReturn ? null : addLine(open, line);
      if (line.isReturn) returns.push(line);
      const isLast = options.lastLines.get(line.orderId) === row.line;
      const facts = isLast ? close(line.orderId) : [];
      return facts.length === 0 && reject === null ? nothingBuilt : { facts, rejects: reject === null ? [] : [reject] };
    },
    finish() {
      const rest = [...open.keys()].flatMap(close);
      const refunds = returns.splice(0).sort((one, other) => one.at - other.at);
      return { facts: [...rest, ...refundsOf(options, refunds)], rejects: [] };
    },
  };
}

function addLine(open: Map<string, OrderLine[]>, line: OrderLine): RowReject | null {
  const lines = open.get(line.orderId);
  const [first] = lines ?? [];
  if (lines === undefined || first === undefined) {
    open.set(line.orderId, [line]);
    return null;
  }
  if (!isSameCustomer(first, line)) {
    return {
      line: line.line,
      code: 'order_of_another',
      reason: `order ${line.orderId} belongs to another customer since line ${first.line}`,
    };
  }
  lines.push(line);
  return null;
}

function isSameCustomer(one: OrderLine, other: OrderLine): boolean {
  if (one.identities.length !== other.identities.length) return false;
  return one.identities.every(
    ({ type, value }, at) => other.identities[at]?.type === type && other.identities[at].value === value,
  );
}

function customerOf(line: OrderLine): string {
  return line.identities.map(({ type, value }) => `${type}=${value}`).join('\n');
}

function placed(options: OrderBuilderOptions, first: OrderLine, lines: readonly OrderLine[]): BuiltFact {
  const { mapping } = options;
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0);
  const listed = listLines(lines);
  return {
    line: first.line,
    value: {
      messageId: `order:${first.orderId}`,
      type: 'order.placed',
      occurredAt: lines.reduce((at, line) => Math.min(at, line.at), first.at),
      identities: first.identities,
      channel: first.channel || (mapping.channel ?? ''),
      storeId: first.storeId || (mapping.storeId ?? ''),
      payload: {
        orderId: first.orderId,
        amountMinor,
        currency: first.currency || options.currency,
        lines: listed.lines,
        ...(listed.omitted === 0 ? {} : { linesOmitted: listed.omitted }),
      },
    },
  };
}

interface ListedLines {
  readonly lines: readonly FactPayload[];
  /** How many of the smallest were left out; the amount of the order counts them all. */
  readonly omitted: number;
}

function listLines(lines: readonly OrderLine[]): ListedLines {
  const whole = lines.map(toPayload);
  if (whole.length <= linesMax && JSON.stringify(whole).length <= linesLengthMax) return { lines: whole, omitted: 0 };
  const products = addUp(lines).toSorted((one, other) => other.amountMinor - one.amountMinor);
  let listed = products.slice(0, linesMax).map(toPayload);
  while (JSON.stringify(listed).length > linesLengthMax) listed = listed.slice(0, Math.floor(listed.length * 0.9));
  return { lines: listed, omitted: products.length - listed.length };
}

function toPayload(line: OrderLine): FactPayload {
  return {
    productId: line.productId,
    ...(line.category === '' ? {} : { category: line.category }),
    quantity: line.quantity,
    amountMinor: line.amountMinor,
  };
}

function addUp(lines: readonly OrderLine[]): readonly OrderLine[] {
  const byProduct = new Map<string, OrderLine>();
  for (const line of lines) {
    const known = byProduct.get(line.productId);
    const sum =
      known === undefined
        ? line
        : { ...known, quantity: known.quantity + line.quantity, amountMinor: known.amountMinor + line.amountMinor };
    byProduct.set(line.productId, sum);
  }
  return [...byProduct.values()];
}

/** What the file says of the customer beside the order, where it is new or has changed. */
function attributesOf(line: OrderLine, known: Map<string, string>, options: OrderBuilderOptions): readonly BuiltFact[] {
  if (line.identities.length === 0) return [];
  const text = JSON.stringify(line.attributes);
  if (text === '{}' || known.get(customerOf(line)) === text) return [];
  known.set(customerOf(line), text);
  const value = {
    messageId: `attributes:${line.orderId}`,
    type: 'attributes.changed',
    occurredAt: line.at,
    identities: line.identities,
    channel: options.mapping.channel ?? '',
    storeId: '',
    payload: { attributes: line.attributes },
  };
  return [{ line: line.line, value }];
}

interface Refund {
  readonly first: OrderLine;
  readonly part: ReturnedPart;
  readonly lines: FactPayload[];
  amountMinor: number;
}

/** One refund for each cancellation and order given back: a cancellation may give back parts of several orders. */
function refundsOf(options: OrderBuilderOptions, returns: readonly OrderLine[]): readonly BuiltFact[] {
  const refunds = new Map<string, Refund>();
  for (const line of returns) {
    for (const part of options.book.matchReturn(line)) {
      const key = `${line.orderId}\0${part.orderId}\0${customerOf(line)}`;
      const refund = refunds.get(key) ?? { first: line, part, lines: [], amountMinor: 0 };
      refunds.set(key, refund);
      refund.lines.push({ productId: line.productId, quantity: part.quantity, amountMinor: part.amountMinor });
      refund.amountMinor += part.amountMinor;
    }
  }
  return [...refunds.values()].map((refund) => refunded(options, refund));
}

function refunded(options: OrderBuilderOptions, { first, part, lines, amountMinor }: Refund): BuiltFact {
  return {
    line: first.line,
    value: {
      messageId: `refund:${first.orderId}:${part.orderId}`,
      type: 'order.refunded',
      occurredAt: first.at,
      identities: first.identities,
      channel: first.channel || (options.mapping.channel ?? ''),
      storeId: first.storeId || (options.mapping.storeId ?? ''),
      payload: {
        orderId: part.orderId,
        refundId: first.orderId,
        amountMinor,
        currency: first.currency || options.currency,
        lines: lines.slice(0, linesMax),
        ...(part.isFound ? {} : { isOrderUnknown: true }),
      },
    },
  };
}
