import type { FactPayload } from '@perennial/domain';
import type { ImportMapping } from '../mapping/import-mapping.ts';
import {
  nothingBuilt,
  type BuildResult,
  type BuiltFact,
  type FactBuilder,
  type RowReject,
} from '../rows/built-fact.ts';
import { joinHeads, outcomeOf, type OrderOutcome } from '../rows/order-head.ts';
import type { IdentityValue, RowReader } from '../rows/row-reader.ts';
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
 * An order that was never paid for is no sale: it is rejected with that reason, or told as cancelled.
 */
export function createOrderBuilder(options: OrderBuilderOptions): FactBuilder {
  const open = new Map<string, OrderLine[]>();
  const returns: OrderLine[] = [];
  const knownAttributes = new Map<string, string>();
  const fill = options.reader.createFiller();

  function close(orderId: string): BuildResult {
    const lines = open.get(orderId);
    open.delete(orderId);
    const [first] = lines ?? [];
    if (lines === undefined || first === undefined) return nothingBuilt;
    const order: ClosedOrder = { first, lines, identities: identitiesOf(lines) };
    const head = joinHeads(lines.map((line) => line.head));
    const outcome = outcomeOf(
      head,
      lines.reduce((sum, line) => sum + line.amountMinor, 0),
    );
    if (outcome.kind === 'unpaid') return { facts: [], rejects: unpaidRejects(lines, head.status) };
    if (outcome.kind === 'cancelled') return { facts: [cancelled(options, order)], rejects: [] };
    for (const line of lines) options.book.addPurchase({ ...line, identities: order.identities });
    const refunds = outcome.refundMinor > 0 ? [refundedBack(options, order, outcome)] : [];
    const attributes = attributesOf({ ...first, identities: order.identities }, knownAttributes, options);
    return { facts: [placed(options, order, outcome), ...refunds, ...attributes], rejects: [] };
  }

  return {
    push(row) {
      const read = readOrderLine(options.reader, fill(row));
      if (read.kind === 'problem') return { facts: [], rejects: [{ line: row.line, ...read.problem }] };
      const { line } = read;
      const reject = line.isReturn ? null : addLine(open, line);
      if (line.isReturn) returns.push(line);
      const isLast = options.lastLines.get(line.orderId) === row.line;
      const closed = isLast ? close(line.orderId) : nothingBuilt;
      return reject === null ? closed : { facts: closed.facts, rejects: [reject, ...closed.rejects] };
    },
    finish() {
      const rest = [...open.keys()].map(close);
      const refunds = returns.splice(0).sort((one, other) => one.at - other.at);
      return {
        facts: [...rest.flatMap(({ facts }) => facts), ...refundsOf(options, refunds)],
        rejects: rest.flatMap(({ rejects }) => rejects),
      };
    },
  };
}

interface ClosedOrder {
  readonly first: OrderLine;
  readonly lines: readonly OrderLine[];
  readonly identities: readonly IdentityValue[];
}

function unpaidRejects(lines: readonly OrderLine[], status: string): readonly RowReject[] {
  const reason = `the order is not paid (${status}): no sale yet`;
  return lines.map(({ line }) => ({ line, code: 'no_sale', reason }));
}

function addLine(open: Map<string, OrderLine[]>, line: OrderLine): RowReject | null {
  const lines = open.get(line.orderId);
  if (lines === undefined) {
    open.set(line.orderId, [line]);
    return null;
  }
  const other = lines.find((one) => !maySameCustomer(one, line));
  if (other !== undefined) {
    return {
      line: line.line,
      code: 'order_of_another',
      reason: `order ${line.orderId} belongs to another customer since line ${other.line}`,
    };
  }
  const total = lines.find((one) => one.head.totalMinor !== undefined)?.head.totalMinor;
  if (total !== undefined && line.head.totalMinor !== undefined && line.head.totalMinor !== total) {
    const reason = `order ${line.orderId} states another total than before: is the column the amount of a line?`;
    return { line: line.line, code: 'total_conflict', reason };
  }
  lines.push(line);
  return null;
}

/** Lines of one order name one customer, as far as they name any: what a line leaves blank speaks against nothing. */
function maySameCustomer(one: OrderLine, other: OrderLine): boolean {
  return one.identities.every(({ type, value }) =>
    other.identities.every((identity) => identity.type !== type || identity.value === value),
  );
}

function identitiesOf(lines: readonly OrderLine[]): readonly IdentityValue[] {
  const byType = new Map<string, IdentityValue>();
  for (const { identities } of lines)
    for (const identity of identities) if (!byType.has(identity.type)) byType.set(identity.type, identity);
  return [...byType.values()];
}

function customerOf(line: OrderLine): string {
  return line.identities.map(({ type, value }) => `${type}=${value}`).join('\n');
}

function placeOf({ mapping }: OrderBuilderOptions, first: OrderLine) {
  return { channel: first.channel || (mapping.channel ?? ''), storeId: first.storeId || (mapping.storeId ?? '') };
}

function currencyOf(options: OrderBuilderOptions, lines: readonly OrderLine[]): string {
  return lines.find((line) => line.currency !== '')?.currency || options.currency;
}

function earliestOf(lines: readonly OrderLine[], first: OrderLine): number {
  return lines.reduce((at, line) => Math.min(at, line.at), first.at);
}

type Sold = Extract<OrderOutcome, { kind: 'sold' }>;

function placed(options: OrderBuilderOptions, order: ClosedOrder, { amountMinor }: Sold): BuiltFact {
  const { first, lines, identities } = order;
  const listed = listLines(lines);
  return {
    line: first.line,
    value: {
      messageId: `order:${first.orderId}`,
      type: 'order.placed',
      occurredAt: earliestOf(lines, first),
      identities,
      ...placeOf(options, first),
      payload: {
        orderId: first.orderId,
        amountMinor,
        currency: currencyOf(options, lines),
        lines: listed.lines,
        ...(listed.omitted === 0 ? {} : { linesOmitted: listed.omitted }),
      },
    },
  };
}

/** What a column of the file says was given back; when it was, no export of orders says. A larger refund told later is one more message of the same refund. */
function refundedBack(options: OrderBuilderOptions, order: ClosedOrder, { refundMinor }: Sold): BuiltFact {
  const { first, lines, identities } = order;
  return {
    line: first.line,
    value: {
      messageId: `refund:${first.orderId}:${refundMinor}`,
      type: 'order.refunded',
      occurredAt: earliestOf(lines, first),
      identities,
      ...placeOf(options, first),
      payload: {
        orderId: first.orderId,
        refundId: `${first.orderId}:refunded`,
        amountMinor: refundMinor,
        currency: currencyOf(options, lines),
      },
    },
  };
}

/** Takes the order back where an earlier file has told it as sold; where none has, it changes no sales. */
function cancelled(options: OrderBuilderOptions, { first, lines, identities }: ClosedOrder): BuiltFact {
  return {
    line: first.line,
    value: {
      messageId: `cancelled:${first.orderId}`,
      type: 'order.cancelled',
      occurredAt: earliestOf(lines, first),
      identities,
      ...placeOf(options, first),
      payload: { orderId: first.orderId },
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
    ...(line.isPriced ? { amountMinor: line.amountMinor } : {}),
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
      ...placeOf(options, first),
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
