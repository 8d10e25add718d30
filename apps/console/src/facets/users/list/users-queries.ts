import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';

export const usersQuery = () =>
  queryOptions({
    queryKey: ['users'],
    queryFn: ({ signal }) => api.users.list({ query: { limit: 200 } }, { signal }),
  });
