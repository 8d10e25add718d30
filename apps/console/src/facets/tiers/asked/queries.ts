import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Result } from '../../../api/queries.ts';
import { memberKey } from '../../../facet/member-places.ts';

export type TierSet = Result<'tiers', 'ofMember'>['sets'][number];
export type LevelProgress = NonNullable<TierSet['next']>;
export type MeasureProgress = LevelProgress['measures'][number];
export type Benefit = TierSet['benefits'][number];
export type Change = Result<'tiers', 'changes'>['items'][number];

export const tiersQuery = (memberId: string) =>
  queryOptions({
    queryKey: [...memberKey(memberId), 'tiers'],
    queryFn: ({ signal }) => api.tiers.ofMember({ params: { memberId } }, { signal }),
  });

export const changesQuery = (memberId: string) =>
  infiniteQueryOptions({
    queryKey: [...memberKey(memberId), 'tiers', 'changes'],
    queryFn: ({ signal, pageParam }) =>
      api.tiers.changes({ params: { memberId }, query: pageParam === '' ? {} : { cursor: pageParam } }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
