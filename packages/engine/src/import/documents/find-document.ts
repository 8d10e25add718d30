import type { ExportDocument } from './export-document.ts';
import { amazonOrders, magentoOrders, shopifyOrders, wooCommerceOrders } from './shop-documents.ts';
import { squareItems, squareTransactions, taobaoOrders, tikTokOrders, youzanOrders } from './market-documents.ts';
import { foldColumnName } from './column-name.ts';

const documents: readonly ExportDocument[] = [
  shopifyOrders,
  wooCommerceOrders,
  magentoOrders,
  taobaoOrders,
  youzanOrders,
  tikTokOrders,
  squareItems,
  squareTransactions,
  amazonOrders,
];

export interface FoundDocument {
  readonly id: string;
  readonly name: string;
  /** Field to column of the file. */
  readonly columns: Readonly<Record<string, string>>;
  /** Each row is a line of an order, else a whole order. */
  readonly hasLines: boolean;
}

/** The export that a header belongs to; undefined when it is none that is known. */
export function findDocument(columns: readonly string[]): FoundDocument | undefined {
  const folded = columns.map(foldColumnName);
  const document = documents.find(({ signature }) => signature.every((name) => folded.includes(name)));
  if (document === undefined) return undefined;
  const taken = new Set<number>();
  const found = Object.entries(document.columns).flatMap(([field, names]) => {
    const at = names
      .split(' ')
      .map((name) => folded.findIndex((column, index) => column === name && !taken.has(index)))
      .find((index) => index >= 0);
    const column = at === undefined ? undefined : columns[at];
    if (at === undefined || column === undefined) return [];
    taken.add(at);
    return [[field, column] as const];
  });
  const fields = Object.fromEntries(found);
  return {
    id: document.id,
    name: document.name,
    columns: fields,
    hasLines: fields['productId'] !== undefined || fields['productName'] !== undefined,
  };
}
