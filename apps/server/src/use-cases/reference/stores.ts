import { listStores, listStoreVersions, upsertStores } from '@perennial/postgres';
import type { Store } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { toPage } from '../kernel/paging.ts';
import { toVersions } from '../reading/version-pages.ts';
import { csvOf, subjectOf, toQuery, toVersionsQuery } from './reference-lists.ts';
import type { CsvRequest, ReferenceDependencies, ReferenceListRequest, VersionsRequest } from './reference-lists.ts';

export type Stores = ReturnType<typeof createStores>;

export function createStores({ database, audit }: ReferenceDependencies) {
  return {
    list: async (request: ReferenceListRequest) =>
      toPage(await listStores(database, toQuery(request)), request.limit, {
        item: (store) => store,
        cursor: (store) => [store.storeId],
      }),
    /** Throws `reference.not_found`. */
    versions: async (request: VersionsRequest) =>
      toVersions(await listStoreVersions(database, toVersionsQuery(request)), request, (store) => store),
    csv: ({ signal }: Pick<CallContext, 'signal'>, { q = '' }: CsvRequest) =>
      csvOf('stores.csv', ['store_id', 'name', 'region', 'channel'], {
        read: (page) => listStores(database, { ...page, q }),
        idOf: (store) => store.storeId,
        cells: (store) => [store.storeId, store.name, store.region, store.channel],
        signal,
      }),
    /** Creates and changes. */
    put: (context: CallContext, entries: readonly Store[]) =>
      audit.act(context, { action: 'stores.written' }, (note) => {
        note(subjectOf(entries.map(({ storeId }) => storeId)));
        return upsertStores(database, entries, nameOfCaller(context.caller));
      }),
  };
}
