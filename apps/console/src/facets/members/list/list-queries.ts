import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { MembersSearch } from '../urls/search.ts';
import { pageSizeOf, toListQuery } from './members-query.ts';
import type { MembersListQuery } from './members-query.ts';

/** The question of one page of the list, as its address asks it. */
export function pageQueryOf(search: MembersSearch): MembersListQuery {
  return {
    ...toListQuery(search),
    limit: pageSizeOf(search),
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
