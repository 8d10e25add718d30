import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Documents } from '../../../editing/documents.ts';
import { isRunning, pollMs } from '../../../editing/job.ts';
import { versionsQuery } from '../../../stages/program-query.ts';

export const programQueries = {
  drafts: () =>
    queryOptions({
      queryKey: ['program', 'drafts'],
      queryFn: ({ signal }) => api.program.drafts({ query: { limit: 10 } }, { signal }),
    }),
  draft: (draftId: string) =>
    queryOptions({
      queryKey: ['program', 'draft', draftId],
      queryFn: ({ signal }) => api.program.draft({ params: { draftId } }, { signal }),
      staleTime: Infinity,
    }),
  versions: versionsQuery,
  version: (version: number) =>
    queryOptions({
      queryKey: ['program', 'version', version],
      queryFn: ({ signal }) => api.program.version({ params: { version } }, { signal }),
      staleTime: Infinity,
    }),
  validation: (documents: Documents) =>
    queryOptions({
      queryKey: ['program', 'validation', documents],
      queryFn: ({ signal }) => api.program.validate({ body: { documents } }, { signal }),
      staleTime: Infinity,
    }),
  publication: (version: number) =>
    queryOptions({
      queryKey: ['program', 'publication', version],
      queryFn: ({ signal }) => api.program.publication({ params: { version } }, { signal }),
      refetchInterval: ({ state }) => (isRunning(state.data?.status ?? 'running') ? pollMs : false),
    }),
};
