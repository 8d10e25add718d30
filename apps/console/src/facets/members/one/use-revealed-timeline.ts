import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { revealTimelinePage } from './member-queries.ts';
import type { TimelineEntry } from './member-queries.ts';

interface Revealed {
  /** Whose, and as of when: of another day it says nothing. */
  readonly of: string;
  readonly reason: string;
  readonly items: readonly TimelineEntry[];
  readonly nextCursor: string | null;
}

/** The timeline in clear, as far as it was asked for; gone with the component. Each page is asked for with the same reason. */
export function useRevealedTimeline(memberId: string, asOf: string | undefined) {
  const of = `${memberId} ${asOf ?? ''}`;
  const [last, setLast] = useState<Revealed>();
  const revealed = last?.of === of ? last : undefined;
  const load = useMutation({
    mutationFn: (asked: { readonly reason: string; readonly cursor: string }) =>
      revealTimelinePage(memberId, { asOf, ...asked }),
    onSuccess: ({ items, nextCursor }, { reason, cursor }) => {
      const before = cursor === '' ? [] : (revealed?.items ?? []);
      setLast({ of, reason, nextCursor, items: [...before, ...items] });
    },
  });
  return {
    items: revealed?.items,
    hasMore: typeof revealed?.nextCursor === 'string',
    error: load.error,
    isPending: load.isPending,
    reveal: (reason: string) => load.mutate({ reason, cursor: '' }),
    more: () => {
      if (typeof revealed?.nextCursor !== 'string') return;
      load.mutate({ reason: revealed.reason, cursor: revealed.nextCursor });
    },
  };
}
