import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { settledMs } from '../../../api/queries.ts';

/** Sources that have sent something: a customer number belongs to one of them. */
export const sourceNamesQuery = () =>
  queryOptions({
    queryKey: ['sources', 'names'],
    queryFn: async ({ signal }) => {
      const { items } = await api.keys.sources({ query: { limit: 100 } }, { signal });
      return items.map(({ source }) => source);
    },
    staleTime: settledMs,
  });
