import type { Database, Sql, Statement } from '../../database/database.ts';
import { textArray } from '../../wire/binary-arrays.ts';
import { writeVersions, type UpsertCounts, type VersionedTable } from './versioned-table.ts';

export interface Product {
  readonly productId: string;
  readonly name: string;
  /** Path from general to special, separated by '/'. */
  readonly category: string;
  readonly brand: string;
  readonly priceMinor: number | null;
  readonly marginMinor: number | null;
}

export interface Store {
  readonly storeId: string;
  readonly name: string;
  readonly region: string;
  readonly channel: string;
}

export interface Staff {
  readonly staffId: string;
  readonly name: string;
  readonly storeId: string;
  readonly role: string;
}

const products: VersionedTable<Product> = {
  name: 'product',
  key: ['product_id'],
  columns: [
    { name: 'product_id', type: 'text', of: (item) => item.productId },
    { name: 'name', type: 'text', of: (item) => item.name },
    { name: 'category', type: 'text', of: (item) => item.category },
    { name: 'brand', type: 'text', of: (item) => item.brand },
    { name: 'price_minor', type: 'bigint', of: (item) => item.priceMinor },
    { name: 'margin_minor', type: 'bigint', of: (item) => item.marginMinor },
  ],
};

const stores: VersionedTable<Store> = {
  name: 'store',
  key: ['store_id'],
  columns: [
    { name: 'store_id', type: 'text', of: (item) => item.storeId },
    { name: 'name', type: 'text', of: (item) => item.name },
    { name: 'region', type: 'text', of: (item) => item.region },
    { name: 'channel', type: 'text', of: (item) => item.channel },
  ],
};

const staff: VersionedTable<Staff> = {
  name: 'staff',
  key: ['staff_id'],
  columns: [
    { name: 'staff_id', type: 'text', of: (item) => item.staffId },
    { name: 'name', type: 'text', of: (item) => item.name },
    { name: 'store_id', type: 'text', of: (item) => item.storeId },
    { name: 'role', type: 'text', of: (item) => item.role },
  ],
};

/** Creates or changes products, one or many at once; of items with the same id the last one counts. */
export function upsertProducts(database: Database, items: readonly Product[], by: string): Promise<UpsertCounts> {
  return writeVersions(database, products, { items: lastById(items, (item) => item.productId), by });
}

export function upsertStores(database: Database, items: readonly Store[], by: string): Promise<UpsertCounts> {
  return writeVersions(database, stores, { items: lastById(items, (item) => item.storeId), by });
}

export function upsertStaff(database: Database, items: readonly Staff[], by: string): Promise<UpsertCounts> {
  return writeVersions(database, staff, { items: lastById(items, (item) => item.staffId), by });
}

function lastById<Item>(items: readonly Item[], idOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [idOf(item), item])).values()];
}

/** A page of current rows in the order of the id, after `after`; `q` is found in the id or the name. */
export interface ReferenceQuery {
  readonly after: string;
  readonly q: string;
  readonly limit: number;
}

export interface Versioned {
  readonly version: number;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
  /** A person or a key, by name; '' where it was not kept yet. */
  readonly updatedBy: string;
}

const versioned = 'version, recorded_at as "updatedAt", recorded_by as "updatedBy"';

function listStatement(table: 'product' | 'store' | 'staff', columns: string): Statement {
  return {
    name: `list_${table}`,
    text: `select ${columns}, ${versioned} from ${table}
            where is_current and ${table}_id > $1
              and ($2 = '' or position(lower($2) in lower(${table}_id || ' ' || name)) > 0)
            order by ${table}_id limit $3`,
  };
}

const productColumns =
  'product_id as "productId", name, category, brand, price_minor as "priceMinor", margin_minor as "marginMinor"';
const listProductRows = listStatement('product', productColumns);
const storeColumns = 'store_id as "storeId", name, region, channel';
const staffColumns = 'staff_id as "staffId", name, store_id as "storeId", role';
const listStoreRows = listStatement('store', storeColumns);
const listStaffRows = listStatement('staff', staffColumns);

/** Index: product_current. */
export function listProducts(sql: Sql, query: ReferenceQuery): Promise<(Product & Versioned)[]> {
  return sql.rows(listProductRows, [query.after, query.q, query.limit]);
}

export function listStores(sql: Sql, query: ReferenceQuery): Promise<(Store & Versioned)[]> {
  return sql.rows(listStoreRows, [query.after, query.q, query.limit]);
}

export function listStaff(sql: Sql, query: ReferenceQuery): Promise<(Staff & Versioned)[]> {
  return sql.rows(listStaffRows, [query.after, query.q, query.limit]);
}

/** All versions of one item, the newest first, those before `beforeVersion`. */
export interface VersionsQuery {
  readonly id: string;
  readonly beforeVersion: number;
  readonly limit: number;
}

function versionsStatement(table: 'product' | 'store' | 'staff', columns: string): Statement {
  return {
    name: `list_${table}_versions`,
    text: `select ${columns}, ${versioned} from ${table}
            where ${table}_id = $1 and version < $2 order by version desc limit $3`,
  };
}

const productVersions = versionsStatement('product', productColumns);
const storeVersions = versionsStatement('store', storeColumns);
const staffVersions = versionsStatement('staff', staffColumns);

/** Index: primary key. */
export function listProductVersions(sql: Sql, query: VersionsQuery): Promise<(Product & Versioned)[]> {
  return sql.rows(productVersions, [query.id, query.beforeVersion, query.limit]);
}

export function listStoreVersions(sql: Sql, query: VersionsQuery): Promise<(Store & Versioned)[]> {
  return sql.rows(storeVersions, [query.id, query.beforeVersion, query.limit]);
}

export function listStaffVersions(sql: Sql, query: VersionsQuery): Promise<(Staff & Versioned)[]> {
  return sql.rows(staffVersions, [query.id, query.beforeVersion, query.limit]);
}

/** Current category paths; unknown products and those without a category are absent (index: product_current). */
export async function readCategories(sql: Sql, productIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.rows<{ product_id: string; category: string }>(
    {
      name: 'read_product_categories',
      text: `select product_id, category from product where product_id = any($1::text[]) and is_current`,
    },
    [textArray(productIds)],
  );
  return new Map(rows.filter((row) => row.category !== '').map((row) => [row.product_id, row.category]));
}
