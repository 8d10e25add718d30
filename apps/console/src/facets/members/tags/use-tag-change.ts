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
  const [changeId, setChangeId] = useState<string>();
  const start = useMutation({
    mutationFn: (body: TagChangeAsked) => api.tags.change({ body }),
    onSuccess: ({ id }) => setChangeId(id),
  });
  const job = useQuery({ ...tagChangeQuery(changeId ?? ''), enabled: changeId !== undefined });
  const change = changeId === undefined ? undefined : (job.data ?? start.data);
  return {
    change,
    isRunning: start.isPending || (change !== undefined && isRunning(change.status)),
    error: start.error ?? job.error,
    start: start.mutate,
    undo: () => changeId !== undefined && start.mutate({ kind: 'undo', changeId }),
    stop: () => changeId !== undefined && void api.tags.cancel({ params: { changeId } }),
    /** Whoever looks at lists sees what they are by now. */
    refresh: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['members'] }),
        client.invalidateQueries({ queryKey: ['member'] }),
        client.invalidateQueries({ queryKey: ['tags', 'list'] }),
      ]),
  };
}
