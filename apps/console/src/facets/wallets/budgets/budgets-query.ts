import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';

export type RuleBudget = Result<'wallets', 'budgets'>['items'][number];

const freshMs = 15_000;

/** Under the program, so that it is asked anew once another version is in force. */
export const budgetsQuery = () =>
  queryOptions({
    queryKey: ['program', 'budgets'],
    queryFn: ({ signal }) => api.wallets.budgets({}, { signal }),
    staleTime: freshMs,
  });
