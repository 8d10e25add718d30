import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { conditionOfLevel } from '../urls/paths.ts';

/** How many have a level: the count of the list that the figure opens. */
export const levelCountQuery = (tierSet: string, level: string) =>
  queryOptions({
    queryKey: ['tiers', 'ladder', tierSet, level],
    queryFn: async ({ signal }) => {
      const { count, asOfAt } = await api.members.list(
        { query: { condition: conditionOfLevel(tierSet, level), limit: 1 } },
        { signal },
      );
      return { count, asOfAt };
    },
  });
