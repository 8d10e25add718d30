import { listProducts, listStaff, listStores, upsertProducts, upsertStaff, upsertStores } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import type { GroupHandlers } from '../routing/handlers.ts';
import { authorOf } from './drafts.ts';
import { decodeCursor, toPage } from '../routing/paging.ts';

interface ListQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly q?: string | undefined;
}

/** Products, stores and staff: reference data, versioned by every change. */
export function createReferenceHandlers(database: Database): GroupHandlers<'reference'> {
  return {
    products: async ({ query }) =>
      toPage(await listProducts(database, toQuery(query)), query.limit, {
        item: ({ category, ...product }) => ({ ...product, categoryPath: category === '' ? [] : category.split('/') }),
        cursor: (product) => [product.productId],
      }),
    putProducts: ({ body, caller }) =>
      upsertProducts(
        database,
        body.items.map(({ categoryPath, ...product }) => ({ ...product, category: categoryPath.join('/') })),
        authorOf(caller),
      ),
    stores: async ({ query }) =>
      toPage(await listStores(database, toQuery(query)), query.limit, {
        item: (store) => store,
        cursor: (store) => [store.storeId],
      }),
    putStores: ({ body, caller }) => upsertStores(database, body.items, authorOf(caller)),
    staff: async ({ query }) =>
      toPage(await listStaff(database, toQuery(query)), query.limit, {
        item: (person) => person,
        cursor: (person) => [person.staffId],
      }),
    putStaff: ({ body, caller }) => upsertStaff(database, body.items, authorOf(caller)),
  };
}

/** One row more than the page holds tells whether there is another page. */
function toQuery(query: ListQuery): { after: string; q: string; limit: number } {
  const [after] = decodeCursor(query.cursor, ['']);
  return { after, q: query.q ?? '', limit: query.limit + 1 };
}
