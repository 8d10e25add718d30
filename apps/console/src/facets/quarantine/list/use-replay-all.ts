import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../../../api/client.ts';

export interface ReplayState {
  readonly reason: string;
  readonly tried: number;
  readonly accepted: number;
  readonly left: number;
  readonly isRunning: boolean;
}

interface Group {
  readonly code: string;
  readonly reason: string;
  /** Facts that are listed under it. */
  readonly total: number;
}

/** Replays all facts of one reason, a bounded part a call; what was taken stays when it is stopped. */
export function useReplayAll() {
  const queryClient = useQueryClient();
  const [state, setState] = useState<ReplayState>();
  const stop = useRef(new AbortController());
  const replay = useMutation({
    mutationFn: (group: Group) => replayParts(group, { signal: stop.current.signal, report: setState }),
    onSettled: async () => {
      setState((last) => (last === undefined ? last : { ...last, isRunning: false }));
      await queryClient.invalidateQueries({ queryKey: ['quarantine'] });
    },
  });
  return {
    state,
    error: replay.error,
    isRunning: replay.isPending,
    start: (group: Group) => {
      stop.current = new AbortController();
      replay.mutate(group);
    },
    cancel: () => stop.current.abort(),
  };
}

interface Reporting {
  readonly signal: AbortSignal;
  readonly report: (state: ReplayState) => void;
}

/** A part that is under way is finished, so that its count is known; stopping is looked at in between. */
async function replayParts({ code, reason, total }: Group, { signal, report }: Reporting): Promise<void> {
  let state: ReplayState = { reason, tried: 0, accepted: 0, left: total, isRunning: true };
  let cursor: string | null = null;
  report(state);
  do {
    const part: Awaited<ReturnType<typeof api.quarantine.replayAll>> = await api.quarantine.replayAll({
      body: { code, reason, ...(cursor === null ? {} : { cursor }) },
    });
    state = {
      ...state,
      tried: state.tried + part.tried,
      accepted: state.accepted + part.accepted,
      left: part.left,
    };
    report(state);
    ({ cursor } = part);
  } while (cursor !== null && !signal.aborted);
}
