import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';

export const factorsQuery = () =>
  queryOptions({
    queryKey: ['session', 'factors'],
    queryFn: ({ signal }) => api.session.factors({}, { signal }),
  });

export const sessionsQuery = () =>
  queryOptions({
    queryKey: ['session', 'all'],
    queryFn: ({ signal }) => api.session.list({}, { signal }),
  });
