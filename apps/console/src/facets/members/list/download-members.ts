import { urlOf } from '@perennial/contracts';
import { routes } from '@perennial/contracts/staff';
import type { MembersListQuery } from './members-query.ts';

/** Starts the download of the filtered members: the browser streams the file to disk, whatever its size. */
export function downloadMembers(query: MembersListQuery): void {
  globalThis.location.assign(urlOf(routes.members.download, { query: { ...query } }));
}
