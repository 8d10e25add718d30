import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';

const listPollMs = 2000;
const runPollMs = 700;

export function isUnderWay(status: string): boolean {
  return status === 'running' || status === 'waiting';
}

export const importsQueries = {
  list: () =>
    queryOptions({
      queryKey: ['imports'],
      queryFn: ({ signal }) => api.imports.list({ query: { limit: 50 } }, { signal }),
      refetchInterval: ({ state }) =>
        state.data?.items.some(({ status }) => isUnderWay(status)) === true ? listPollMs : false,
    }),
  run: (importId: string) =>
    queryOptions({
      queryKey: ['imports', importId],
      queryFn: ({ signal }) => api.imports.get({ params: { importId } }, { signal }),
      refetchInterval: ({ state }) => (isUnderWay(state.data?.status ?? 'running') ? runPollMs : false),
    }),
};
