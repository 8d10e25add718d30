import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';

interface Asked {
  /** '' for all. */
  readonly action: string;
  readonly cursor: string | undefined;
}

export function auditQuery({ action, cursor }: Asked) {
  const query = {
    limit: 50,
    ...(action === '' ? {} : { action }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  return queryOptions({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => api.audit.list({ query }, { signal }),
  });
}
