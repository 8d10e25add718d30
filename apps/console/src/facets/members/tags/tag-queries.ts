import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import { isRunning, pollMs } from '../../../editing/job.ts';

const pageSize = 100;

export const tagsQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: ['tags', 'list', cursor ?? ''],
    queryFn: ({ signal }) =>
      api.tags.list({ query: { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) } }, { signal }),
  });

export const tagChangeQuery = (changeId: string) =>
  queryOptions({
    queryKey: ['tags', 'change', changeId],
    queryFn: ({ signal }) => api.tags.progress({ params: { changeId } }, { signal }),
    refetchInterval: ({ state }) => (isRunning(state.data?.status ?? 'running') ? pollMs : false),
  });
