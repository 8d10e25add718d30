import { decimalText } from '@perennial/contracts';
import { listProducts, listProductVersions, upsertProducts } from '@perennial/postgres';
import type { Product, Versioned } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { toPage } from '../kernel/paging.ts';
import { businessSightOf } from '../reading/sight.ts';
import type { BusinessSight } from '../reading/sight.ts';
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
    list: async ({ caller }: Asked, request: ReferenceListRequest) =>
      toPage(await listProducts(database, toQuery(request)), request.limit, {
        item: (product) => toProduct(product, businessSightOf(caller)),
        cursor: (product) => [product.productId],
      }),
    /** Throws `reference.not_found`. */
    versions: async ({ caller }: Asked, request: VersionsRequest) =>
      toVersions(await listProductVersions(database, toVersionsQuery(request)), request, (product) =>
        toProduct(product, businessSightOf(caller)),
      ),
    csv: ({ caller, signal }: Pick<CallContext, 'caller' | 'signal'>, { q = '' }: CsvRequest) => {
      const { costs } = businessSightOf(caller);
      return csvOf('products.csv', ['product_id', 'name', 'category', 'brand', 'price', ...(costs ? ['cost'] : [])], {
        read: (page) => listProducts(database, { ...page, q }),
        idOf: (product) => product.productId,
        cells: (product) => [...productCells(product, digits), ...(costs ? [costOf(product, digits)] : [])],
        signal,
      });
    },
    /** Creates and changes. */
    put: (context: CallContext, entries: readonly ProductEntry[]) =>
      audit.act(context, { action: 'products.written' }, (note) => {
        note(subjectOf(entries.map(({ productId }) => productId)));
        const items = entries.map(({ categoryPath, ...rest }) => ({ ...rest, category: categoryPath.join('/') }));
        return upsertProducts(database, items, nameOfCaller(context.caller));
      }),
  };
}

type Asked = Pick<CallContext, 'caller'>;

/** Without a margin where costs are not to be seen, as where none is known. */
function toProduct<Row extends Product & Versioned>({ category, ...product }: Row, { costs }: BusinessSight) {
  const categoryPath = category === '' ? [] : category.split('/');
  return { ...product, marginMinor: costs ? product.marginMinor : null, categoryPath };
}

/** Amounts as decimals. */
function productCells(product: Product & Versioned, digits: number): readonly string[] {
  const { productId, name, category, brand, priceMinor } = product;
  return [productId, name, category, brand, decimalText(priceMinor, digits)];
}

/** Instead of the margin, as files of products have it: the import takes it back. */
function costOf({ priceMinor, marginMinor }: Product, digits: number): string {
  return decimalText(priceMinor === null || marginMinor === null ? null : priceMinor - marginMinor, digits);
}
