import { routes } from '@perennial/contracts/staff';
import type { Capability, Route } from '@perennial/contracts';
import { api } from '../../../api/client.ts';
import { readAmountText, toAmountText } from './decimal-amount.ts';
import type { ReferenceKindName } from '../urls/search.ts';

export type ReferenceField =
  | 'id'
  | 'name'
  | 'category'
  | 'brand'
  | 'price'
  | 'margin'
  | 'region'
  | 'channel'
  | 'store'
  | 'role'
  | 'currency'
  | 'fromOn'
  | 'rate';

export type ReferenceValues = Readonly<Partial<Record<ReferenceField, string>>>;

/** A version of a product, store, staff member or rate, with its fields as people read and type them. */
export interface ReferenceEntry {
  /** Names the entry in addresses; of a rate `USD 2026-01-01`. */
  readonly id: string;
  readonly values: ReferenceValues;
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

interface Page {
  readonly entries: readonly ReferenceEntry[];
  readonly nextCursor: string | null;
}

export interface PageQuery {
  readonly limit: number;
  readonly q?: string;
  readonly cursor?: string;
}

/** What the page of reference data does with each kind; amounts are typed in the currency's own units. */
export interface ReferenceKind {
  /** Fields that name an entry, and cannot be changed afterwards. */
  readonly keys: readonly ReferenceField[];
  readonly fields: readonly ReferenceField[];
  readonly needs: Capability;
  readonly csv: Pick<Route, 'method' | 'path'>;
  readonly list: (query: PageQuery, signal: AbortSignal) => Promise<Page>;
  readonly versions: (id: string, signal: AbortSignal) => Promise<Page>;
  readonly save: (values: ReferenceValues) => Promise<unknown>;
}

const versionsMax = 50;

interface Versioned {
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

function entryOf(id: string, values: ReferenceValues, { version, updatedAt, updatedBy }: Versioned): ReferenceEntry {
  return { id, values: { id, ...values }, version, updatedAt, updatedBy };
}

function pageOf<Row>(page: { items: Row[]; nextCursor: string | null }, toEntry: (row: Row) => ReferenceEntry): Page {
  return { entries: page.items.map(toEntry), nextCursor: page.nextCursor };
}

type Items<List extends (...given: never) => Promise<{ items: unknown[] }>> = Awaited<
  ReturnType<List>
>['items'][number];

interface KindsSeen {
  /** Of the installation's currency. */
  readonly minorDigits: number;
  /** Of who may not see what things cost they show no margin. */
  readonly showsCosts: boolean;
}

export function createReferenceKinds(seen: KindsSeen): Readonly<Record<ReferenceKindName, ReferenceKind>> {
  return { products: products(seen), stores, staff, rates };
}

function products({ minorDigits: digits, showsCosts }: KindsSeen): ReferenceKind {
  const toEntry = (row: Items<typeof api.reference.products>) =>
    entryOf(
      row.productId,
      {
        name: row.name,
        category: (row.categoryPath ?? []).join('/'),
        brand: row.brand ?? '',
        price: toAmountText(row.priceMinor, digits),
        margin: toAmountText(row.marginMinor, digits),
      },
      row,
    );
  return {
    keys: ['id'],
    fields: ['name', 'category', 'brand', 'price', ...(showsCosts ? (['margin'] as const) : [])],
    needs: 'reference.write',
    csv: routes.reference.productsCsv,
    list: async (query, signal) => pageOf(await api.reference.products({ query }, { signal }), toEntry),
    versions: async (productId, signal) =>
      pageOf(await api.reference.productVersions({ query: { productId, limit: versionsMax } }, { signal }), toEntry),
    save: ({ id = '', name = '', category = '', brand = '', price = '', margin = '' }) => {
      const levels = category.split('/').map((level) => level.trim());
      const item = {
        productId: id,
        name,
        categoryPath: levels.filter((level) => level !== ''),
        brand,
        priceMinor: readAmountText(price, digits) ?? null,
        marginMinor: readAmountText(margin, digits) ?? null,
      };
      return api.reference.putProducts({ body: { items: [item] } });
    },
  };
}

const toStore = (row: Items<typeof api.reference.stores>) =>
  entryOf(row.storeId, { name: row.name, region: row.region ?? '', channel: row.channel ?? '' }, row);

const stores: ReferenceKind = {
  keys: ['id'],
  fields: ['name', 'region', 'channel'],
  needs: 'reference.write',
  csv: routes.reference.storesCsv,
  list: async (query, signal) => pageOf(await api.reference.stores({ query }, { signal }), toStore),
  versions: async (storeId, signal) =>
    pageOf(await api.reference.storeVersions({ query: { storeId, limit: versionsMax } }, { signal }), toStore),
  save: ({ id = '', name = '', region = '', channel = '' }) =>
    api.reference.putStores({ body: { items: [{ storeId: id, name, region, channel }] } }),
};

const toPerson = (row: Items<typeof api.reference.staff>) =>
  entryOf(row.staffId, { name: row.name, store: row.storeId ?? '', role: row.role ?? '' }, row);

const staff: ReferenceKind = {
  keys: ['id'],
  fields: ['name', 'store', 'role'],
  needs: 'reference.write',
  csv: routes.reference.staffCsv,
  list: async (query, signal) => pageOf(await api.reference.staff({ query }, { signal }), toPerson),
  versions: async (staffId, signal) =>
    pageOf(await api.reference.staffVersions({ query: { staffId, limit: versionsMax } }, { signal }), toPerson),
  save: ({ id = '', name = '', store = '', role = '' }) =>
    api.reference.putStaff({ body: { items: [{ staffId: id, name, storeId: store, role }] } }),
};

const toRate = (row: Items<typeof api.rates.list>) => {
  const { currency, fromOn, rate } = row;
  return entryOf(`${currency} ${fromOn}`, { currency, fromOn, rate: rate ?? '' }, row);
};

const rates: ReferenceKind = {
  keys: ['currency', 'fromOn'],
  fields: ['rate'],
  needs: 'rates.publish',
  csv: routes.rates.csv,
  list: async (query, signal) => pageOf(await api.rates.list({ query }, { signal }), toRate),
  versions: async (id, signal) => {
    const [currency = '', fromOn = ''] = id.split(' ');
    return pageOf(await api.rates.versions({ query: { currency, fromOn, limit: versionsMax } }, { signal }), toRate);
  },
  // An empty rate withdraws it.
  save: ({ currency = '', fromOn = '', rate = '' }) =>
    api.rates.publish({ body: { items: [{ currency, fromOn, rate: rate.trim() === '' ? null : rate.trim() }] } }),
};
