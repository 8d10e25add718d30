import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Query } from '../../../api/queries.ts';

/** Reads of the overview; the key is the question, so that equal ones are asked once. */
export const overviewQueries = {
  stages: (query: Query<'overview', 'stages'>) =>
    queryOptions({
      queryKey: ['overview', 'stages', query],
      queryFn: ({ signal }) => api.overview.stages({ query }, { signal }),
    }),
  series: (query: Query<'overview', 'series'>) =>
    queryOptions({
      queryKey: ['overview', 'series', query],
      queryFn: ({ signal }) => api.overview.series({ query }, { signal }),
    }),
  flows: (query: Query<'overview', 'flows'>) =>
    queryOptions({
      queryKey: ['overview', 'flows', query],
      queryFn: ({ signal }) => api.overview.flows({ query }, { signal }),
    }),
  movements: (query: Query<'overview', 'movements'>) =>
    queryOptions({
      queryKey: ['overview', 'movements', query],
      queryFn: ({ signal }) => api.overview.movements({ query }, { signal }),
    }),
  upcoming: (query: Query<'overview', 'upcoming'>) =>
    queryOptions({
      queryKey: ['overview', 'upcoming', query],
      queryFn: ({ signal }) => api.overview.upcoming({ query }, { signal }),
    }),
  sales: (query: Query<'overview', 'sales'>) =>
    queryOptions({
      queryKey: ['overview', 'sales', query],
      queryFn: ({ signal }) => api.overview.sales({ query }, { signal }),
    }),
};
