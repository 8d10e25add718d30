import { queryOptions } from '@tanstack/react-query';
import type { RouteInput, RouteResult } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import { api } from './client.ts';

/** What every page needs, as query options; the key is the route and its input, so equal questions are asked once. */
export type Query<Group extends keyof Routes, Name extends keyof Routes[Group]> =
  RouteInput<Routes[Group][Name]> extends { readonly query?: infer Value } ? NonNullable<Value> : never;
export type Result<Group extends keyof Routes, Name extends keyof Routes[Group]> = RouteResult<Routes[Group][Name]>;

/** Zone, currency and role change seldom. */
export const settledMs = 300_000;

export const sessionQuery = () =>
  queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => api.session.me({}, { signal }),
    staleTime: settledMs,
    retry: false,
  });

/** How people sign in here; asked for before anybody has. */
export const waysQuery = () =>
  queryOptions({
    queryKey: ['ways'],
    queryFn: ({ signal }) => api.session.ways({}, { signal }),
    staleTime: settledMs,
  });

/** How often an installation without members is asked again. */
const emptyPollMs = 2000;
const applyingPollMs = 1000;
const restingPollMs = 20_000;

export const installationQuery = () =>
  queryOptions({
    queryKey: ['installation'],
    queryFn: ({ signal }) => api.installation.get({}, { signal }),
    staleTime: 30_000,
    // The first members are waited for: an empty page that stays empty would be taken for a fault.
    // A publication is shown as it goes on, and soon wherever else it was begun.
    refetchInterval: ({ state: { data } }) => {
      if (data?.membersCount === 0) return emptyPollMs;
      return data !== undefined && data.publication !== null ? applyingPollMs : restingPollMs;
    },
  });

export const fieldsQuery = () =>
  queryOptions({
    queryKey: ['program', 'fields'],
    queryFn: ({ signal }) => api.program.fields({}, { signal }),
    staleTime: settledMs,
  });

/** Stores by name, to choose from; any other can be named by its id. */
export const storesQuery = () =>
  queryOptions({
    queryKey: ['reference', 'stores', 'all'],
    queryFn: ({ signal }) => api.reference.stores({ query: { limit: 200 } }, { signal }),
    staleTime: settledMs,
  });
