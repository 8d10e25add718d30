import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { memberKey } from '../../../facet/member-places.ts';

export type TimelineEntry = Result<'members', 'timeline'>['items'][number];

const timelinePage = 30;

/** A page of the timeline in clear. It is kept nowhere: asking for it is an act that is written down. */
export function revealTimelinePage(memberId: string, asked: RevealAsked): Promise<Result<'members', 'revealTimeline'>> {
  const { asOf, reason, cursor } = asked;
  const query = { limit: timelinePage, ...day(asOf), ...after(cursor) };
  return api.members.revealTimeline({ params: { memberId }, query, body: { reason } });
}

interface RevealAsked {
  readonly asOf: string | undefined;
  readonly reason: string;
  /** Empty for the first page. */
  readonly cursor: string;
}

export const memberQueries = {
  profile: (memberId: string, asOf: string | undefined) =>
    queryOptions({
      queryKey: [...memberKey(memberId), 'profile', asOf],
      queryFn: ({ signal }) => api.members.get({ params: { memberId }, query: day(asOf) }, { signal }),
    }),
  timeline: (memberId: string, asOf: string | undefined) =>
    infiniteQueryOptions({
      queryKey: [...memberKey(memberId), 'timeline', asOf],
      queryFn: ({ signal, pageParam }) =>
        api.members.timeline(
          { params: { memberId }, query: { limit: timelinePage, ...day(asOf), ...after(pageParam) } },
          { signal },
        ),
      initialPageParam: '',
      getNextPageParam: ({ nextCursor }) => nextCursor,
    }),
};

function day(asOf: string | undefined): { asOf?: string } {
  return asOf === undefined ? {} : { asOf };
}

function after(cursor: string): { cursor?: string } {
  return cursor === '' ? {} : { cursor };
}
