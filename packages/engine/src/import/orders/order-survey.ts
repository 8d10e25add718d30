import type { FileRow } from '../rows/file-row.ts';
import type { RowReader } from '../rows/row-reader.ts';
import { createProblemCount, type ProblemCount } from '../rows/problem-count.ts';
import { purchaseKey } from './cancellations.ts';
import { readOrderLine, type OrderLine } from './order-lines.ts';

export interface SeenProduct {
  readonly productId: string;
  readonly name: string;
  readonly category: string;
  /** Of one piece, at its last sale; null when nothing says. */
  readonly priceMinor: number | null;
}

/** What must be known of a whole file before its first order can be built. */
export interface OrderSurvey {
  add(row: FileRow): void;
  /** Line on which an order ends: lines of one order need not stand together. */
  readonly lastLines: ReadonlyMap<string, number>;
  /** Customer and product pairs that something is given back of. */
  readonly returnedKeys: ReadonlySet<string>;
  readonly products: ReadonlyMap<string, SeenProduct>;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  /** Why rows cannot be read, each reason with its first line. What is no sale is read. */
  readonly problems: ProblemCount;
}

export function createOrderSurvey(reader: RowReader): OrderSurvey {
  const state = { firstAt: null as number | null, lastAt: null as number | null };
  const fill = reader.createFiller();
  const problems = createProblemCount();
  const lastLines = new Map<string, number>();
  const returnedKeys = new Set<string>();
  const products = new Map<string, SeenProduct>();
  return {
    lastLines,
    returnedKeys,
    products,
    problems,
    get firstAt() {
      return state.firstAt;
    },
    get lastAt() {
      return state.lastAt;
    },
    add(row) {
      const read = readOrderLine(reader, fill(row));
      problems.add(row.line, read.kind === 'problem' ? read.problem : null);
      if (read.kind === 'problem') return;
      const { line } = read;
      state.firstAt = Math.min(state.firstAt ?? line.at, line.at);
      state.lastAt = Math.max(state.lastAt ?? line.at, line.at);
      lastLines.set(line.orderId, row.line);
      if (line.isReturn) returnedKeys.add(purchaseKey(line));
      else noteProduct(products, line);
    },
  };
}

function noteProduct(products: Map<string, SeenProduct>, line: OrderLine): void {
  const known = products.get(line.productId);
  const hasPrice = line.quantity > 0 && line.amountMinor > 0;
  products.set(line.productId, {
    productId: line.productId,
    name: line.productName || known?.name || '',
    category: line.category || known?.category || '',
    priceMinor: hasPrice ? Math.round(line.amountMinor / line.quantity) : (known?.priceMinor ?? null),
  });
}
