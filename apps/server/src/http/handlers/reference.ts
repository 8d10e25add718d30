import type { Reference } from '../../use-cases/reference/reference.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createReferenceHandlers({ products, stores, staff }: Reference): GroupHandlers<'reference'> {
  return {
    products: (call) => products.list(call, call.query),
    putProducts: (call) => products.put(call, call.body.items),
    productVersions: ({ query: { productId: id, ...page }, ...call }) => products.versions(call, { id, ...page }),
    productsCsv: async (call) => products.csv(call, call.query),
    stores: ({ query }) => stores.list(query),
    putStores: (call) => stores.put(call, call.body.items),
    storeVersions: ({ query: { storeId: id, ...page } }) => stores.versions({ id, ...page }),
    storesCsv: async (call) => stores.csv(call, call.query),
    staff: ({ query }) => staff.list(query),
    putStaff: (call) => staff.put(call, call.body.items),
    staffVersions: ({ query: { staffId: id, ...page } }) => staff.versions({ id, ...page }),
    staffCsv: async (call) => staff.csv(call, call.query),
  };
}
