import { queryOptions } from '@tanstack/react-query';
import type { RouteInput, Routes } from '@perennial/contracts';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';

export type Documents = RouteInput<Routes['program']['validate']>['body']['documents'];
export type Draft = Result<'program', 'draft'>;

const pollMs = 400;

export function isRunning(status: string | undefined): boolean {
  return status === 'waiting' || status === 'running';
}

export const lifecycleQueries = {
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
  presets: () =>
    queryOptions({
      queryKey: ['program', 'presets'],
      queryFn: ({ signal }) => api.program.presets({}, { signal }),
      staleTime: Infinity,
    }),
  versions: () =>
    queryOptions({
      queryKey: ['program', 'versions'],
      queryFn: ({ signal }) => api.program.versions({ query: { limit: 100 } }, { signal }),
    }),
  validation: (documents: Documents) =>
    queryOptions({
      queryKey: ['program', 'validation', documents],
      queryFn: ({ signal }) => api.program.validate({ body: { documents } }, { signal }),
      staleTime: Infinity,
    }),
  /** Starts a count in the background; the answer names the job to ask for. */
  previewStart: (documents: Documents) =>
    queryOptions({
      queryKey: ['program', 'preview', documents],
      queryFn: ({ signal }) => api.program.startPreview({ body: { documents } }, { signal }),
      staleTime: 60_000,
    }),
  preview: (jobId: string) =>
    queryOptions({
      queryKey: ['program', 'preview', 'job', jobId],
      queryFn: ({ signal }) => api.program.preview({ params: { jobId } }, { signal }),
      refetchInterval: ({ state }) => (isRunning(state.data?.status ?? 'running') ? pollMs : false),
    }),
  publication: (version: number) =>
    queryOptions({
      queryKey: ['program', 'publication', version],
      queryFn: ({ signal }) => api.program.publication({ params: { version } }, { signal }),
      refetchInterval: ({ state }) => (isRunning(state.data?.status ?? 'running') ? pollMs : false),
    }),
};
