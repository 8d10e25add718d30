import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { isRunning } from '../../../editing/job.ts';
import { tagChangeQuery } from './tag-queries.ts';

export type TagChangeAsked = RouteInput<Routes['tags']['change']>['body'];

/** A change of tags in the background, from being asked for to its end, and back again. */
export function useTagChange() {
  const client = useQueryClient();
  const [jobId, setJobId] = useState<string>();
  const start = useMutation({
    mutationFn: (body: TagChangeAsked) => api.tags.change({ body }),
    onSuccess: ({ id }) => setJobId(id),
  });
  const job = useQuery({ ...tagChangeQuery(jobId ?? ''), enabled: jobId !== undefined });
  const change = jobId === undefined ? undefined : (job.data ?? start.data);
  return {
    change,
    isRunning: start.isPending || (change !== undefined && isRunning(change.status)),
    error: start.error ?? job.error,
    start: start.mutate,
    undo: () => jobId !== undefined && start.mutate({ kind: 'undo', jobId }),
    stop: () => jobId !== undefined && void api.tags.cancel({ params: { jobId } }),
    /** Whoever looks at lists sees what they are by now. */
    refresh: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['members'] }),
        client.invalidateQueries({ queryKey: ['member'] }),
        client.invalidateQueries({ queryKey: ['tags', 'list'] }),
      ]),
  };
}
