import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { QuarantineSearch, Status } from '../urls/search.ts';

export function statusOf({ status = 'waiting' }: QuarantineSearch): Status {
  return status;
}

interface Listed {
  readonly status: Status;
  readonly reason: string | undefined;
  readonly code: string | undefined;
  readonly until: string | undefined;
  readonly cursor: string | undefined;
}

/** How many reasons stand above the list. */
export const reasonsShown = 10;

export const quarantineQueries = {
  list: ({ status, reason, code, until, cursor }: Listed) => {
    const query = {
      status,
      limit: 50,
      ...(reason === undefined ? {} : { reason }),
      ...(code === undefined ? {} : { code }),
      ...(until === undefined ? {} : { receivedUntil: until }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    return queryOptions({
      queryKey: ['quarantine', query],
      queryFn: ({ signal }) => api.quarantine.list({ query }, { signal }),
    });
  },
  one: (quarantineId: string) =>
    queryOptions({
      queryKey: ['quarantine', 'one', quarantineId],
      queryFn: ({ signal }) => api.quarantine.get({ params: { quarantineId } }, { signal }),
    }),
  reasons: (limit: number) =>
    queryOptions({
      queryKey: ['quarantine', 'reasons', limit],
      queryFn: ({ signal }) => api.quarantine.reasons({ query: { limit } }, { signal }),
    }),
};
