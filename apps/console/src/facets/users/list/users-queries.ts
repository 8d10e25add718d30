import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';

export const usersQuery = () =>
  queryOptions({
    queryKey: ['users'],
    queryFn: ({ signal }) => api.users.list({ query: { limit: 200 } }, { signal }),
  });

export const userSessionsQuery = (userId: string) =>
  queryOptions({
    queryKey: ['users', userId, 'sessions'],
    queryFn: ({ signal }) => api.users.sessions({ params: { userId } }, { signal }),
  });

export const policyQuery = () =>
  queryOptions({
    queryKey: ['sign-in-policy'],
    queryFn: ({ signal }) => api.users.policy({}, { signal }),
  });
