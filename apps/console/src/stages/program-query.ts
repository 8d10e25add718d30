import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { settledMs } from '../api/queries.ts';
import { readLifecycles } from './lifecycle-document.ts';

/** The program in force, with its lifecycles read. */
export const programQuery = () =>
  queryOptions({
    queryKey: ['program'],
    queryFn: async ({ signal }) => {
      const program = await api.program.current({}, { signal });
      return { ...program, lifecycles: readLifecycles(program.documents) };
    },
    staleTime: settledMs,
  });

/** Published versions, newest first. */
export const versionsQuery = () =>
  queryOptions({
    queryKey: ['program', 'versions'],
    queryFn: ({ signal }) => api.program.versions({ query: { limit: 100 } }, { signal }),
  });
