import {
  listProducts,
  listProductVersions,
  listStaff,
  listStaffVersions,
  listStores,
  listStoreVersions,
  upsertProducts,
  upsertStaff,
  upsertStores,
} from '@perennial/postgres';
import type { Database, Product, ReferenceQuery, Staff, Store, Versioned, VersionsQuery } from '@perennial/postgres';
import { ProblemError } from '../kernel/problem-error.ts';
import type { AuditNote, Download, GroupHandlers } from '../../http/routing/handlers.ts';
import { decodeCursor, toPage } from '../kernel/paging.ts';
import { authorOf } from '../program/drafts.ts';
import { csvByPages, toDecimal } from '../reading/csv-pages.ts';

interface ListQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly q?: string | undefined;
}

interface Currency {
  /** Digits of the minor unit of the program's currency. */
  readonly digits: number;
}

/** Products, stores and staff: reference data, versioned by every change. */
export function createReferenceHandlers(database: Database, { digits }: Currency): GroupHandlers<'reference'> {
  return {
    products: async ({ query }) =>
      toPage(await listProducts(database, toQuery(query)), query.limit, {
        item: toProduct,
        cursor: (product) => [product.productId],
      }),
    putProducts: ({ body, caller, note }) => {
      note(subjectOf(body.items, ({ productId }) => productId));
      const items = body.items.map(({ categoryPath, ...rest }) => ({ ...rest, category: categoryPath.join('/') }));
      return upsertProducts(database, items, authorOf(caller));
    },
    productVersions: async ({ query }) =>
      toVersions(await listProductVersions(database, toVersionsQuery(query, query.productId)), query, toProduct),
    productsCsv: async ({ query, signal }) =>
      csvOf('products.csv', productsHeader, {
        read: (page) => listProducts(database, { ...page, q: query.q ?? '' }),
        idOf: (product) => product.productId,
        cells: (product) => productCells(product, digits),
        signal,
      }),
    stores: async ({ query }) =>
      toPage(await listStores(database, toQuery(query)), query.limit, {
        item: (store) => store,
        cursor: (store) => [store.storeId],
      }),
    putStores: ({ body, caller, note }) => {
      note(subjectOf(body.items, ({ storeId }) => storeId));
      return upsertStores(database, body.items, authorOf(caller));
    },
    storeVersions: async ({ query }) =>
      toVersions(await listStoreVersions(database, toVersionsQuery(query, query.storeId)), query, (store) => store),
    storesCsv: async ({ query, signal }) =>
      csvOf('stores.csv', ['store_id', 'name', 'region', 'channel', 'version', 'updated_at', 'updated_by'], {
        read: (page) => listStores(database, { ...page, q: query.q ?? '' }),
        idOf: (store) => store.storeId,
        cells: (store: Store & Versioned) => [store.storeId, store.name, store.region, store.channel],
        signal,
      }),
    staff: async ({ query }) =>
      toPage(await listStaff(database, toQuery(query)), query.limit, {
        item: (person) => person,
        cursor: (person) => [person.staffId],
      }),
    putStaff: ({ body, caller, note }) => {
      note(subjectOf(body.items, ({ staffId }) => staffId));
      return upsertStaff(database, body.items, authorOf(caller));
    },
    staffVersions: async ({ query }) =>
      toVersions(await listStaffVersions(database, toVersionsQuery(query, query.staffId)), query, (person) => person),
    staffCsv: async ({ query, signal }) =>
      csvOf('staff.csv', ['staff_id', 'name', 'store_id', 'role', 'version', 'updated_at', 'updated_by'], {
        read: (page) => listStaff(database, { ...page, q: query.q ?? '' }),
        idOf: (person) => person.staffId,
        cells: (person: Staff & Versioned) => [person.staffId, person.name, person.storeId, person.role],
        signal,
      }),
  };
}

function toProduct<Row extends Product & Versioned>({ category, ...product }: Row) {
  return { ...product, categoryPath: category === '' ? [] : category.split('/') };
}

const productsHeader = [
  'product_id',
  'name',
  'category',
  'brand',
  'price',
  'cost',
  'version',
  'updated_at',
  'updated_by',
];

/** Amounts as decimals and the cost instead of the margin, as files of products have them: the import takes it back. */
function productCells(product: Product & Versioned, digits: number): readonly string[] {
  const { productId, name, category, brand, priceMinor, marginMinor } = product;
  const costMinor = priceMinor === null || marginMinor === null ? null : priceMinor - marginMinor;
  return [productId, name, category, brand, toDecimal(priceMinor, digits), toDecimal(costMinor, digits)];
}

interface CsvOf<Row> {
  readonly read: (page: Pick<ReferenceQuery, 'after' | 'limit'>) => Promise<Row[]>;
  readonly idOf: (row: Row) => string;
  readonly cells: (row: Row) => readonly string[];
  readonly signal: AbortSignal;
}

function csvOf<Row extends Versioned>(fileName: string, header: readonly string[], csv: CsvOf<Row>): Download {
  return {
    fileName,
    parts: csvByPages(header, {
      read: (last: Row | undefined, limit) => csv.read({ after: last === undefined ? '' : csv.idOf(last), limit }),
      cells: csv.cells,
      signal: csv.signal,
    }),
  };
}

/** The one entry that was written, or how many. */
function subjectOf<Item>(items: readonly Item[], idOf: (item: Item) => string): AuditNote {
  const [first] = items;
  return { subject: items.length === 1 && first !== undefined ? idOf(first) : `${items.length} entries` };
}

/** One row more than the page holds tells whether there is another page. */
function toQuery(query: ListQuery): ReferenceQuery {
  const [after] = decodeCursor(query.cursor, ['']);
  return { after, q: query.q ?? '', limit: query.limit + 1 };
}

type PageQuery = Pick<ListQuery, 'cursor' | 'limit'>;

function toVersionsQuery(query: PageQuery, id: string): VersionsQuery {
  return { id, beforeVersion: versionBefore(query.cursor), limit: query.limit + 1 };
}

const versionMax = 2_147_483_647;

/** Versions are counted from 1 on, newest first; a cursor that is no version is none of ours. */
export function versionBefore(cursor: string | undefined): number {
  const [before] = decodeCursor(cursor, [versionMax]);
  if (!Number.isInteger(before) || before < 1 || before > versionMax) throw new ProblemError('request.cursor_invalid');
  return before;
}

/** A page of versions. Throws `reference.not_found` when there was never one. */
export function toVersions<Row extends Versioned, Item>(
  rows: readonly Row[],
  query: PageQuery,
  item: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  if (rows.length === 0 && query.cursor === undefined) throw new ProblemError('reference.not_found');
  return toPage(rows, query.limit, { item, cursor: (row) => [row.version] });
}
