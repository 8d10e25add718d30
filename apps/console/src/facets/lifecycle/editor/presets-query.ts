import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';

/** Lifecycles to begin with; they come with the release, and do not change while it runs. */
export const presetsQuery = () =>
  queryOptions({
    queryKey: ['program', 'presets'],
    queryFn: ({ signal }) => api.program.presets({}, { signal }),
    staleTime: Infinity,
  });
