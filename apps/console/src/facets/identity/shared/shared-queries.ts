import { queryOptions } from '@tanstack/react-query';
import { pageSizeMax } from '@perennial/contracts';
import { api } from '../../../api/client.ts';

const key = ['identities'] as const;

export const sharedQueries = {
  key,
  shared: () =>
    queryOptions({
      queryKey: [...key, 'shared'],
      queryFn: ({ signal }) => api.identities.shared({ query: {} }, { signal }),
    }),
  blocked: () =>
    queryOptions({
      queryKey: [...key, 'blocked'],
      queryFn: ({ signal }) => api.identities.blocked({ query: { limit: pageSizeMax } }, { signal }),
    }),
};
