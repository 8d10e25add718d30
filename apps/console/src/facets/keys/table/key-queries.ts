import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';

export type KeyKind = 'write' | 'api';

export const keysQuery = (kind: KeyKind) =>
  queryOptions({
    queryKey: ['keys', kind],
    queryFn: ({ signal }) => api.keys.list({ query: { kind, limit: 100 } }, { signal }),
  });

export const sourcesQuery = () =>
  queryOptions({
    queryKey: ['sources'],
    queryFn: ({ signal }) => api.keys.sources({ query: { limit: 100 } }, { signal }),
  });
