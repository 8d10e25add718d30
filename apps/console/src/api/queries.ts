import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { RouteInput, RouteResult, Routes } from '@perennial/contracts';
import { api } from './client.ts';
import { readLifecycles } from '../stages/lifecycle-document.ts';

/** Reads of the console as query options; the key is the route and its input, so equal questions are asked once. */
type Query<Group extends keyof Routes, Name extends keyof Routes[Group]> =
  RouteInput<Routes[Group][Name]> extends { readonly query?: infer Value } ? NonNullable<Value> : never;
export type Result<Group extends keyof Routes, Name extends keyof Routes[Group]> = RouteResult<Routes[Group][Name]>;

/** Zone, currency and role change seldom; figures go stale after half a minute. */
const settledMs = 300_000;

export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => api.session.me({}, { signal }),
    staleTime: settledMs,
    retry: false,
  });

/** How often an installation without members is asked again. */
const emptyPollMs = 2000;

export const installationQuery = () =>
  queryOptions({
    queryKey: ['installation'],
    queryFn: ({ signal }) => api.installation.get({}, { signal }),
    staleTime: 30_000,
    // The first members are waited for: an empty page that stays empty would be taken for a fault.
    refetchInterval: ({ state }) => (state.data?.membersCount === 0 ? emptyPollMs : 60_000),
  });

export const programQuery = () =>
  queryOptions({
    queryKey: ['program'],
    queryFn: async ({ signal }) => {
      const program = await api.program.current({}, { signal });
      return { ...program, lifecycles: readLifecycles(program.documents) };
    },
    staleTime: settledMs,
  });

export const fieldsQuery = () =>
  queryOptions({
    queryKey: ['program', 'fields'],
    queryFn: ({ signal }) => api.program.fields({}, { signal }),
    staleTime: settledMs,
  });

export const overviewQueries = {
  stages: (query: Query<'overview', 'stages'>) =>
    queryOptions({
      queryKey: ['overview', 'stages', query],
      queryFn: ({ signal }) => api.overview.stages({ query }, { signal }),
      placeholderData: keepPreviousData,
    }),
  series: (query: Query<'overview', 'series'>) =>
    queryOptions({
      queryKey: ['overview', 'series', query],
      queryFn: ({ signal }) => api.overview.series({ query }, { signal }),
      placeholderData: keepPreviousData,
    }),
  flows: (query: Query<'overview', 'flows'>) =>
    queryOptions({
      queryKey: ['overview', 'flows', query],
      queryFn: ({ signal }) => api.overview.flows({ query }, { signal }),
      placeholderData: keepPreviousData,
    }),
  movements: (query: Query<'overview', 'movements'>) =>
    queryOptions({
      queryKey: ['overview', 'movements', query],
      queryFn: ({ signal }) => api.overview.movements({ query }, { signal }),
      placeholderData: keepPreviousData,
    }),
  upcoming: (query: Query<'overview', 'upcoming'>) =>
    queryOptions({
      queryKey: ['overview', 'upcoming', query],
      queryFn: ({ signal }) => api.overview.upcoming({ query }, { signal }),
      placeholderData: keepPreviousData,
    }),
  sales: (query: Query<'overview', 'sales'>) =>
    queryOptions({
      queryKey: ['overview', 'sales', query],
      queryFn: ({ signal }) => api.overview.sales({ query }, { signal }),
      placeholderData: keepPreviousData,
    }),
};
