import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { pageSizeMax } from '@perennial/contracts';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { memberKey } from '../../../facet/member-places.ts';

export type Explanation = Result<'members', 'explain'>;

export const explanationQuery = (memberId: string, asOf: string | undefined) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'explanation', asOf],
    queryFn: ({ signal }) =>
      api.members.explain({ params: { memberId }, query: asOf === undefined ? {} : { asOf } }, { signal }),
  });

export const stagesQuery = (memberId: string) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'stages'],
    queryFn: ({ signal }) => api.members.stages({ params: { memberId }, query: { limit: pageSizeMax } }, { signal }),
  });

export const ordersQuery = (memberId: string) =>
  infiniteQueryOptions({
    queryKey: [...memberKey(memberId), 'orders'],
    queryFn: ({ signal, pageParam }) =>
      api.members.orders({ params: { memberId }, query: pageParam === '' ? {} : { cursor: pageParam } }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
