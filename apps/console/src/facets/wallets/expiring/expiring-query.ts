import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';

export type Expiring = Result<'wallets', 'expiring'>;

export const expiringQuery = () =>
  queryOptions({
    queryKey: ['wallets', 'expiring'],
    queryFn: ({ signal }) => api.wallets.expiring({}, { signal }),
  });
