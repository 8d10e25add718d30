import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';

export const usersQuery = () =>
  queryOptions({
    queryKey: ['users'],
    queryFn: ({ signal }) => api.users.list({ query: { limit: 200 } }, { signal }),
  });

/** The stores that a user can be given. */
export const storesQuery = () =>
  queryOptions({
    queryKey: ['reference', 'stores', 'all'],
    queryFn: ({ signal }) => api.reference.stores({ query: { limit: 200 } }, { signal }),
  });
