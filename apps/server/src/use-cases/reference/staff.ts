import { listStaff, listStaffVersions, upsertStaff } from '@perennial/postgres';
import type { Staff } from '@perennial/postgres';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import { toPage } from '../kernel/paging.ts';
import { toVersions } from '../reading/version-pages.ts';
import { csvOf, subjectOf, toQuery, toVersionsQuery } from './reference-lists.ts';
import type { CsvRequest, ReferenceDependencies, ReferenceListRequest, VersionsRequest } from './reference-lists.ts';

export type StaffMembers = ReturnType<typeof createStaff>;

export function createStaff({ database, audit }: ReferenceDependencies) {
  return {
    list: async (request: ReferenceListRequest) =>
      toPage(await listStaff(database, toQuery(request)), request.limit, {
        item: (person) => person,
        cursor: (person) => [person.staffId],
      }),
    /** Throws `reference.not_found`. */
    versions: async (request: VersionsRequest) =>
      toVersions(await listStaffVersions(database, toVersionsQuery(request)), request, (person) => person),
    csv: ({ signal }: Pick<CallContext, 'signal'>, { q = '' }: CsvRequest) =>
      csvOf('staff.csv', ['staff_id', 'name', 'store_id', 'role'], {
        read: (page) => listStaff(database, { ...page, q }),
        idOf: (person) => person.staffId,
        cells: (person) => [person.staffId, person.name, person.storeId, person.role],
        signal,
      }),
    /** Creates and changes. */
    put: (context: CallContext, entries: readonly Staff[]) =>
      audit.act(context, { action: 'staff.written' }, (note) => {
        note(subjectOf(entries.map(({ staffId }) => staffId)));
        return upsertStaff(database, entries, nameOfCaller(context.caller));
      }),
  };
}
