import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import type { ApprovalsSearch } from '../urls/search.ts';

export type Approvals = Result<'wallets', 'approvals'>;
export type Approval = Approvals['items'][number];

export const approvalsQuery = (search: ApprovalsSearch) =>
  queryOptions({
    queryKey: ['approvals', search],
    queryFn: ({ signal }) => api.wallets.approvals({ query: search }, { signal }),
  });
