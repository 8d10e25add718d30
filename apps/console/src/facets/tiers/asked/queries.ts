import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { memberKey } from '../../../facet/member-places.ts';

export type TierSet = Result<'tiers', 'ofMember'>['sets'][number];
export type LevelProgress = NonNullable<TierSet['next']>;
export type MeasureProgress = LevelProgress['measures'][number];
export type Benefit = TierSet['benefits'][number];
export type Change = Result<'tiers', 'changes'>['items'][number];

/** Of a past day, where one is given: then what had been told by its end. */
export const tiersQuery = (memberId: string, asOf?: string) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'tiers', asOf ?? 'now'],
    queryFn: ({ signal }) => api.tiers.ofMember({ params: { memberId }, query: dayOf(asOf) }, { signal }),
  });

function dayOf(asOf: string | undefined) {
  return asOf === undefined ? {} : { asOf };
}

export const changesQuery = (memberId: string, asOf?: string) =>
  infiniteQueryOptions({
    queryKey: [...memberKey(memberId), 'tiers', 'changes', asOf ?? 'now'],
    queryFn: ({ signal, pageParam }) =>
      api.tiers.changes(
        { params: { memberId }, query: { ...dayOf(asOf), ...(pageParam === '' ? {} : { cursor: pageParam }) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
