import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { isRunning, pollMs } from './job.ts';
import type { Documents } from './documents.ts';
import type { Editor } from './editor.ts';

/** How many ends of months of history are counted before something is published. */
export const historyMonths = 12;

interface Asked {
  readonly documents: Documents;
  readonly historyMonths: number;
}

/** Starts a count in the background; the answer names the job to ask for. */
const startQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['program', 'preview', asked],
    queryFn: ({ signal }) => api.program.startPreview({ body: asked }, { signal }),
    staleTime: 60_000,
  });

const jobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['program', 'preview', 'job', jobId],
    queryFn: ({ signal }) => api.program.preview({ params: { jobId } }, { signal }),
    refetchInterval: ({ state }) => (isRunning(state.data?.status ?? 'running') ? pollMs : false),
  });

function useCount(asked: Asked, isWanted: boolean) {
  const start = useQuery({ ...startQuery(asked), enabled: isWanted });
  const jobId = isWanted ? start.data?.id : undefined;
  const job = useQuery({ ...jobQuery(jobId ?? ''), enabled: jobId !== undefined });
  return {
    preview: jobId === undefined ? undefined : (job.data ?? start.data),
    error: start.error ?? job.error,
  };
}

/** Counts in the background who would move under the documents, as soon as they have rested and are valid. */
export function usePreview(editor: Editor) {
  const isWanted = editor.isValid && editor.isChanged && editor.settled === editor.documents;
  return useCount({ documents: editor.settled, historyMonths: 0 }, isWanted);
}

export type PublicationPreview = ReturnType<typeof usePublicationPreview>;

/** Counts what publishing these documents would change now, and of history as known now. */
export function usePublicationPreview(documents: Documents | undefined) {
  return useCount({ documents: documents ?? {}, historyMonths }, documents !== undefined);
}
