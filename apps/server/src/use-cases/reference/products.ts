import { decimalText } from '@perennial/contracts';
import { listProducts, listProductVersions, upsertProducts } from '@perennial/postgres';
import type { Product, Versioned } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { toPage } from '../kernel/paging.ts';
import { toVersions } from '../reading/version-pages.ts';
import { csvOf, subjectOf, toQuery, toVersionsQuery } from './reference-lists.ts';
import type { CsvRequest, ReferenceDependencies, ReferenceListRequest, VersionsRequest } from './reference-lists.ts';

export interface ProductsDependencies extends ReferenceDependencies {
  /** Digits of the minor unit of the program's currency. */
  readonly digits: number;
}

/** A product whose category is a path of names, from the widest down. */
export type ProductEntry = Omit<Product, 'category'> & { readonly categoryPath: readonly string[] };

export type Products = ReturnType<typeof createProducts>;

export function createProducts({ database, audit, digits }: ProductsDependencies) {
  return {
    list: async (request: ReferenceListRequest) =>
      toPage(await listProducts(database, toQuery(request)), request.limit, {
        item: toProduct,
        cursor: (product) => [product.productId],
      }),
    /** Throws `reference.not_found`. */
    versions: async (request: VersionsRequest) =>
      toVersions(await listProductVersions(database, toVersionsQuery(request)), request, toProduct),
    csv: ({ signal }: Pick<CallContext, 'signal'>, { q = '' }: CsvRequest) =>
      csvOf('products.csv', ['product_id', 'name', 'category', 'brand', 'price', 'cost'], {
        read: (page) => listProducts(database, { ...page, q }),
        idOf: (product) => product.productId,
        cells: (product) => productCells(product, digits),
        signal,
      }),
    /** Creates and changes. */
    put: (context: CallContext, entries: readonly ProductEntry[]) =>
      audit.act(context, { action: 'products.written' }, (note) => {
        note(subjectOf(entries.map(({ productId }) => productId)));
        const items = entries.map(({ categoryPath, ...rest }) => ({ ...rest, category: categoryPath.join('/') }));
        return upsertProducts(database, items, nameOfCaller(context.caller));
      }),
  };
}

function toProduct<Row extends Product & Versioned>({ category, ...product }: Row) {
  return { ...product, categoryPath: category === '' ? [] : category.split('/') };
}

/** Amounts as decimals and the cost instead of the margin, as files of products have them: the import takes it back. */
function productCells(product: Product & Versioned, digits: number): readonly string[] {
  const { productId, name, category, brand, priceMinor, marginMinor } = product;
  const costMinor = priceMinor === null || marginMinor === null ? null : priceMinor - marginMinor;
  return [productId, name, category, brand, decimalText(priceMinor, digits), decimalText(costMinor, digits)];
}
