import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { joinTail } from './tail.ts';

/** The newest facts of a type, '' for all: each answer goes on where the one before ended. */
export const tailQuery = (type: string) =>
  queryOptions({
    queryKey: ['facts', 'tail', type],
    queryFn: async ({ client, queryKey, signal }) => {
      const before = client.getQueryData<Result<'facts', 'tail'>>(queryKey);
      const query = {
        limit: 50,
        ...(type === '' ? {} : { type }),
        ...(before === undefined ? {} : { cursor: before.cursor }),
      };
      const next = await api.facts.tail({ query }, { signal });
      return { ...next, items: joinTail(next.items, before?.items ?? []) };
    },
  });
