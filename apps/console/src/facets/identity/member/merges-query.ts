import { queryOptions } from '@tanstack/react-query';
import { pageSizeMax } from '@perennial/contracts';
import { api } from '../../../api/client.ts';
import { memberKey } from '../../../facet/member-places.ts';

export const mergesQuery = (memberId: string) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'merges'],
    queryFn: ({ signal }) => api.members.merges({ params: { memberId }, query: { limit: pageSizeMax } }, { signal }),
  });
