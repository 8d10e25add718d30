import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { Query, Result } from '../../../api/queries.ts';

export type LiabilityFigures = Result<'liability', 'get'>;
type Asked = Query<'liability', 'get'>;

export const liabilityKey = ['liability'] as const;

/** While shards are counted: somebody has asked for it and waits. */
const countingPollMs = 2_000;
const restingPollMs = 60_000;

export const liabilityQuery = (wallet: string, query: Asked) =>
  queryOptions({
    queryKey: [...liabilityKey, wallet, query],
    queryFn: ({ signal }) => api.liability.get({ params: { wallet }, query }, { signal }),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isCounting(data) ? countingPollMs : restingPollMs),
  });

export function isCounting({ counting }: LiabilityFigures): boolean {
  return counting.counted < counting.shards || counting.shards === 0;
}
