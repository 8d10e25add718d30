import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pageSizeMax } from '@perennial/contracts';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';

export type Profile = Result<'members', 'get'>;
export type Explanation = Result<'members', 'explain'>;
export type TimelineEntry = Result<'members', 'timeline'>['items'][number];

const timelinePage = 30;

/** Reads of one member; all under one key, so that a change can refresh them together. */
export const memberQueries = {
  all: (memberId: string) => ['member', memberId] as const,
  profile: (memberId: string, asOf: string | undefined) =>
    queryOptions({
      queryKey: ['member', memberId, 'profile', asOf],
      queryFn: ({ signal }) => api.members.get({ params: { memberId }, query: { ...day(asOf) } }, { signal }),
      placeholderData: keepPreviousData,
    }),
  explanation: (memberId: string, asOf: string | undefined) =>
    queryOptions({
      queryKey: ['member', memberId, 'explanation', asOf],
      queryFn: ({ signal }) => api.members.explain({ params: { memberId }, query: { ...day(asOf) } }, { signal }),
      placeholderData: keepPreviousData,
    }),
  stages: (memberId: string) =>
    queryOptions({
      queryKey: ['member', memberId, 'stages'],
      queryFn: ({ signal }) => api.members.stages({ params: { memberId }, query: { limit: pageSizeMax } }, { signal }),
    }),
  orders: (memberId: string) =>
    infiniteQueryOptions({
      queryKey: ['member', memberId, 'orders'],
      queryFn: ({ signal, pageParam }) =>
        api.members.orders({ params: { memberId }, query: { ...after(pageParam) } }, { signal }),
      initialPageParam: '',
      getNextPageParam: ({ nextCursor }) => nextCursor,
    }),
  merges: (memberId: string) =>
    queryOptions({
      queryKey: ['member', memberId, 'merges'],
      queryFn: ({ signal }) => api.members.merges({ params: { memberId }, query: { limit: pageSizeMax } }, { signal }),
    }),
  timeline: (memberId: string, asOf: string | undefined) =>
    infiniteQueryOptions({
      queryKey: ['member', memberId, 'timeline', asOf],
      queryFn: ({ signal, pageParam }) =>
        api.members.timeline(
          { params: { memberId }, query: { limit: timelinePage, ...day(asOf), ...after(pageParam) } },
          { signal },
        ),
      initialPageParam: '',
      getNextPageParam: ({ nextCursor }) => nextCursor,
    }),
};

function day(asOf: string | undefined): { asOf?: string } {
  return asOf === undefined ? {} : { asOf };
}

function after(cursor: string): { cursor?: string } {
  return cursor === '' ? {} : { cursor };
}
