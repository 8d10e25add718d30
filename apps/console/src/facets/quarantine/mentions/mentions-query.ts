import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';

/** More wait behind them: they come up as these are decided on. */
export const mentionsShown = 200;

export const mentionsQuery = () =>
  queryOptions({
    queryKey: ['quarantine', 'mentions'],
    queryFn: ({ signal }) => api.quarantine.mentions({ query: { limit: mentionsShown } }, { signal }),
  });
