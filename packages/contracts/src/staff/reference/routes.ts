import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { identifier, page, paging } from '../../schemas/common.ts';
import { product, referenceRowsMax, staff, store, versioned, written } from './reference-row.ts';

const search = { q: z.string().max(200).optional().describe('Found in the id or the name') };
const listQuery = z.object({ ...paging, ...search });
const csvQuery = z.object(search);

export const referenceRoutes = {
  products: defineRoute({
    method: 'GET',
    path: '/v1/products',
    access: 'reference.read',
    summary: 'Products',
    query: listQuery,
    response: page(product.extend(versioned)),
  }),
  productVersions: defineRoute({
    method: 'GET',
    path: '/v1/products/versions',
    access: 'reference.read',
    summary: 'Versions of one product, newest first',
    query: z.object({ ...paging, productId: identifier }),
    response: page(product.extend(versioned)),
  }),
  productsCsv: defineRoute({
    method: 'GET',
    path: '/v1/products.csv',
    access: 'reference.read',
    format: 'csv',
    summary: 'Products as CSV, which the import takes back',
    query: csvQuery,
    response: undefined,
  }),
  putProducts: defineRoute({
    method: 'PUT',
    path: '/v1/products',
    access: 'reference.write',
    audit: 'products.written',
    bodyBytesMax: 4_000_000,
    summary: 'Create or change products, up to 1,000 at once',
    body: z.object({ items: z.array(product).min(1).max(referenceRowsMax) }),
    response: written,
  }),
  stores: defineRoute({
    method: 'GET',
    path: '/v1/stores',
    access: 'reference.read',
    summary: 'Stores',
    query: listQuery,
    response: page(store.extend(versioned)),
  }),
  storeVersions: defineRoute({
    method: 'GET',
    path: '/v1/stores/versions',
    access: 'reference.read',
    summary: 'Versions of one store, newest first',
    query: z.object({ ...paging, storeId: identifier }),
    response: page(store.extend(versioned)),
  }),
  storesCsv: defineRoute({
    method: 'GET',
    path: '/v1/stores.csv',
    access: 'reference.read',
    format: 'csv',
    summary: 'Stores as CSV, which the import takes back',
    query: csvQuery,
    response: undefined,
  }),
  putStores: defineRoute({
    method: 'PUT',
    path: '/v1/stores',
    access: 'reference.write',
    audit: 'stores.written',
    bodyBytesMax: 4_000_000,
    summary: 'Create or change stores, up to 1,000 at once',
    body: z.object({ items: z.array(store).min(1).max(referenceRowsMax) }),
    response: written,
  }),
  staff: defineRoute({
    method: 'GET',
    path: '/v1/staff',
    access: 'reference.read',
    summary: 'Staff',
    query: listQuery,
    response: page(staff.extend(versioned)),
  }),
  staffVersions: defineRoute({
    method: 'GET',
    path: '/v1/staff/versions',
    access: 'reference.read',
    summary: 'Versions of one person, newest first',
    query: z.object({ ...paging, staffId: identifier }),
    response: page(staff.extend(versioned)),
  }),
  staffCsv: defineRoute({
    method: 'GET',
    path: '/v1/staff.csv',
    access: 'reference.read',
    format: 'csv',
    summary: 'Staff as CSV, which the import takes back',
    query: csvQuery,
    response: undefined,
  }),
  putStaff: defineRoute({
    method: 'PUT',
    path: '/v1/staff',
    access: 'reference.write',
    audit: 'staff.written',
    bodyBytesMax: 4_000_000,
    summary: 'Create or change staff, up to 1,000 at once',
    body: z.object({ items: z.array(staff).min(1).max(referenceRowsMax) }),
    response: written,
  }),
} as const;
