import type { RouteInput } from '@perennial/contracts';
import type { Routes } from '@perennial/contracts/staff';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import type { SegmentsSearch } from '../urls/search.ts';

export type Segment = Result<'segments', 'get'>;
export type SegmentVersion = Result<'segments', 'versions'>['items'][number];
export type SegmentExplanation = Result<'segments', 'explain'>;
/** As the API takes it. */
export type SentCondition = RouteInput<Routes['segments']['preview']>['body']['condition'];

const pageSize = 50;

/** Everything that is kept of segments stands under this key, so that a change can refresh it together. */
export const segmentsKey = ['segments'] as const;

export const segmentQueries = {
  list: ({ cursor, archived }: SegmentsSearch) =>
    queryOptions({
      queryKey: [...segmentsKey, 'list', cursor, archived],
      queryFn: ({ signal }) =>
        api.segments.list(
          {
            query: {
              limit: pageSize,
              ...(cursor === undefined ? {} : { cursor }),
              ...(archived === 'true' ? { archived } : {}),
            },
          },
          { signal },
        ),
    }),
  one: (segmentId: string) =>
    queryOptions({
      queryKey: [...segmentsKey, 'one', segmentId],
      queryFn: ({ signal }) => api.segments.get({ params: { segmentId } }, { signal }),
    }),
  versions: (segmentId: string, cursor: string | undefined) =>
    queryOptions({
      queryKey: [...segmentsKey, 'versions', segmentId, cursor],
      queryFn: ({ signal }) =>
        api.segments.versions({ params: { segmentId }, query: cursor === undefined ? {} : { cursor } }, { signal }),
    }),
  // Of a newer question the older one is let go: its request is aborted with the signal.
  preview: (condition: SentCondition) =>
    queryOptions({
      queryKey: [...segmentsKey, 'preview', condition],
      queryFn: ({ signal }) => api.segments.preview({ body: { condition } }, { signal }),
      retry: false,
    }),
  compare: (segmentId: string, condition: SentCondition) =>
    queryOptions({
      queryKey: [...segmentsKey, 'compare', segmentId, condition],
      queryFn: ({ signal }) => api.segments.compare({ params: { segmentId }, body: { condition } }, { signal }),
      retry: false,
    }),
  explain: (memberId: string, condition: SentCondition) =>
    queryOptions({
      queryKey: [...segmentsKey, 'explain', memberId, condition],
      queryFn: ({ signal }) => api.segments.explain({ body: { memberId, condition } }, { signal }),
      retry: false,
    }),
};
