import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { memberKey } from '../../../facet/member-places.ts';

const hitsMax = 10;

/** Members to merge with, by any identity. */
export const candidatesQuery = (q: string) =>
  queryOptions({
    queryKey: ['members', 'search', q, 'merge'],
    queryFn: ({ signal }) => api.members.search({ query: { q, limit: hitsMax } }, { signal }),
  });

/** A member as she is now. */
export const profileQuery = (memberId: string) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'profile', undefined],
    queryFn: ({ signal }) => api.members.get({ params: { memberId } }, { signal }),
  });
