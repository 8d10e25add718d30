import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { isRunning, pollMs } from './job.ts';
import type { Documents } from './documents.ts';
import type { Editor } from './editor.ts';

/** Starts a count in the background; the answer names the job to ask for. */
const startQuery = (documents: Documents) =>
  queryOptions({
    queryKey: ['program', 'preview', documents],
    queryFn: ({ signal }) => api.program.startPreview({ body: { documents } }, { signal }),
    staleTime: 60_000,
  });

const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['program', 'preview', 'job', jobId],
    queryFn: ({ signal }) => api.program.preview({ params: { jobId } }, { signal }),
    refetchInterval: ({ state }) => (isRunning(state.data?.status ?? 'running') ? pollMs : false),
  });

/** Counts in the background who would move under the documents, as soon as they have rested and are valid. */
export function usePreview(editor: Editor) {
  const isWanted = editor.isValid && editor.isChanged && editor.settled === editor.documents;
  const start = useQuery({ ...startQuery(editor.settled), enabled: isWanted });
  const jobId = isWanted ? start.data?.id : undefined;
  const job = useQuery({ ...jobQuery(jobId ?? ''), enabled: jobId !== undefined });
  return {
    preview: jobId === undefined ? undefined : (job.data ?? start.data),
    error: start.error ?? job.error,
  };
}
