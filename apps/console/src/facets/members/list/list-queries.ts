import { queryOptions } from '@tanstack/react-query';
import { pageSizeMax } from '@perennial/contracts';
import { api } from '../../../api/client.ts';
import type { MembersSearch } from '../urls/search.ts';
import { toListQuery } from './members-query.ts';
import type { MembersListQuery } from './members-query.ts';

const rowsPerPage = 50;

/** The question of one page of the list, as its address asks it. */
export function pageQueryOf(search: MembersSearch): MembersListQuery {
  return {
    ...toListQuery(search),
    limit: Math.min(rowsPerPage, pageSizeMax),
    ...(search.cursor === undefined ? {} : { cursor: search.cursor }),
  };
}

export const listQuery = (query: MembersListQuery) =>
  queryOptions({
    queryKey: ['members', 'list', query],
    queryFn: ({ signal }) => api.members.list({ query }, { signal }),
  });

const hitsMax = 50;

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['members', 'search', q, 'all'],
    queryFn: ({ signal }) => api.members.search({ query: { q, limit: hitsMax } }, { signal }),
  });
